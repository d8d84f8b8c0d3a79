package dev.muster.client;

/** How hard to cancel a task. Immutable. */
public enum CancelMode {
    /** Only what has not started; a running task goes on and its value counts. */
    IF_WAITING,
    /** What waits is dropped, what runs is interrupted. What {@code cancel()} does. */
    INTERRUPT,
    /**
     * The worker that runs it is ended and replaced; its other tasks run again elsewhere, and what it held is computed again. Where workers
     * are threads of this JVM its threads are interrupted and given up: a task that ignores that goes on beside the new worker until it
     * ends by itself, since no JVM can end a thread.
     */
    KILL_WORKER
}
