package dev.muster.codec;

import dev.muster.error.ClusterException;
import dev.muster.protocol.Arguments;
import dev.muster.protocol.Payload;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Plain values in a form of our own, everything else by Java serialisation. Thread-safe; keeps nothing between calls.
 *
 * <p>Lambdas travel if their interface is {@code Serializable}, as those of {@code dev.muster.function} are; the
 * receiver needs the same class files.
 */
public final class JavaCodec implements Codec {
    private static final String PRINT = "java-serialisation-1";

    private final Supplier<ClassLoader> loader;

    /**
     * A codec that resolves classes in the loader of the moment.
     *
     * @param loader asked at each decoding that needs it, on the decoding thread
     */
    public JavaCodec(Supplier<ClassLoader> loader) {
        this.loader = loader;
    }

    /** A codec for the classes of one loader. */
    public static JavaCodec of(ClassLoader loader) {
        return new JavaCodec(() -> loader);
    }

    @Override
    public Payload encode(@Nullable Object value) {
        ByteSink out = new ByteSink(64);
        if (!PlainValues.write(out, value)) {
            out.octet(PlainValues.STREAM);
            JavaStreams.write(out, value);
        }
        return out.payload();
    }

    @Override
    public @Nullable Object decode(Payload payload) {
        ByteSource in = new ByteSource(payload);
        int tag = in.octet();
        if (tag == PlainValues.ROW) {
            @Nullable Object[] row = new Object[in.count()];
            readRow(in, row, row.length);
            return row;
        }
        return read(in, tag);
    }

    private @Nullable Object read(ByteSource in, int tag) {
        return tag == PlainValues.STREAM ? JavaStreams.read(in, loader) : PlainValues.read(in, tag);
    }

    @Override
    public Arguments.Encoded encodeRows(Arguments.Live rows) {
        int count = rows.count();
        int arity = rows.arity();
        ByteSink out = new ByteSink(16 * count * arity + 64);
        int[] offsets = new int[count + 1];
        @Nullable Object[] row = new Object[arity];
        for (int i = 0; i < count; i++) {
            rows.row(i, row);
            try {
                writeRow(out, row);
            } catch (ClusterException refused) {
                throw new ClusterException(
                        refused.code(),
                        "Row " + (rows.from() + i) + " of the arguments: " + refused.getMessage(),
                        refused);
            }
            offsets[i + 1] = out.position();
        }
        return new Arguments.Encoded(out.toArray(), offsets, 0, count, arity);
    }

    /** Plain rows value by value; any other row as one stream, so that its arguments keep what they share. */
    private static void writeRow(ByteSink out, @Nullable Object[] row) {
        int mark = out.position();
        out.octet(PlainValues.ROW);
        out.count(row.length);
        for (Object value : row) {
            boolean alone = row.length == 1;
            if (!(alone ? PlainValues.write(out, value) : PlainValues.writeScalar(out, value))) {
                out.rollBack(mark);
                out.octet(PlainValues.STREAM);
                JavaStreams.write(out, row);
                return;
            }
        }
    }

    @Override
    public void decodeRow(Arguments.Encoded rows, int row, @Nullable Object[] target) {
        Payload payload = rows.row(row);
        ByteSource in = new ByteSource(payload);
        int tag = in.octet();
        if (tag == PlainValues.ROW) {
            int count = in.count();
            checkArity(count, rows.arity());
            readRow(in, target, count);
        } else if (read(in, tag) instanceof Object[] values) {
            checkArity(values.length, rows.arity());
            System.arraycopy(values, 0, target, 0, values.length);
        } else {
            throw ByteSource.broken("a row of arguments is no array");
        }
    }

    private static void checkArity(int count, int arity) {
        if (count != arity) {
            throw ByteSource.broken("a row has " + count + " arguments instead of " + arity);
        }
    }

    private static void readRow(ByteSource in, @Nullable Object[] target, int count) {
        for (int i = 0; i < count; i++) {
            target[i] = PlainValues.read(in, in.octet());
        }
    }

    @Override
    public String registryPrint() {
        return PRINT;
    }

    @Override
    public void close() {
        // Nothing is pooled.
    }

    @Override
    public String toString() {
        return "JavaCodec[" + PRINT + "]";
    }
}
