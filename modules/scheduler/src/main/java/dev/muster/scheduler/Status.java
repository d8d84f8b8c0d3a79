package dev.muster.scheduler;

/** How a task stands for whoever holds it. Immutable. */
public enum Status {
    /** Nothing is known of it: it was let go, or never submitted here. */
    UNKNOWN,
    /** It has not ended. */
    PENDING,
    /** It has a value. */
    FINISHED,
    /** It failed. */
    ERROR,
    /** It, or an input, was cancelled; or the session was closed. */
    CANCELLED,
    /** It was given up because workers died under it. */
    LOST
}
