package dev.muster.node;

import dev.muster.protocol.Peer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Clients that vanished without a word, and until when their results are kept. Owned by the node's loop. */
final class Leases {
    private final long nanos;
    private final Map<Peer, Long> ends = new LinkedHashMap<>();

    Leases(long nanos) {
        this.nanos = nanos;
    }

    void begin(long now, Peer client) {
        ends.put(client, now + nanos);
    }

    long nextTick() {
        long next = Long.MAX_VALUE;
        for (long end : ends.values()) {
            next = Math.min(next, end);
        }
        return next;
    }

    void tick(long now, Consumer<Peer> over) {
        for (Map.Entry<Peer, Long> each : new ArrayList<>(ends.entrySet())) {
            if (each.getValue() <= now) {
                ends.remove(each.getKey());
                over.accept(each.getKey());
            }
        }
    }
}
