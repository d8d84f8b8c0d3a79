package dev.muster.scheduler;

/**
 * What is known of a kind of task: how long it runs, how big its values are, and how many of it are where. Owned by the scheduler's loop.
 */
final class Kind {
    /** From so many completions on a kind counts as known. */
    static final int KNOWN = 3;

    private static final int LAST = 64;
    private static final int DEEPEST = 4096;

    final int number;
    final String name;
    private final long[] counts = new long[State.values().length];
    private long completions;
    private long finished;
    private long erred;
    private double meanNanos;
    private double meanBytes;
    /** The slowest of each of the last reports, up to 64 of them; a report of a range counts as one. */
    private final long[] slow = new long[LAST];

    private int slowAt;
    private long slowest;
    private int depth = 1;

    Kind(int number, String name) {
        this.number = number;
        this.name = name;
    }

    // ---- how many are where

    void moved(State from, State to, long tasks) {
        counts[from.ordinal()] -= tasks;
        counts[to.ordinal()] += tasks;
        if (to == State.MEMORY) {
            finished += tasks;
        } else if (to == State.ERRED) {
            erred += tasks;
        }
    }

    long count(State state) {
        return counts[state.ordinal()];
    }

    /** Values made so far, those let go included. */
    long finished() {
        return finished;
    }

    /** Failures so far. */
    long erred() {
        return erred;
    }

    // ---- how long they take

    /** Learns from attempts that ended: their thread time together, the longest of them, the bytes of their values. */
    void ran(int tasks, long nanos, long slowestNanos, long bytes) {
        double each = (double) nanos / tasks;
        double weight = Math.min(1.0, Math.max(tasks / 64.0, 1.0 / Math.min(completions + 1, LAST)));
        meanNanos += (each - meanNanos) * weight;
        meanBytes += ((double) bytes / tasks - meanBytes) * weight;
        completions += tasks;
        noteSlow(slowestNanos);
    }

    private void noteSlow(long nanos) {
        long leaving = slow[slowAt];
        slow[slowAt] = nanos;
        slowAt = (slowAt + 1) % LAST;
        if (nanos >= slowest) {
            slowest = nanos;
        } else if (leaving == slowest) {
            slowest = 0;
            for (long one : slow) {
                slowest = Math.max(slowest, one);
            }
        }
    }

    /** A batch that had been queued behind running tasks was confirmed: the next may be twice as deep. */
    void confirmed() {
        depth = Math.min(DEEPEST, depth * 2);
    }

    /** What was believed of it was wrong: start small again. */
    void doubted() {
        depth = 1;
    }

    boolean known() {
        return completions >= KNOWN;
    }

    /** Moving mean of the run time. */
    double meanNanos() {
        return meanNanos;
    }

    /** Moving mean of a value's bytes. */
    double meanBytes() {
        return meanBytes;
    }

    /** The longest run among the last reports. */
    long slowestNanos() {
        return slowest;
    }

    /** How many may be queued behind running tasks of one worker, as far as trust goes. */
    int depth() {
        return depth;
    }
}
