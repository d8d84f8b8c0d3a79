package dev.muster.worker;

/** What this worker has learnt of one kind of task of one session. Owned by the worker's loop. */
final class KindTime {
    /** A kind is known from so many completions on. */
    private static final int KNOWN = 3;
    /** How many completions the moving mean looks back, about. */
    private static final int WINDOW = 64;

    private long seen;
    private double mean;
    /** How many have to end before the kind counts as one that does not wait. */
    private long unsteady;

    /** {@code count} tasks took {@code nanos} together. */
    void note(int count, long nanos) {
        seen += count;
        unsteady = Math.max(0, unsteady - count);
        double weight = Math.min(1.0, count / (double) Math.min(seen, WINDOW));
        mean += weight * ((double) nanos / count - mean);
    }

    boolean known() {
        return seen >= KNOWN;
    }

    /** One waited for nested work: whatever stood behind it would have to be taken back, so nothing is put there for a while. */
    void waited() {
        unsteady = WINDOW;
    }

    /** Known, and has not waited lately. */
    boolean steady() {
        return known() && unsteady == 0;
    }

    /** Mean run time in nanoseconds. */
    double mean() {
        return mean;
    }
}
