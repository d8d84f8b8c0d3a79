package dev.muster.protocol;

import dev.muster.error.ClusterException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the wire format's atoms from one frame. Owned by one call of {@link WireFormat#decode}. Every read checks that
 * the bytes are there, every count that what it counts can be, before anything is allocated for it.
 */
final class WireReader {
    private final byte[] array;
    private final int begin;
    private final int end;
    private final List<TaskSpec> specs = new ArrayList<>(1);
    private int position;

    WireReader(Frame.Bytes frame) {
        array = frame.array();
        begin = frame.offset();
        end = begin + frame.length();
        position = begin;
    }

    int left() {
        return end - position;
    }

    MalformedFrameException malformed(String what) {
        return malformed(what, null);
    }

    MalformedFrameException malformed(String what, @Nullable Throwable cause) {
        return new MalformedFrameException(
                ClusterException.Code.INTERNAL,
                "A frame of " + (end - begin) + " bytes cannot be read at byte " + (position - begin) + ": " + what
                        + ". Its sender is broken or no Muster node; the connection is of no more use.",
                cause);
    }

    private void need(long bytes) {
        if (bytes > left()) {
            throw malformed(bytes + " more bytes are needed, " + left() + " are left");
        }
    }

    int octet() {
        need(1);
        return array[position++] & 0xff;
    }

    boolean flag() {
        int octet = octet();
        if (octet > 1) {
            throw malformed("a flag is " + octet);
        }
        return octet == 1;
    }

    int fixedInt() {
        need(4);
        int at = position;
        position += 4;
        return array[at] << 24 | (array[at + 1] & 0xff) << 16 | (array[at + 2] & 0xff) << 8 | (array[at + 3] & 0xff);
    }

    long fixedLong() {
        return (long) fixedInt() << 32 | (fixedInt() & 0xffff_ffffL);
    }

    double real() {
        return Double.longBitsToDouble(fixedLong());
    }

    long number() {
        long zigzag = leb128();
        return zigzag >>> 1 ^ -(zigzag & 1);
    }

    int smallNumber() {
        long number = number();
        if (number != (int) number) {
            throw malformed("a number of 32 bits is " + number);
        }
        return (int) number;
    }

    /** How many elements follow, each of at least so many bytes. */
    int count(int leastBytesEach) {
        int count = size();
        need((long) count * leastBytesEach);
        return count;
    }

    /** A number that is never negative and counts nothing in this frame. */
    int size() {
        long size = leb128();
        if (size < 0 || size > Integer.MAX_VALUE) {
            throw malformed("a count or length is " + size);
        }
        return (int) size;
    }

    private long leb128() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int octet = octet();
            value |= (long) (octet & 0x7f) << shift;
            if (octet < 0x80) {
                if (shift == 63 && octet > 1) {
                    break;
                }
                return value;
            }
        }
        throw malformed("a number has more than 64 bits");
    }

    String text() {
        int length = count(1);
        position += length;
        return new String(array, position - length, length, StandardCharsets.UTF_8);
    }

    @Nullable
    String textOrNull() {
        return flag() ? text() : null;
    }

    <E extends Enum<E>> E choice(E[] constants) {
        int ordinal = octet();
        if (ordinal >= constants.length) {
            throw malformed("there is no " + constants[0].getDeclaringClass().getSimpleName() + " number " + ordinal);
        }
        return constants[ordinal];
    }

    long[] numbers() {
        int count = count(1);
        if (count == 0) {
            return NONE;
        }
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = number();
        }
        return numbers;
    }

    private static final long[] NONE = {};

    <T> List<T> list(int leastBytesEach, Function<WireReader, T> each) {
        int count = count(leastBytesEach);
        if (count == 0) {
            return List.of();
        }
        List<T> elements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            elements.add(each.apply(this));
        }
        return elements;
    }

    <T> Map<String, T> map(int leastBytesEach, Function<WireReader, T> each) {
        int count = count(1 + leastBytesEach);
        if (count == 0) {
            return Map.of();
        }
        Map<String, T> map = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String key = text();
            if (map.put(key, each.apply(this)) != null) {
                throw malformed("the key '" + key + "' is there twice");
            }
        }
        return map;
    }

    Peer peer() {
        return new Peer(fixedLong(), smallNumber());
    }

    List<Peer> peers() {
        return list(9, WireReader::peer);
    }

    Span span() {
        return new Span(number(), size(), smallNumber());
    }

    List<Span> spans() {
        return list(3, WireReader::span);
    }

    Payload payload() {
        int tag = octet();
        if (tag != WireWriter.PLAIN && tag != WireWriter.BUFFERED) {
            throw malformed("a payload was expected, not value tag " + tag);
        }
        return payload(tag);
    }

    private Payload payload(int tag) {
        int length = count(1);
        int offset = position;
        position += length;
        List<byte[]> buffers = tag == WireWriter.BUFFERED ? list(1, WireReader::octets) : List.of();
        return new Payload(array, offset, length, buffers);
    }

    private byte[] octets() {
        int length = count(1);
        byte[] copy = new byte[length];
        System.arraycopy(array, position, copy, 0, length);
        position += length;
        return copy;
    }

    @Nullable
    Object value() {
        int tag = octet();
        return switch (tag) {
            case WireWriter.NULL -> null;
            case WireWriter.KEPT -> Kept.AT_WORKER;
            case WireWriter.PLAIN, WireWriter.BUFFERED -> payload(tag);
            default -> throw malformed("there is no value tag " + tag);
        };
    }

    /** So many values in an array of their own. */
    @Nullable
    Object[] values(int count) {
        @Nullable Object[] values = new Object[count];
        for (int i = 0; i < count; i++) {
            values[i] = value();
        }
        return values;
    }

    /** The frame's array, for what is read in place. */
    byte[] array() {
        return array;
    }

    /** Passes over so many bytes; tells where they begin. */
    int skip(long bytes) {
        need(bytes);
        int at = position;
        position += (int) bytes;
        return at;
    }

    TaskSpec spec() {
        int reference = size();
        if (reference == 0) {
            TaskSpec spec = SpecCode.read(this);
            specs.add(spec);
            return spec;
        }
        if (reference > specs.size()) {
            throw malformed("it refers to specification " + reference + " of " + specs.size());
        }
        return specs.get(reference - 1);
    }
}
