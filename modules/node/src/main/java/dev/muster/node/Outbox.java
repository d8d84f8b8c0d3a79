package dev.muster.node;

import dev.muster.protocol.Frame;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.Wire;
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
    private final Map<Peer, List<Message>> pending = new LinkedHashMap<>();

    /** @param live whether frames carry objects */
    Outbox(boolean live) {
        this.live = live;
    }

    void add(Peer to, Message message) {
        pending.computeIfAbsent(to, any -> new ArrayList<>(4)).add(message);
    }

    /** Drops what is waiting for a lost peer. */
    void forget(Peer peer) {
        pending.remove(peer);
    }

    /** Sends one frame to each peer that has something waiting; tells {@code pressure} whose link is over its high-water mark. */
    void flush(Link link, Pressure pressure) {
        if (pending.isEmpty()) {
            return;
        }
        // A live link calls the receivers at once, and they may add to this outbox: it must be empty before the first send.
        List<Map.Entry<Peer, List<Message>>> now = List.copyOf(pending.entrySet());
        pending.clear();
        for (Map.Entry<Peer, List<Message>> each : now) {
            if (!link.send(each.getKey(), frame(link.self(), each.getKey(), each.getValue()))) {
                pressure.full(each.getKey());
            }
        }
    }

    private Frame frame(Peer from, Peer to, List<Message> messages) {
        return live ? new Frame.Live(messages) : new Frame.Bytes(Wire.encode(from, to, messages));
    }

    /** Hears of links that are over their high-water mark. */
    interface Pressure {
        void full(Peer peer);
    }
}
