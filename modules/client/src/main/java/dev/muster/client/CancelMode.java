package dev.muster.client;

/** How hard to cancel a task. Immutable. */
public enum CancelMode {
    /** Only what has not started; a running task goes on and its value counts. */
    IF_WAITING,
    /** What waits is dropped, what runs is interrupted. What {@code cancel()} does. */
    INTERRUPT,
    /** The worker that runs it is replaced, where workers are processes; its other tasks run again elsewhere. */
    KILL_WORKER
}
