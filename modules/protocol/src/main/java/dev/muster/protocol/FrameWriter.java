package dev.muster.protocol;

import dev.muster.error.ClusterException;

/**
 * Collects messages into frames. Owned by whoever flushes one link, one thread at a time; reused from frame to frame.
 *
 * <p>{@link #begin}, any number of {@link #add}, {@link #end}. A message that does not fit behind those before it is
 * refused by {@code false}, with nothing written: end the frame and add it to the next.
 */
public final class FrameWriter {
    private final int limit;
    private final WireWriter out;
    private int count;

    /**
     * A writer for one link.
     *
     * @param limit the longest frame, in bytes: the cluster's {@code maxFrame}
     */
    public FrameWriter(int limit) {
        if (limit < 2 * WireFormat.HEADER) {
            throw new IllegalArgumentException("limit=" + limit + " bytes: no frame fits");
        }
        this.limit = limit;
        this.out = new WireWriter(limit);
    }

    /** Starts a frame; one that was begun and not ended is forgotten. */
    public void begin(int fromEpoch, int toEpoch) {
        out.reset();
        out.fixedInt(WireFormat.MAGIC);
        out.fixedInt(fromEpoch);
        out.fixedInt(toEpoch);
        out.fixedInt(0);
        count = 0;
    }

    /**
     * Adds a message to the frame that was begun.
     *
     * @return false if it does not fit behind the messages before it; the frame is as it was
     * @throws ClusterException of code UNSERIALIZABLE if it is longer than a frame may be
     * @throws IllegalArgumentException if it holds a live object instead of a payload; the frame is as it was
     */
    public boolean add(Message message) {
        int mark = out.position();
        int specs = out.specs();
        try {
            MessageCode.write(out, message);
            count++;
            return true;
        } catch (WireWriter.Full full) {
            out.rollBack(mark, specs);
            if (count == 0) {
                throw new ClusterException(
                        ClusterException.Code.UNSERIALIZABLE,
                        "A " + message.getClass().getSimpleName() + " message is longer than this cluster's limit of "
                                + limit
                                + " bytes a frame. Make or read big values inside tasks, whose results stay at the workers, instead"
                                + " of passing them along; join many inputs step by step.");
            }
            return false;
        } catch (RuntimeException refused) {
            out.rollBack(mark, specs);
            throw refused;
        }
    }

    /** How many messages the frame has by now. */
    public int count() {
        return count;
    }

    /** How long the frame is by now, in bytes, header included. */
    public int size() {
        return out.position();
    }

    /** Ends the frame; the next needs {@link #begin}. */
    public Frame.Bytes end() {
        out.patchInt(WireFormat.HEADER - 4, count);
        return out.take();
    }

    /** A frame of these messages, for callers that keep no writer. */
    public static Frame.Bytes write(int fromEpoch, int toEpoch, Iterable<? extends Message> messages, int limit) {
        FrameWriter writer = new FrameWriter(limit);
        writer.begin(fromEpoch, toEpoch);
        for (Message message : messages) {
            if (!writer.add(message)) {
                throw new ClusterException(
                        ClusterException.Code.UNSERIALIZABLE,
                        "Messages of more than " + limit
                                + " bytes do not fit one frame. Write them as several frames.");
            }
        }
        return writer.end();
    }
}
