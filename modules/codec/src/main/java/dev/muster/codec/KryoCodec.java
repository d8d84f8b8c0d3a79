package dev.muster.codec;

import com.esotericsoftware.kryo.kryo5.util.Pool;
import dev.muster.codec.Refused.Reason;
import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import dev.muster.protocol.Arguments;
import dev.muster.protocol.Payload;
import java.io.NotSerializableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plain values in a form of our own, everything else by Kryo, with forms for what Kryo cannot do without help. Thread-safe.
 *
 * <p>Any object travels whose fields can be read, Serializable or not; lambdas only if their interface is Serializable.
 * A class that says how Java serialisation writes or reads it is taken at its word. Classes are named, with a print of
 * their fields; a lambda comes with a hash of the class file that it was written in: other classes on the other side are
 * found out, not misread. Big arrays and buffers go beside the skeleton.
 */
public final class KryoCodec implements Codec {
    private static final int POOLED = 16;

    /** Nothing beside the skeleton: a row of arguments is one piece of one array. */
    private static final @Nullable List<byte[]> NOT_BESIDE = null;

    private final Forms forms;
    private final UserTable users;
    private final boolean adopts;
    private final Pool<Coder> pool;

    private KryoCodec(ClassLoader loader, UserTable users, boolean adopts) {
        this.users = users;
        this.forms = new Forms(loader, users);
        this.adopts = adopts;
        this.pool = new Pool<>(true, true, POOLED) {
            @Override
            protected Coder create() {
                return Coder.of(forms);
            }
        };
    }

    /** A codec for the classes of one loader, which uses the serializers of whoever sends some: a worker's. */
    public static KryoCodec of(ClassLoader loader) {
        return new KryoCodec(loader, new UserTable(Map.of()), true);
    }

    /**
     * A codec for the classes of one loader that sends its serializers along, so that the receiver can use them: a client's.
     *
     * @param serializers the user's, each a {@link UserSerializer}, by the type of their values: for objects of exactly that
     *     class or, if it is an interface or abstract, of all its subclasses. Boxed numbers, texts and arrays of primitives
     *     have none
     */
    public static KryoCodec of(ClassLoader loader, Map<Class<?>, Class<?>> serializers) {
        return new KryoCodec(loader, new UserTable(serializers), false);
    }

    @Override
    public Payload encode(@Nullable Object value) {
        ByteSink out = new ByteSink(64);
        if (PlainValues.write(out, value, Coder.BESIDE - 1)) {
            return out.payload(List.of());
        }
        writeUsers(out);
        List<byte[]> buffers = new ArrayList<>(0);
        graph(out, value, buffers);
        return out.payload(buffers.isEmpty() ? List.of() : List.copyOf(buffers));
    }

    private void writeUsers(ByteSink out) {
        if (!users.isEmpty()) {
            out.octet(PlainValues.SERIALIZERS);
            users.write(out);
        }
    }

    private void graph(ByteSink out, @Nullable Object value, @Nullable List<byte[]> buffers) {
        out.octet(PlainValues.GRAPH);
        int mark = out.position();
        try {
            write(out, value, buffers, false);
        } catch (Refused refused) {
            if (refused.reason() != Reason.CYCLE || !JavaHooks.mayWriteWhole(refused.type())) {
                throw refusal(value, refused.type(), refused.reason(), refused);
            }
            out.rollBack(mark);
            if (buffers != null) {
                buffers.clear();
            }
            whole(out, value, buffers);
        }
    }

    /** Once more, with all that is in an object by Java serialisation in its stream, where it may refer back to itself. */
    private void whole(ByteSink out, @Nullable Object value, @Nullable List<byte[]> buffers) {
        try {
            write(out, value, buffers, true);
        } catch (Refused refused) {
            throw refusal(value, refused.type(), refused.reason(), refused);
        }
    }

    private void write(ByteSink out, @Nullable Object value, @Nullable List<byte[]> buffers, boolean whole) {
        Coder coder = pool.obtain();
        boolean good = false;
        try {
            coder.write(out, value, buffers, whole);
            good = true;
        } catch (Refused | ClusterException clear) {
            good = coder.survives();
            throw clear;
        } catch (StackOverflowError deep) {
            throw Sentences.tooDeep("encoded", value == null ? "null" : ClassNames.of(value.getClass()), deep);
        } catch (RuntimeException | LinkageError failed) {
            throw failedWriting(value, failed);
        } finally {
            free(coder, good);
        }
    }

    private static ClusterException failedWriting(@Nullable Object value, Throwable failed) {
        Throwable cause = failed instanceof Form.FormException ? failed.getCause() : failed;
        if (cause instanceof NotSerializableException refused) {
            String name = String.valueOf(refused.getMessage());
            return new ClusterException(
                    Code.UNSERIALIZABLE, Culprit.sentence(value, name, name, Reason.CLOSED), refused);
        }
        return Sentences.failedWriting(value, cause == null ? failed : cause);
    }

    /** One that was interrupted somewhere is in nobody knows what state; it is not used again. */
    private void free(Coder coder, boolean good) {
        if (good) {
            pool.free(coder);
        }
    }

    private static ClusterException refusal(@Nullable Object value, Class<?> type, Reason reason, Exception cause) {
        return new ClusterException(
                Code.UNSERIALIZABLE, Culprit.sentence(value, type.getName(), ClassNames.of(type), reason), cause);
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
        return read(in, tag, payload.buffers());
    }

    private @Nullable Object read(ByteSource in, int tag, List<byte[]> buffers) {
        int next = tag;
        if (tag == PlainValues.SERIALIZERS) {
            if (users.read(in, forms, adopts)) {
                forms.forget();
            }
            next = in.octet();
        }
        return next == PlainValues.GRAPH ? readGraph(in, buffers) : PlainValues.read(in, next);
    }

    private @Nullable Object readGraph(ByteSource in, List<byte[]> buffers) {
        Coder coder = pool.obtain();
        boolean good = false;
        try {
            Object read = coder.read(in, buffers);
            good = true;
            return read;
        } catch (ClusterException clear) {
            good = coder.survives();
            throw clear;
        } catch (StackOverflowError deep) {
            throw Sentences.tooDeep("decoded", "a value", deep);
        } catch (RuntimeException | LinkageError failed) {
            good = failed instanceof RuntimeException && coder.survives();
            Throwable cause = failed instanceof Form.FormException ? failed.getCause() : failed;
            throw Sentences.unreadable(cause == null ? failed : cause);
        } finally {
            free(coder, good);
        }
    }

    @Override
    public Arguments.Encoded encodeRows(Arguments.Live rows) {
        int count = rows.count();
        int arity = rows.arity();
        ByteSink out = new ByteSink((int) Math.min(1 << 20, 16L * count * arity + 64));
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

    /**
     * Plain rows value by value; any other row as one graph, so that its arguments keep what they share. Users' serializers
     * came with the function.
     */
    private void writeRow(ByteSink out, @Nullable Object[] row) {
        int mark = out.position();
        out.octet(PlainValues.ROW);
        out.count(row.length);
        // An array alone in its row shares nothing.
        int mostBytes = row.length == 1 ? Integer.MAX_VALUE : -1;
        for (Object value : row) {
            if (!PlainValues.write(out, value, mostBytes)) {
                out.rollBack(mark);
                graph(out, row, NOT_BESIDE);
                return;
            }
        }
    }

    @Override
    public void decodeRow(Arguments.Encoded rows, int row, @Nullable Object[] target) {
        ByteSource in = new ByteSource(rows.row(row));
        int tag = in.octet();
        if (tag == PlainValues.ROW) {
            int count = in.count();
            checkArity(count, rows.arity());
            readRow(in, target, count);
        } else if (read(in, tag, List.of()) instanceof Object[] values) {
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
        return Registry.PRINT;
    }

    @Override
    public void close() {
        pool.clear();
        forms.clear();
    }

    @Override
    public String toString() {
        return "KryoCodec[" + Registry.PRINT + "]";
    }
}
