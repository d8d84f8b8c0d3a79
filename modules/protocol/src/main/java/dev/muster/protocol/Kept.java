package dev.muster.protocol;

/** Stands where a value would: the value stays at the worker that made it. Immutable, one instance. */
public enum Kept {
    /** The value is not in this message; the task's holders have it. */
    AT_WORKER
}
