package dev.muster.testkit.loopback;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts packets together from what arrives in pieces. Owned by the link's selector thread. A packet's array grows as its
 * bytes come, so a false length costs nothing.
 */
final class Inbox {
    private static final int FIRST_PIECE = 64 << 10;

    private final int maxFrame;
    private int prefix;
    private int prefixBytes;
    private int length;
    private int filled;
    private byte @Nullable [] body;

    Inbox(int maxFrame) {
        this.maxFrame = maxFrame;
    }

    /** The stream is of no more use. */
    static final class GarbageException extends Exception {
        private static final long serialVersionUID = 1L;

        GarbageException(String message) {
            super(message);
        }
    }

    /** Takes all bytes there are; hands over each packet that is whole. */
    void take(ByteBuffer arrived, Consumer<Packet> packets) throws GarbageException {
        while (arrived.hasRemaining()) {
            byte[] into = body;
            if (into == null) {
                takePrefix(arrived);
            } else {
                takeBody(arrived, into);
            }
            into = body;
            if (into != null && filled == length) {
                body = null;
                packets.accept(new Packet(prefix, into, 0, length));
            }
        }
    }

    private void takePrefix(ByteBuffer arrived) throws GarbageException {
        prefix = prefix << 8 | (arrived.get() & 0xff);
        if (++prefixBytes < Packet.PREFIX) {
            return;
        }
        prefixBytes = 0;
        length = prefix & Integer.MAX_VALUE;
        int limit = prefix < 0 ? Packet.LONGEST_GOODBYE : maxFrame;
        if (length > limit) {
            throw new GarbageException(
                    (prefix < 0 ? "a goodbye" : "a frame") + " claims " + length + " bytes, more than the limit of "
                            + limit + "; the stream is damaged or its sender is no Muster node");
        }
        filled = 0;
        body = new byte[Math.min(length, FIRST_PIECE)];
    }

    private void takeBody(ByteBuffer arrived, byte[] into) {
        byte[] roomy = into;
        if (filled == into.length) {
            roomy = Arrays.copyOf(into, (int) Math.min(length, 2L * into.length));
            body = roomy;
        }
        int count = Math.min(arrived.remaining(), roomy.length - filled);
        arrived.get(roomy, filled, count);
        filled += count;
    }
}
