package dev.muster.protocol;

import dev.muster.error.ClusterException;
import java.util.ArrayList;
import java.util.List;

/**
 * The wire format of frames. Stateless.
 *
 * <p>A frame is a header of 16 bytes, big-endian (the letters {@code MUS} and the version, the sender's epoch, the
 * receiver's epoch, the number of messages), and the messages one after the other: a tag of one byte, then the fields
 * in the order of the record. Numbers are LEB128, signed ones zigzag first; epochs in the header, peer ids and doubles
 * have fixed width. A count or a length stands before what it counts and is checked against the bytes that are left, so
 * a false one costs nothing. A {@link TaskSpec} is written out once a frame and referred to by number afterwards. Enums
 * travel as ordinals: their order is part of the version.
 */
public final class WireFormat {
    /**
     * Changes whenever a peer of the former version would misread a frame; peers of different versions refuse each
     * other.
     */
    public static final int VERSION = 4;

    /** Bytes before the first message. */
    public static final int HEADER = 16;

    static final int MAGIC = 'M' << 24 | 'U' << 16 | 'S' << 8 | VERSION;

    private WireFormat() {}

    /**
     * Reads a frame. Blocks on nothing, runs nobody's code; allocates at most a small multiple of the frame's length,
     * whatever is in it.
     *
     * @param frame what a link delivered; the payloads of the result share its array
     * @throws MalformedFrameException if it is no frame of this version, is cut short, has something behind its end, or
     *     breaks a bound
     */
    public static Envelope decode(Frame.Bytes frame) {
        WireReader in = new WireReader(frame);
        try {
            return decode(in);
        } catch (MalformedFrameException clear) {
            throw clear;
        } catch (RuntimeException refused) {
            // A record's own check: the bytes were readable, what they say is impossible.
            throw in.malformed("a value is impossible: " + refused.getMessage(), refused);
        }
    }

    private static Envelope decode(WireReader in) {
        Header header = header(in);
        if (header.count() > in.left()) {
            throw in.malformed("it claims " + header.count() + " messages in " + in.left() + " bytes");
        }
        List<Message> messages = new ArrayList<>(header.count());
        for (int i = 0; i < header.count(); i++) {
            messages.add(MessageCode.read(in));
        }
        if (in.left() > 0) {
            throw in.malformed(in.left() + " bytes follow its last message");
        }
        return new Envelope(header.fromEpoch(), header.toEpoch(), messages);
    }

    /**
     * Checks that a frame is of this version and names this pair's epochs, without reading its messages. For links,
     * which know their pair: a frame of a former incarnation must not pass.
     *
     * @throws MalformedFrameException saying which of the three is wrong
     */
    public static void check(Frame.Bytes frame, int fromEpoch, int toEpoch) {
        WireReader in = new WireReader(frame);
        Header header = header(in);
        if (header.fromEpoch() != fromEpoch || header.toEpoch() != toEpoch) {
            throw in.malformed("it goes from epoch " + header.fromEpoch() + " to epoch " + header.toEpoch()
                    + ", but this link from epoch " + fromEpoch + " to epoch " + toEpoch);
        }
    }

    private static Header header(WireReader in) {
        if (in.left() < HEADER) {
            throw in.malformed("it is shorter than its header of " + HEADER + " bytes");
        }
        int magic = in.fixedInt();
        if (magic >>> 8 != MAGIC >>> 8) {
            throw in.malformed("it does not begin with the mark of a frame");
        }
        if (magic != MAGIC) {
            throw new MalformedFrameException(
                    ClusterException.Code.INCOMPATIBLE_PEER,
                    "A peer speaks version " + (magic & 0xff) + " of the wire format, this node version " + VERSION
                            + ". Run one version of Muster on all nodes of a cluster.",
                    null);
        }
        Header header = new Header(in.fixedInt(), in.fixedInt(), in.fixedInt());
        if (header.count() < 0) {
            throw in.malformed("it claims " + header.count() + " messages");
        }
        return header;
    }

    private record Header(int fromEpoch, int toEpoch, int count) {}
}
