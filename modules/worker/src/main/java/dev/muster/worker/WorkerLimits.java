package dev.muster.worker;

/**
 * The numbers a worker machine goes by. Immutable.
 *
 * @param maxWaiting threads more than the worker has which may exist because tasks wait for nested work
 * @param spillAt share of the memory limit above which stored values go to disk
 * @param pauseAt share of the limit of live heap above which no new task starts
 * @param replaceAt share of the limit of live heap above which the process is replaced
 * @param queueNanos time that may be queued behind each thread, for all sessions together
 * @param runNanos expected length of one run given to a thread
 * @param runsPerThread runs that a thread has at most: the one it is at and those behind it
 * @param fetchBytes bytes that may be on their way here at once
 * @param storyEntries transitions that are remembered
 */
public record WorkerLimits(
        int maxWaiting,
        double spillAt,
        double pauseAt,
        double replaceAt,
        long queueNanos,
        long runNanos,
        int runsPerThread,
        long fetchBytes,
        int storyEntries) {

    /** What production uses. */
    public static final WorkerLimits DEFAULT =
            new WorkerLimits(256, 0.60, 0.80, 0.95, 5_000_000, 25_000, 2, 256L << 20, 1 << 16);
}
