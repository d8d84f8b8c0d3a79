package dev.muster.codec;

import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One object graph to or from a Java serialisation stream, with every way it can fail turned into a sentence.
 * Stateless.
 */
final class JavaStreams {
    private JavaStreams() {}

    static void write(ByteSink out, @Nullable Object value) {
        try (ObjectOutputStream stream = new ObjectOutputStream(out)) {
            stream.writeObject(value);
        } catch (NotSerializableException refused) {
            throw new ClusterException(Code.UNSERIALIZABLE, Culprit.sentence(value, refused), refused);
        } catch (StackOverflowError deep) {
            throw tooDeep("encoded", value == null ? "null" : ClassNames.of(value.getClass()), deep);
        } catch (ClusterException clear) {
            throw clear;
        } catch (IOException | RuntimeException | LinkageError failed) {
            throw new ClusterException(
                    Code.UNSERIALIZABLE,
                    "An object of " + (value == null ? "null" : ClassNames.of(value.getClass()))
                            + " cannot be encoded: its"
                            + " writeObject or writeReplace, or that of an object in it, failed with " + failed
                            + ". Mend that method, or pass plain values instead.",
                    failed);
        }
    }

    static @Nullable Object read(ByteSource in, Supplier<ClassLoader> loader) {
        ClassFilter filter = new ClassFilter(in.left());
        try (ResolvingInput stream = new ResolvingInput(in.rest(), loader.get(), filter)) {
            return stream.readObject();
        } catch (StackOverflowError deep) {
            throw tooDeep("decoded", "a value", deep);
        } catch (ClassNotFoundException missing) {
            throw new ClusterException(
                    Code.UNSERIALIZABLE,
                    "A value cannot be decoded here, because class " + missing.getMessage()
                            + " is not on this JVM's class path. Add its jar on this side.",
                    missing);
        } catch (InvalidClassException refused) {
            throw invalid(refused, filter.refused());
        } catch (ClusterException clear) {
            throw clear;
        } catch (IOException | RuntimeException | LinkageError failed) {
            throw unreadable(failed);
        }
    }

    private static ClusterException unreadable(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("Invalid lambda deserialization")) {
                return new ClusterException(
                        Code.INCOMPATIBLE_PEER,
                        "A lambda cannot be decoded, because the class that it was written in has no such lambda on this side."
                                + " Run the same class files on all nodes.",
                        failed);
            }
        }
        return new ClusterException(
                Code.UNSERIALIZABLE,
                "A value cannot be decoded: " + failed
                        + ". Its bytes were damaged, or the readObject or readResolve of an object" + " in it failed.",
                failed);
    }

    private static ClusterException invalid(InvalidClassException thrown, @Nullable String refused) {
        if (refused != null) {
            return new ClusterException(
                    Code.UNSERIALIZABLE,
                    "A value holds an object of class " + refused + ", which is never decoded, because attacks on Java"
                            + " serialisation use it. Pass plain values instead.",
                    thrown);
        }
        if (String.valueOf(thrown.getMessage()).contains("REJECTED")) {
            return new ClusterException(
                    Code.UNSERIALIZABLE,
                    "A value cannot be decoded: its bytes are damaged (an array longer than all of them), or the serialisation filter"
                            + " of this JVM (jdk.serialFilter) refuses its class: " + thrown.getMessage() + ".",
                    thrown);
        }
        return new ClusterException(
                Code.INCOMPATIBLE_PEER,
                "A value cannot be decoded, because its class differs between the two sides: " + thrown.getMessage()
                        + ". Run the same version of it on all nodes, or give it a serialVersionUID and keep its fields.",
                thrown);
    }

    private static ClusterException tooDeep(String done, String what, StackOverflowError overflow) {
        return new ClusterException(
                Code.UNSERIALIZABLE,
                "An object (" + what + ") cannot be " + done
                        + ", because its references nest too deeply for the stack, as a"
                        + " linked list of many thousand nodes does. Use an array or a collection of java.util, or run with a"
                        + " greater -Xss.",
                overflow);
    }
}
