package dev.muster.codec;

import com.esotericsoftware.kryo.kryo5.io.Input;
import dev.muster.error.ClusterException;
import dev.muster.protocol.Payload;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** Reads a payload in place, checking every bound; Kryo reads from it, too. Owned by one call of a codec. */
final class ByteSource extends Input {
    static {
        KryoStart.ensure();
    }

    ByteSource(Payload payload) {
        super(payload.bytes(), payload.offset(), payload.length());
    }

    static ClusterException broken(String what) {
        return new ClusterException(
                ClusterException.Code.UNSERIALIZABLE,
                "An encoded value cannot be read: " + what + ". Its bytes were damaged, or another codec wrote them.");
    }

    @Override
    protected int require(int required) {
        if (required > left()) {
            throw broken(required + " more bytes are needed, " + left() + " are left");
        }
        return left();
    }

    @Override
    protected int optional(int optional) {
        return Math.min(optional, left());
    }

    int left() {
        return limit - position;
    }

    byte[] array() {
        return buffer;
    }

    /** Passes over so many elements of a width in bytes; tells where they begin. */
    int skip(int count, int width) {
        long bytes = (long) count * width;
        if (count < 0 || bytes > left()) {
            throw broken(bytes + " more bytes are needed, " + left() + " are left");
        }
        position += (int) bytes;
        return position - (int) bytes;
    }

    int octet() {
        return buffer[skip(1, 1)] & 0xff;
    }

    int fixedInt() {
        int at = skip(4, 1);
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value = value << 8 | (buffer[at + i] & 0xff);
        }
        return value;
    }

    long fixedLong() {
        int at = skip(8, 1);
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | (buffer[at + i] & 0xff);
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

    boolean flag() {
        return octet() != 0;
    }

    /** The next so many bytes as a stream, which are passed over. */
    InputStream part(int bytes) {
        return new ByteArrayInputStream(buffer, skip(bytes, 1), bytes);
    }
}
