package dev.muster.node;

import dev.muster.error.ClusterException;
import dev.muster.protocol.Frame;
import dev.muster.protocol.FrameWriter;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.spi.ClusterInfo;
import dev.muster.spi.Link;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a machine wants sent, kept until its drain is over, then one frame a peer: the drain is the batch. Owned by the node's loop.
 */
final class Outbox {
    /** What a message says besides the one payload that it brings: names, numbers, spans. */
    private static final int AROUND_PAYLOAD = 64 << 10;

    private final boolean live;
    private final FrameWriter writer;
    private final Map<Peer, List<Message>> pending = new LinkedHashMap<>();
    private final Definitions definitions;

    /** For a node of this cluster. */
    Outbox(ClusterInfo cluster) {
        this.live = cluster.carriesObjects();
        this.writer = new FrameWriter(cluster.maxFrame());
        this.definitions = new Definitions(cluster.maxFrame());
    }

    /** The most bytes of one payload that fit a frame with what is said around it. */
    static int longestPayload(ClusterInfo cluster) {
        return cluster.maxFrame() - AROUND_PAYLOAD;
    }

    void add(Peer to, Message message) {
        pending.computeIfAbsent(to, any -> new ArrayList<>(4)).add(message);
    }

    /** Drops what is waiting for a lost peer. */
    void forget(Peer peer) {
        pending.remove(peer);
        definitions.forget(peer);
    }

    /** Sends one frame to each peer that has something waiting, or a few if it does not fit one; tells {@code trouble} what did not go well. */
    void flush(Link link, Trouble trouble) {
        if (pending.isEmpty()) {
            return;
        }
        // A live link calls the receivers at once, and they may add to this outbox: it must be empty before the first
        // send.
        List<Map.Entry<Peer, List<Message>>> now = List.copyOf(pending.entrySet());
        pending.clear();
        for (Map.Entry<Peer, List<Message>> each : now) {
            boolean room = live
                    ? link.send(each.getKey(), new Frame.Live(each.getValue()))
                    : write(link, each.getKey(), definitions.outgoing(each.getKey(), each.getValue()), trouble);
            if (!room) {
                trouble.full(each.getKey());
            }
        }
    }

    /** As few frames as the limit allows; false if the link is over its high-water mark now. */
    private boolean write(Link link, Peer to, List<Message> messages, Trouble trouble) {
        boolean room = true;
        writer.begin(link.self().epoch(), to.epoch());
        for (Message message : messages) {
            room &= write(link, to, message, trouble);
        }
        return (writer.count() == 0 || link.send(to, writer.end())) && room;
    }

    private boolean write(Link link, Peer to, Message message, Trouble trouble) {
        boolean room = true;
        try {
            if (!writer.add(message)) {
                room = link.send(to, writer.end());
                writer.begin(link.self().epoch(), to.epoch());
                writer.add(message);
            }
        } catch (ClusterException tooLong) {
            // Only an empty frame says so, and it is empty still.
            List<Message> parts = Halves.of(message);
            for (Message part : parts) {
                room &= write(link, to, part, trouble);
            }
            if (parts.isEmpty()) {
                trouble.tooLong(to, message, String.valueOf(tooLong.getMessage()));
            }
        }
        return room;
    }

    /** Hears of what cannot be sent now, or ever. */
    interface Trouble {
        /** The link to this peer is over its high-water mark. */
        void full(Peer peer);

        /** The message fits no frame and cannot be cut in two: it was not sent. Whoever waits for what it would have brought is to be told. */
        void tooLong(Peer to, Message message, String why);
    }
}
