package dev.muster.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.IOException;

/**
 * How objects of one kind look as bytes. Thread-safe: one instance serves all instances of Kryo.
 *
 * <p>An <em>early</em> form makes the object, tells it to Kryo, then reads what is in it, so that references back to it
 * can be followed. A <em>late</em> one can make it only of what is in it; a reference back to it is found out when it is
 * written.
 */
abstract class Form extends Serializer<Object> {
    private final boolean late;

    Form(boolean late) {
        this.late = late;
    }

    abstract void write(Coder coder, ByteSink out, Object value) throws IOException;

    abstract Object read(Coder coder, ByteSource in) throws IOException;

    @Override
    public final void write(Kryo kryo, Output output, Object value) {
        Coder coder = (Coder) kryo;
        int open = late ? coder.references().open() : -1;
        try {
            write(coder, (ByteSink) output, value);
        } catch (IOException failed) {
            throw new FormException(failed);
        }
        if (late) {
            coder.references().close(open);
        }
    }

    @Override
    public final Object read(Kryo kryo, Input input, Class<?> type) {
        try {
            return read((Coder) kryo, (ByteSource) input);
        } catch (IOException failed) {
            throw new FormException(failed);
        }
    }

    /** What users' methods threw while bytes were made or read. */
    static final class FormException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FormException(IOException cause) {
            super(cause.toString(), cause);
        }
    }

    /** Writes one kind of value. */
    interface Writer<T> {
        void write(Coder coder, ByteSink out, T value) throws IOException;
    }

    /** Reads one kind of value. */
    interface Reader<T> {
        T read(Coder coder, ByteSource in) throws IOException;
    }

    /** Writes a value that holds no other objects. */
    interface PlainWriter<T> {
        void write(ByteSink out, T value);
    }

    /** Reads a value that holds no other objects. */
    interface PlainReader<T> {
        T read(ByteSource in);
    }

    /** A form of values that need nothing but bytes. */
    static <T> Form plain(PlainWriter<T> writer, PlainReader<? extends T> reader) {
        return leaf((Coder coder, ByteSink out, T value) -> writer.write(out, value), (coder, in) -> reader.read(in));
    }

    /** The form of a class of which there is one object. */
    static Form single(Object object) {
        return plain((out, value) -> {}, in -> object);
    }

    /** A late form of two functions. */
    static <T> Form of(Writer<T> writer, Reader<? extends T> reader) {
        return of(true, writer, reader);
    }

    /** A form of values that hold no other objects. */
    static <T> Form leaf(Writer<T> writer, Reader<? extends T> reader) {
        return of(false, writer, reader);
    }

    private static <T> Form of(boolean late, Writer<T> writer, Reader<? extends T> reader) {
        return new Form(late) {
            @Override
            @SuppressWarnings("unchecked") // registered for T only
            void write(Coder coder, ByteSink out, Object value) throws IOException {
                writer.write(coder, out, (T) value);
            }

            @Override
            Object read(Coder coder, ByteSource in) throws IOException {
                return reader.read(coder, in);
            }
        };
    }
}
