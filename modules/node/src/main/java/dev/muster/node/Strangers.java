package dev.muster.node;

import dev.muster.protocol.Peer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What waits to hear of a peer that a client has named, but the cluster has not yet. Owned by the node's loop.
 *
 * <p>A client may know a worker before this worker does: on separate connections there is no order. Taking such a holder for lost
 * would have its results computed again, and scattered ones lost. Who was lost already, or is not heard of for two seconds, is gone.
 */
final class Strangers {
    static final long PATIENCE_NANOS = 2_000_000_000;
    private static final int LOST_KEPT = 256;

    private final Map<Peer, List<Waiting>> waiting = new LinkedHashMap<>();
    private final ArrayDeque<Peer> lost = new ArrayDeque<>();

    /** Hears once what became of a stranger; under the loop. */
    interface Hopeful {
        void met();

        void gone();
    }

    private record Waiting(Hopeful hopeful, long until) {}

    /** Waits for this peer, which is not known; ends at once if it was lost. */
    void await(long now, Peer peer, Hopeful hopeful) {
        if (lost.contains(peer)) {
            hopeful.gone();
        } else {
            waiting.computeIfAbsent(peer, any -> new ArrayList<>()).add(new Waiting(hopeful, now + PATIENCE_NANOS));
        }
    }

    void joined(Peer peer) {
        List<Waiting> waited = waiting.remove(peer);
        if (waited != null) {
            waited.forEach(each -> each.hopeful.met());
        }
    }

    void lost(Peer peer) {
        lost.addLast(peer);
        if (lost.size() > LOST_KEPT) {
            lost.removeFirst();
        }
        List<Waiting> waited = waiting.remove(peer);
        if (waited != null) {
            waited.forEach(each -> each.hopeful.gone());
        }
    }

    long nextTick() {
        long next = Long.MAX_VALUE;
        for (List<Waiting> each : waiting.values()) {
            next = Math.min(next, each.get(0).until);
        }
        return next;
    }

    void tick(long now) {
        List<Hopeful> over = new ArrayList<>();
        waiting.values().removeIf(each -> {
            each.removeIf(one -> one.until <= now && over.add(one.hopeful));
            return each.isEmpty();
        });
        over.forEach(Hopeful::gone);
    }
}
