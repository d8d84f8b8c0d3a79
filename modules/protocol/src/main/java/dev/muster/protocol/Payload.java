package dev.muster.protocol;

import java.util.List;

/**
 * An encoded function, argument or value, as it travels on links that do not carry objects. Immutable by convention:
 * the arrays are shared, never changed.
 *
 * <p>Fields of messages that hold user objects are typed {@code Object}: on a live link they hold the object itself, on
 * every other link a {@code Payload}. Two representations, one message, so that threads mode allocates no wrapper.
 *
 * @param bytes the skeleton's bytes
 * @param offset where they begin
 * @param length how many there are
 * @param buffers big primitive arrays and buffers taken out of band, in the order the skeleton refers to them
 */
public record Payload(byte[] bytes, int offset, int length, List<byte[]> buffers) {
    public Payload {
        if (offset < 0 || length < 0 || offset > bytes.length - length) {
            throw new IllegalArgumentException(
                    "payload of " + length + " bytes at " + offset + " does not fit its array of " + bytes.length);
        }
    }

    /** Stands where a function would, on every link: the attempt has nothing to run but gets its inputs; its value is null. */
    public static final Payload NOTHING = of(new byte[0]);

    /** A payload that is a whole array, with nothing out of band. */
    public static Payload of(byte[] bytes) {
        return new Payload(bytes, 0, bytes.length, List.of());
    }

    /** How many bytes it takes on the wire, out-of-band buffers included. */
    public long size() {
        long size = length;
        for (byte[] buffer : buffers) {
            size += buffer.length;
        }
        return size;
    }
}
