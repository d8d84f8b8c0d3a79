package dev.muster.worker;

/** Where one attempt of a task, or one input brought here for it, is on this worker. */
enum State {
    /** Not here: it has not arrived yet. */
    RELEASED,
    /** Its inputs are awaited. */
    WAITING,
    /** An input that is to be fetched, once there is room for more bytes on the way. */
    FETCH,
    /** An input on its way from another worker. */
    FLIGHT,
    /** It could run; nothing is missing but a thread and what else it needs. */
    READY,
    /** A task thread has it. */
    EXECUTING,
    /** It waits for nested work and has given back its threads. */
    BLOCKED,
    /** Its value is here. */
    MEMORY,
    /** It ended without a value, and the scheduler was told. */
    ERRED,
    /** Nothing of it is here any more. */
    FORGOTTEN
}
