package dev.muster.scheduler;

/**
 * How long a word to a worker and its answer take, the work between them not counted: usually, and when it takes long. Owned by the
 * scheduler's loop. A moving mean and a moving mean deviation, as TCP keeps them (Jacobson, SIGCOMM 1988).
 */
final class RoundTrip {
    /** No round trip counts as shorter, not even one within a process. */
    static final long LEAST = 20_000;

    private static final long LONGEST = 100_000_000;
    /** What takes longer than this many usual round trips is no matter of the way. */
    private static final int SLOWEST = 8;
    /** After so many of the slow ones an answer is not waited for any more. */
    private static final int PATIENCE = 16;

    private long mean = LEAST;
    private long deviation;
    private boolean known;
    /** The task of which the next report tells how long one took, and when it was given; 0 for none. */
    private long asked;

    private long askedAt;

    /** Whether no report is waited for, or in vain: its task may have come back or failed. */
    boolean asksNothing(long now) {
        return asked == 0 || now - askedAt > PATIENCE * slowNanos();
    }

    /** A task goes to a free slot now. */
    void ask(long now, long task) {
        asked = task;
        askedAt = now;
    }

    /** A report that begins with this task has come, which ran for so long. */
    void answered(long now, long task, long ran) {
        if (task == asked) {
            asked = 0;
            took(now - askedAt - ran);
        }
    }

    /** One took so long. */
    void took(long nanos) {
        long sample = Math.max(LEAST, Math.min(nanos, LONGEST));
        if (!known) {
            known = true;
            mean = sample;
            deviation = sample / 2;
            return;
        }
        deviation += (Math.abs(sample - mean) - deviation) / 8;
        mean += (sample - mean) / share(sample);
    }

    /** Delays only add to the way: what is shorter counts more, and much more where the first word found everything cold. */
    private int share(long sample) {
        if (sample >= mean) {
            return 8;
        }
        return sample < mean / 4 ? 2 : 4;
    }

    /** How long one usually takes. */
    long nanos() {
        return mean;
    }

    /** How long one takes that is late: what is to last for the time of an answer should last so long. */
    long slowNanos() {
        return Math.min(mean + 4 * deviation, SLOWEST * mean);
    }
}
