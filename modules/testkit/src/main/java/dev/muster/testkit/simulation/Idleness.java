package dev.muster.testkit.simulation;

import dev.muster.protocol.Assignment;
import dev.muster.protocol.Message;
import dev.muster.protocol.Span;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Measures in runs for figures how long a slot stands idle while a task that it could start is queued behind another on some other
 * worker. Owned by one simulation.
 */
final class Idleness {
    private final Cluster cluster;
    private final Map<SimulatedWorker, Load> loads = new LinkedHashMap<>();
    private boolean counting;
    private long longest;
    private long mostQueued;

    /** What one worker has. */
    private static final class Load {
        private long unstarted;
        private int busy;
        /** Since when each idle slot is so while something is queued elsewhere, the longest first; empty if nothing is. */
        private final ArrayDeque<Long> since = new ArrayDeque<>();
    }

    Idleness(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Starts to count; the run is one for figures. */
    void count() {
        counting = true;
    }

    /** The longest time that a slot was idle in vain. */
    long longest() {
        return longest;
    }

    /** The most tasks that one worker had and had not started. */
    long mostQueued() {
        return mostQueued;
    }

    void received(SimulatedWorker worker, Message message) {
        if (counting && message instanceof Message.Run run) {
            for (Assignment each : run.assignments()) {
                load(worker).unstarted += each.count();
            }
            mostQueued = Math.max(mostQueued, load(worker).unstarted);
            look();
        }
    }

    void said(SimulatedWorker worker, Message message) {
        if (counting && message instanceof Message.Returned returned) {
            for (Span span : returned.spans()) {
                load(worker).unstarted -= span.count();
            }
            look();
        }
    }

    void begin(SimulatedWorker worker, int tasks) {
        if (counting) {
            load(worker).unstarted -= tasks;
            load(worker).busy++;
            look();
        }
    }

    void end(SimulatedWorker worker) {
        if (counting) {
            load(worker).busy--;
            look();
        }
    }

    private Load load(SimulatedWorker worker) {
        return loads.computeIfAbsent(worker, any -> new Load());
    }

    private void look() {
        long now = cluster.agenda.now();
        loads.forEach((worker, load) -> {
            long slots = worker.seat.threads() - load.busy - load.unstarted;
            long idle = slots > 0 && queuedElsewhere(worker) ? slots : 0;
            // Slots are all alike: what begins takes the one that has been idle longest.
            while (load.since.size() > idle) {
                longest = Math.max(longest, now - load.since.removeFirst());
            }
            while (load.since.size() < idle) {
                load.since.addLast(now);
            }
        });
    }

    private boolean queuedElsewhere(SimulatedWorker idle) {
        for (Map.Entry<SimulatedWorker, Load> each : loads.entrySet()) {
            Load load = each.getValue();
            if (each.getKey() != idle
                    && load.unstarted > 0
                    && load.busy >= each.getKey().seat.threads()) {
                return true;
            }
        }
        return false;
    }
}
