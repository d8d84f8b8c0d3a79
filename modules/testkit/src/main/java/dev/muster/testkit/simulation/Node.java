package dev.muster.testkit.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A process: a mailbox, a machine behind it, timers, and the ways it can stand still or end. Owned by one simulation.
 *
 * <p>As in a real loop, a drain applies what lies in the mailbox (all of it, or a part, by chance) and then flushes once.
 *
 * @param <E> the machine's events
 */
abstract class Node<E> implements Network.Receiver {
    final Cluster cluster;
    final String name;
    private final Chance chance;
    private final Queue<E> mailbox = new ArrayDeque<>();
    private final Deque<Runnable> deferred = new ArrayDeque<>();
    private boolean drainNoted;
    private long tickNoted = Long.MAX_VALUE;
    private boolean frozen;
    private boolean ended;
    /** Time of the cluster's clock that drains took: zero in tests, which have none. */
    long busyNanos;

    Node(Cluster cluster, String name, Chance chance) {
        this.cluster = cluster;
        this.name = name;
        this.chance = chance;
    }

    /** Applies one event to the machine. */
    abstract void apply(long now, E event);

    /** Ends a drain. */
    abstract void flush(long now);

    /** When the machine wants a tick. */
    abstract long nextTick();

    /** The machine's tick event. */
    abstract E tick();

    /** The machine's own check. */
    abstract void validate();

    final Chance chance() {
        return chance;
    }

    final boolean frozen() {
        return frozen;
    }

    final boolean ended() {
        return ended;
    }

    /** Puts an event into the mailbox; a node that has ended takes none. */
    final void offer(E event) {
        if (ended) {
            return;
        }
        mailbox.add(event);
        noteDrain();
    }

    /** Does something here after a while, unless the node has ended by then; while it is frozen things wait, in order. */
    final void after(long delay, Runnable what) {
        cluster.agenda.after(delay, () -> arrive(what));
    }

    /** Does something here now, or when the node is no longer frozen. */
    @Override
    public final void arrive(Runnable what) {
        if (ended) {
            return;
        }
        if (frozen) {
            deferred.add(what);
            return;
        }
        what.run();
    }

    /** Stops the process, as SIGSTOP does. */
    final void freeze() {
        frozen = true;
        note("is frozen", null);
    }

    /** Lets it go on with what has come in meanwhile. */
    final void thaw() {
        if (!frozen || ended) {
            return;
        }
        frozen = false;
        note("goes on", null);
        while (!frozen && !ended && !deferred.isEmpty()) {
            deferred.removeFirst().run();
        }
    }

    /** Ends the process: nothing happens here any more. */
    void end() {
        ended = true;
        mailbox.clear();
        deferred.clear();
    }

    /** Nothing lies in the mailbox. */
    final boolean quiet() {
        return mailbox.isEmpty();
    }

    final void note(String does, @Nullable Object what) {
        if (!cluster.scenario.validating()) {
            return; // runs for figures have no story
        }
        cluster.story.note(cluster.agenda.now(), name, does, what);
    }

    private void noteDrain() {
        if (!drainNoted) {
            drainNoted = true;
            after(chance.between(0, cluster.scenario.loopNanos()), this::drain);
        }
    }

    private void drain() {
        long began = cluster.clock.getAsLong();
        drainOnce();
        busyNanos += cluster.clock.getAsLong() - began;
    }

    private void drainOnce() {
        drainNoted = false;
        long now = cluster.agenda.now();
        int most = chance.oneIn(3) ? 1 + chance.below(4) : 256;
        for (int i = 0; i < most; i++) {
            E event = mailbox.poll();
            if (event == null) {
                break;
            }
            note("applies", event);
            applyTampered(now, event);
            if (ended) {
                return;
            }
        }
        flush(now);
        check();
        if (ended) {
            return;
        }
        if (!mailbox.isEmpty()) {
            noteDrain();
        }
        noteTick();
    }

    private void applyTampered(long now, E event) {
        for (E each : tampered(event)) {
            apply(now, each);
            if (validAtOnce()) {
                check();
            }
            cluster.eventsApplied++;
        }
    }

    /** What the planted fault, if there is one, makes of an event. */
    Iterable<E> tampered(E event) {
        return java.util.List.of(event);
    }

    /** Whether the machine can be validated between an event and the flush. */
    boolean validAtOnce() {
        return true;
    }

    /** Every event is followed by a check, until nothing has begun or ended for many events: then some are. */
    private void check() {
        boolean lively = cluster.eventsSinceProgress() < 100 || cluster.eventsApplied % 32 == 0;
        if (cluster.scenario.validating() && lively) {
            validate();
        }
    }

    private void noteTick() {
        long due = nextTick();
        if (due == tickNoted || due == Long.MAX_VALUE) {
            return;
        }
        tickNoted = due;
        cluster.agenda.at(due, () -> arrive(() -> tickAt(due)));
    }

    private void tickAt(long due) {
        if (tickNoted == due) {
            tickNoted = Long.MAX_VALUE;
            mailbox.add(tick());
            noteDrain();
        }
    }
}
