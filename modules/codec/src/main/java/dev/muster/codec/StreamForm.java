package dev.muster.codec;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

/**
 * Objects by Java serialisation: those of closed classes, and those whose class says how it is written. Thread-safe.
 *
 * <p>Only the object itself is in the stream. Each object in it is replaced by a mark and written after the stream by
 * Kryo, so that it need not be Serializable and stays shared with the rest of the graph. Where an object leads back to
 * itself, everything in it goes into the stream instead.
 */
final class StreamForm extends Form {
    StreamForm() {
        super(true);
    }

    /** Stands for an object that follows the stream. */
    static final class Mark implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    @Override
    void write(Coder coder, ByteSink out, Object value) throws IOException {
        ByteSink stream = new ByteSink(256);
        List<Object> outside = new ArrayList<>();
        try (Outgoing objects = new Outgoing(stream, coder.wholeStreams(), outside)) {
            objects.writeObject(value);
        }
        out.count(stream.position());
        out.writeBytes(stream.array(), 0, stream.position());
        for (Object object : outside) {
            coder.writeClassAndObject(out, object);
        }
    }

    @Override
    Object read(Coder coder, ByteSource in) throws IOException {
        int length = in.count();
        ClassFilter filter = new ClassFilter(length);
        try (ResolvingInput objects = new ResolvingInput(in.part(length), coder, in, filter)) {
            Object made = objects.readObject();
            if (made == null) {
                throw ByteSource.broken("a stream of one object holds none");
            }
            return made;
        } catch (ClassNotFoundException missing) {
            throw Sentences.missingClass(String.valueOf(missing.getMessage()), missing);
        } catch (InvalidClassException refused) {
            String attack = filter.refused();
            if (attack != null) {
                throw Sentences.attack(attack, refused);
            }
            throw String.valueOf(refused.getMessage()).contains("REJECTED")
                    ? Sentences.damaged(refused)
                    : Sentences.otherClass(refused);
        }
    }

    /** Writes one object and puts those in it aside. */
    private static final class Outgoing extends ObjectOutputStream {
        private final List<Object> outside;
        private boolean begun;

        Outgoing(ByteSink out, boolean whole, List<Object> outside) throws IOException {
            super(out);
            this.outside = outside;
            enableReplaceObject(!whole);
        }

        @Override
        protected Object replaceObject(Object object) {
            if (!begun) {
                // The object itself, or what its writeReplace made of it.
                begun = true;
                return object;
            }
            if (stays(object)) {
                return object;
            }
            outside.add(object);
            return new Mark();
        }

        private static boolean stays(Object object) {
            if (object instanceof StackTraceElement
                    || object instanceof StackTraceElement[]
                    || (object instanceof Number && Forms.isOfJdk(object.getClass()))
                    || object instanceof Boolean
                    || object instanceof Character) {
                return true;
            }
            return PrimitiveArrays.code(object) >= 0 && Array.getLength(object) < Coder.BESIDE / Long.BYTES;
        }
    }
}
