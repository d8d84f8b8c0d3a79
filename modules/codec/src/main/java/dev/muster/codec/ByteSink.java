package dev.muster.codec;

import com.esotericsoftware.kryo.kryo5.io.Output;
import dev.muster.error.ClusterException;
import dev.muster.protocol.Payload;
import java.util.Arrays;
import java.util.List;

/** A growing array that Kryo writes into, too. Owned by one call of a codec. */
final class ByteSink extends Output {
    /** What the JVM can allocate at most. */
    private static final int LIMIT = Integer.MAX_VALUE - 8;

    static {
        KryoStart.ensure();
    }

    ByteSink(int capacity) {
        super(Math.max(16, capacity), LIMIT);
    }

    @Override
    protected boolean require(int required) {
        if (capacity - position >= required) {
            return false;
        }
        if (required > LIMIT - position) {
            throw new ClusterException(
                    ClusterException.Code.UNSERIALIZABLE,
                    "A value takes more than 2 GiB when encoded, the most that one array holds. Split it, for example into one"
                            + " task or one array for each part.");
        }
        long doubled = Math.max(2L * capacity, (long) position + required);
        buffer = Arrays.copyOf(buffer, (int) Math.min(LIMIT, doubled));
        capacity = buffer.length;
        return true;
    }

    void rollBack(int to) {
        position = to;
    }

    /** Makes room for so many bytes; tells where they begin. The caller fills them in {@link #array()}. */
    int skip(int bytes) {
        require(bytes);
        position += bytes;
        return position - bytes;
    }

    byte[] array() {
        return buffer;
    }

    void octet(int value) {
        int at = skip(1);
        buffer[at] = (byte) value;
    }

    void fixedInt(int value) {
        int at = skip(4);
        for (int i = 3; i >= 0; i--) {
            buffer[at + i] = (byte) (value >>> (8 * (3 - i)));
        }
    }

    void fixedLong(long value) {
        int at = skip(8);
        for (int i = 7; i >= 0; i--) {
            buffer[at + i] = (byte) (value >>> (8 * (7 - i)));
        }
    }

    /** A signed number, short if it is small. */
    void number(long value) {
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7fL) != 0) {
            octet((int) (rest | 0x80));
            rest >>>= 7;
        }
        octet((int) rest);
    }

    void count(int count) {
        number(count);
    }

    void flag(boolean flag) {
        octet(flag ? 1 : 0);
    }

    byte[] toArray() {
        return position == capacity ? buffer : Arrays.copyOf(buffer, position);
    }

    /** What was written, in an array without waste. */
    Payload payload(List<byte[]> buffers) {
        return new Payload(toArray(), 0, position, buffers);
    }
}
