package dev.muster.codec;

import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import org.jspecify.annotations.Nullable;

/** What is said when something cannot be encoded or decoded. Stateless. */
final class Sentences {
    private Sentences() {}

    static ClusterException tooDeep(String done, String what, StackOverflowError overflow) {
        return new ClusterException(
                Code.UNSERIALIZABLE,
                "An object (" + what + ") cannot be " + done
                        + ", because its references nest too deeply for the stack, as a"
                        + " linked list of many thousand nodes does. Use an array or a collection of java.util, or run with a"
                        + " greater -Xss.",
                overflow);
    }

    static ClusterException failedWriting(@Nullable Object value, Throwable failed) {
        return new ClusterException(
                Code.UNSERIALIZABLE,
                "An object of " + (value == null ? "null" : ClassNames.of(value.getClass()))
                        + " cannot be encoded: its"
                        + " writeObject or writeReplace, or that of an object in it, failed with " + failed
                        + " (or another thread changed it meanwhile). Mend that method, or pass plain values instead.",
                failed);
    }

    static ClusterException missingClass(String name, Throwable why) {
        return new ClusterException(
                Code.UNSERIALIZABLE,
                "A value cannot be decoded here, because class " + name
                        + " is not on this JVM's class path. Add its jar on this side.",
                why);
    }

    static ClusterException unreadable(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClusterException clear) {
                return clear;
            }
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
                        + ". Its bytes were damaged, or the readObject or readResolve of an object in it failed.",
                failed);
    }

    static ClusterException attack(String name, @Nullable Throwable why) {
        return new ClusterException(
                Code.UNSERIALIZABLE,
                "A value holds an object of class " + name + ", which is never decoded, because attacks on Java"
                        + " serialisation use it. Pass plain values instead.",
                why);
    }

    static ClusterException otherClass(Throwable thrown) {
        return new ClusterException(
                Code.INCOMPATIBLE_PEER,
                "A value cannot be decoded, because its class differs between the two sides: " + thrown.getMessage()
                        + ". Run the same version of it on all nodes, or give it a serialVersionUID and keep its fields.",
                thrown);
    }

    static ClusterException damaged(Throwable thrown) {
        return new ClusterException(
                Code.UNSERIALIZABLE,
                "A value cannot be decoded: its bytes are damaged (an array longer than all of them), or the serialisation filter"
                        + " of this JVM (jdk.serialFilter) refuses its class: " + thrown.getMessage() + ".",
                thrown);
    }
}
