package dev.muster.worker;

import dev.muster.config.WorkerSettings;

/**
 * The numbers a worker machine goes by: its settings, and what nobody needs to set. Immutable.
 *
 * @param settings what users may set
 * @param queueNanos time that may be queued behind each thread, for all sessions together
 * @param runNanos expected length of one run given to a thread
 * @param runsPerThread runs that a thread has at most, the one it is at and those behind it: so many of single tasks, two longer ones
 * @param fetchBytes bytes that may be on their way here at once
 * @param storyEntries transitions that are remembered
 */
record WorkerLimits(
        WorkerSettings settings, long queueNanos, long runNanos, int runsPerThread, long fetchBytes, int storyEntries) {

    /** What production uses. */
    static WorkerLimits of(WorkerSettings settings) {
        return new WorkerLimits(settings, 5_000_000, 25_000, 64, 256L << 20, 1 << 16);
    }

    int maxWaiting() {
        return settings.maxWaiting();
    }

    double spillAt() {
        return settings.spillAt();
    }

    double pauseAt() {
        return settings.pauseAt();
    }

    double replaceAt() {
        return settings.replaceAt();
    }
}
