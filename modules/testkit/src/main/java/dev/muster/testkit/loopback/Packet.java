package dev.muster.testkit.loopback;

import dev.muster.protocol.Frame;
import dev.muster.protocol.Loss;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What stands on the socket: a prefix of four bytes, then a body. Immutable by convention.
 *
 * <p>A prefix of at least 0 is the length of a frame. A negative one says goodbye: without its sign bit it is the
 * length of a kind of loss (one byte) and a reason. Nothing follows a goodbye.
 *
 * @param prefix length, and what it is
 * @param body holds the bytes behind the prefix
 * @param offset where they begin
 * @param length how many there are
 */
record Packet(int prefix, byte[] body, int offset, int length) {
    /** Bytes before the body. */
    static final int PREFIX = 4;

    /** The longest goodbye: a sentence, not a story. */
    static final int LONGEST_GOODBYE = 4096;

    private static final Loss.Kind[] KINDS = Loss.Kind.values();

    static Packet of(Frame.Bytes frame) {
        return new Packet(frame.length(), frame.array(), frame.offset(), frame.length());
    }

    @SuppressWarnings("EnumOrdinal") // both ends are in one JVM
    static Packet goodbye(Loss.Kind kind, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] body = new byte[1 + Math.min(text.length, LONGEST_GOODBYE - 1)];
        body[0] = (byte) kind.ordinal();
        System.arraycopy(text, 0, body, 1, body.length - 1);
        return new Packet(body.length | Integer.MIN_VALUE, body, 0, body.length);
    }

    /** Bytes on the socket. */
    int size() {
        return PREFIX + length;
    }

    boolean isGoodbye() {
        return prefix < 0;
    }

    Frame.Bytes frame() {
        return new Frame.Bytes(body, offset, length);
    }

    /** What a goodbye says. */
    Loss loss() {
        int kind = length == 0 ? -1 : body[offset];
        String reason = new String(
                Arrays.copyOfRange(body, offset + Math.min(1, length), offset + length), StandardCharsets.UTF_8);
        return Loss.of(kind < 0 || kind >= KINDS.length ? Loss.Kind.LEFT : KINDS[kind], reason);
    }
}
