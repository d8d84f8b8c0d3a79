package dev.muster.worker;

/**
 * How much thread time a session has used: what decides whose turn it is. Stride scheduling with equal weights (Waldspurger and
 * Weihl, 1995): the session with the smallest pass goes next. Runs under way count by the time since they were last heard of, so
 * that a long task is charged while it runs and not only when it ends. Owned by the worker's loop.
 */
final class Turn {
    private long used;
    /** Threads that its runs hold now. */
    private long threads;
    /** Sum over these threads of the time they were last heard of; overflows harmlessly, only differences are read. */
    private long since;

    /** Thread time used so far, in nanoseconds. */
    long pass(long now) {
        return used + threads * now - since;
    }

    /** Threads that its runs hold now. */
    long threads() {
        return threads;
    }

    /** A run begins to hold threads. */
    void start(int count, long now) {
        threads += count;
        since += count * now;
    }

    /** A run of which was last heard at {@code heard} ends, or waits, and holds its threads no more. */
    void stop(int count, long heard) {
        threads -= count;
        since -= count * heard;
    }

    /** A run reports what it really took since it was heard of last. */
    void report(int count, long nanos, long heard, long now) {
        used += count * nanos;
        since += count * (now - heard);
    }

    /** A session that comes back from idleness has no claim on the time in which it wanted nothing. */
    void catchUp(long least, long now) {
        used += Math.max(0, least - pass(now));
    }
}
