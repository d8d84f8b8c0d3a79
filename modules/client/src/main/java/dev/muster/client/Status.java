package dev.muster.client;

/** How far a task has come, as its future shows it. Immutable. */
public enum Status {
    /** It waits, is queued or runs. */
    PENDING,
    /** Its value is there. */
    FINISHED,
    /** It failed for good: its code threw, its time ran out, its workers died, or no worker can run it. */
    ERROR,
    /** It was cancelled, or one of its inputs was. */
    CANCELLED,
    /** Its value cannot be had any more: the future was released, or its client was closed. */
    LOST
}
