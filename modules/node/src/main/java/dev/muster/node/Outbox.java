package dev.muster.node;

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

    void add(Peer to, Message message) {
        pending.computeIfAbsent(to, any -> new ArrayList<>(4)).add(message);
    }

    /** Drops what is waiting for a lost peer. */
    void forget(Peer peer) {
        pending.remove(peer);
        definitions.forget(peer);
    }

    /** Sends one frame to each peer that has something waiting; tells {@code pressure} whose link is over its high-water mark. */
    void flush(Link link, Pressure pressure) {
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
                    : write(link, each.getKey(), definitions.outgoing(each.getKey(), each.getValue()));
            if (!room) {
                pressure.full(each.getKey());
            }
        }
    }

    /** As few frames as the limit allows; false if the link is over its high-water mark now. */
    private boolean write(Link link, Peer to, List<Message> messages) {
        boolean room = true;
        writer.begin(link.self().epoch(), to.epoch());
        for (Message message : messages) {
            if (!writer.add(message)) {
                room = link.send(to, writer.end());
                writer.begin(link.self().epoch(), to.epoch());
                writer.add(message);
            }
        }
        return link.send(to, writer.end()) && room;
    }

    /** Hears of links that are over their high-water mark. */
    interface Pressure {
        void full(Peer peer);
    }
}
