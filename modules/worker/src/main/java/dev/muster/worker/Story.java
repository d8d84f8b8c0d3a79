package dev.muster.worker;

import dev.muster.protocol.Peer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The latest transitions on this worker, each with its cause, in a bounded ring; and the guard of the table: nothing is noted that
 * it does not allow. Owned by the worker's loop. Consecutive tasks that change together take one entry.
 */
final class Story {
    private static final int FIRST_SIZE = 256;

    private static final State[] STATES = State.values();
    private static final Cause[] CAUSES = Cause.values();

    private @Nullable Peer[] sessions;
    private long[] firsts;
    private int[] counts;
    private int[] attempts;
    /** from, to, cause: a byte each. */
    private int[] edges;

    private long[] times;
    private final int capacity;
    private int mask;
    private long noted;

    /** A ring of at least {@code entries}. It grows to that as it fills, so that a worker with little to tell is small. */
    Story(int entries) {
        capacity = Integer.highestOneBit(Math.max(16, entries) * 2 - 1);
        int size = Math.min(capacity, FIRST_SIZE);
        sessions = new Peer[size];
        firsts = new long[size];
        counts = new int[size];
        attempts = new int[size];
        edges = new int[size];
        times = new long[size];
        mask = size - 1;
    }

    /** Doubles the ring, which has not gone round yet: everything stays where it is. */
    private void grow() {
        int size = times.length * 2;
        sessions = Arrays.copyOf(sessions, size);
        firsts = Arrays.copyOf(firsts, size);
        counts = Arrays.copyOf(counts, size);
        attempts = Arrays.copyOf(attempts, size);
        edges = Arrays.copyOf(edges, size);
        times = Arrays.copyOf(times, size);
        mask = size - 1;
    }

    /** Notes that tasks went from one state to another. */
    void note(long now, Peer session, long first, int count, int attempt, State from, State to, Cause cause) {
        if (!Transitions.allowed(from, to, cause)) {
            throw illegal(
                    session,
                    first,
                    "Task " + name(session, first, attempt) + " cannot go from " + from + " to " + to + " by "
                            + cause.label());
        }
        if (noted > mask && mask + 1 < capacity) {
            grow();
        }
        int at = (int) noted++ & mask;
        sessions[at] = session;
        firsts[at] = first;
        counts[at] = count;
        attempts[at] = attempt;
        edges[at] = from.ordinal() << 16 | to.ordinal() << 8 | cause.ordinal();
        times[at] = now;
    }

    /** What happened to this task, oldest first, as far as the ring goes back. */
    String of(Peer session, long task) {
        StringBuilder text = new StringBuilder();
        for (long entry = Math.max(0, noted - mask - 1); entry < noted; entry++) {
            int at = (int) entry & mask;
            if (task >= firsts[at] && task < firsts[at] + counts[at] && session.equals(sessions[at])) {
                line(text, at);
            }
        }
        return text.toString();
    }

    private void line(StringBuilder text, int at) {
        text.append("  ").append(times[at]).append(" ns  attempt ").append(attempts[at]);
        text.append(": ").append(STATES[edges[at] >> 16]).append(" -> ").append(STATES[edges[at] >> 8 & 0xff]);
        text.append(" by ").append(CAUSES[edges[at] & 0xff].label()).append('\n');
    }

    /** A fault, with the story of the task it showed at. */
    IllegalTransition illegal(Peer session, long task, String what) {
        return new IllegalTransition(what, of(session, task));
    }

    /** How messages name a task. */
    static String name(Peer session, long task, int attempt) {
        return Long.toHexString(task) + " of session " + session + ", attempt " + attempt;
    }
}
