package dev.muster.testkit.simulation;

import dev.muster.protocol.Assignment;
import dev.muster.protocol.Message;
import dev.muster.protocol.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures in runs for figures how long a slot stands idle while a task that it could start is queued behind another on some other
 * worker. Owned by one simulation.
 */
final class Idleness {
    private final Cluster cluster;
    private final Map<SimulatedWorker, Load> loads = new LinkedHashMap<>();
    /** When answers to recalls were late, anywhere; and recalls. */
    private final List<Late> recalls = new ArrayList<>();

    private boolean counting;
    private long longest;
    private long longestBesidesLate;
    private long mostQueued;

    /** A time in which a message was later than one that is no straggler ever is. */
    private record Late(long from, long to) {}

    /** What one worker has. */
    private static final class Load {
        private final List<Late> late = new ArrayList<>();
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

    /** The same without the time in which a message from or to the idle worker was late, or one that was to bring a task back. */
    long longestBesidesLate() {
        return longestBesidesLate;
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

    /** A message that goes now, from the worker or to it, will arrive at {@code due}. */
    void sent(SimulatedWorker worker, Message message, long due) {
        long usual = cluster.agenda.now() + cluster.network.longestUsual();
        if (counting && due > usual) {
            boolean recall = message instanceof Message.Recall || message instanceof Message.Returned;
            (recall ? recalls : load(worker).late).add(new Late(usual, due));
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
                note(load, load.since.removeFirst(), now);
            }
            while (load.since.size() < idle) {
                load.since.addLast(now);
            }
        });
    }

    private void note(Load load, long from, long to) {
        longest = Math.max(longest, to - from);
        if (to - from > longestBesidesLate) {
            longestBesidesLate = Math.max(longestBesidesLate, to - from - late(load, from, to));
        }
    }

    /** How much of this time one of the messages that could have ended it was late. */
    private long late(Load load, long from, long to) {
        List<Late> all = new ArrayList<>(load.late);
        all.addAll(recalls);
        all.sort(Comparator.comparingLong(Late::from));
        long late = 0;
        long counted = from;
        for (Late each : all) {
            long end = Math.min(each.to, to);
            long begin = Math.max(each.from, counted);
            if (end > begin) {
                late += end - begin;
                counted = end;
            }
        }
        return late;
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
