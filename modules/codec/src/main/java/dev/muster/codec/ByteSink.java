package dev.muster.codec;

import dev.muster.error.ClusterException;
import dev.muster.protocol.Payload;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** A growing array. Owned by one call of a codec. */
final class ByteSink extends OutputStream {
    /** What the JVM can allocate at most. */
    private static final int LIMIT = Integer.MAX_VALUE - 8;

    private byte[] array;
    private int position;

    ByteSink(int capacity) {
        array = new byte[Math.max(16, capacity)];
    }

    int position() {
        return position;
    }

    void rollBack(int to) {
        position = to;
    }

    /** Makes room for so many bytes; tells where they begin. The caller fills them in {@link #array()}. */
    int skip(int bytes) {
        if (bytes > LIMIT - position) {
            throw new ClusterException(
                    ClusterException.Code.UNSERIALIZABLE,
                    "A value takes more than 2 GiB when encoded, the most that one array holds. Split it, for example into one"
                            + " task or one array for each part.");
        }
        if (bytes > array.length - position) {
            long doubled = Math.max(2L * array.length, (long) position + bytes);
            array = Arrays.copyOf(array, (int) Math.min(LIMIT, doubled));
        }
        position += bytes;
        return position - bytes;
    }

    byte[] array() {
        return array;
    }

    void octet(int value) {
        int at = skip(1);
        array[at] = (byte) value;
    }

    void fixedLong(long value) {
        int at = skip(8);
        for (int i = 7; i >= 0; i--) {
            array[at + i] = (byte) (value >>> (8 * (7 - i)));
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

    @Override
    public void write(int octet) {
        octet(octet);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int at = skip(length);
        System.arraycopy(bytes, offset, array, at, length);
    }

    byte[] toArray() {
        return position == array.length ? array : Arrays.copyOf(array, position);
    }

    /** What was written, in an array without waste. */
    Payload payload() {
        return new Payload(toArray(), 0, position, List.of());
    }
}
