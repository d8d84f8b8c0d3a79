package dev.muster.codec;

import dev.muster.error.ClusterException;
import dev.muster.protocol.Payload;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** Reads a payload in place, checking every bound. Owned by one call of a codec. */
final class ByteSource {
    private final byte[] array;
    private final int end;
    private int position;

    ByteSource(Payload payload) {
        array = payload.bytes();
        position = payload.offset();
        end = position + payload.length();
    }

    static ClusterException broken(String what) {
        return new ClusterException(
                ClusterException.Code.UNSERIALIZABLE,
                "An encoded value cannot be read: " + what + ". Its bytes were damaged, or another codec wrote them.");
    }

    int left() {
        return end - position;
    }

    byte[] array() {
        return array;
    }

    /** Passes over so many bytes, each of so many times the given width; tells where they begin. */
    int skip(int count, int width) {
        long bytes = (long) count * width;
        if (count < 0 || bytes > left()) {
            throw broken(bytes + " more bytes are needed, " + left() + " are left");
        }
        position += (int) bytes;
        return position - (int) bytes;
    }

    int octet() {
        return array[skip(1, 1)] & 0xff;
    }

    long fixedLong() {
        int at = skip(8, 1);
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | (array[at + i] & 0xff);
        }
        return value;
    }

    long number() {
        long zigzag = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int octet = octet();
            zigzag |= (long) (octet & 0x7f) << shift;
            if (octet < 0x80) {
                return zigzag >>> 1 ^ -(zigzag & 1);
            }
        }
        throw broken("a number has more than 64 bits");
    }

    int integer() {
        long number = number();
        if (number != (int) number) {
            throw broken("a number of 32 bits is " + number);
        }
        return (int) number;
    }

    /** How many elements follow, each of at least a byte. */
    int count() {
        int count = integer();
        if (count < 0 || count > left()) {
            throw broken("it claims " + count + " elements in " + left() + " bytes");
        }
        return count;
    }

    /** All that is left, as a stream. */
    InputStream rest() {
        return new ByteArrayInputStream(array, position, left());
    }
}
