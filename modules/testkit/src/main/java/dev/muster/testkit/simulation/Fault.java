package dev.muster.testkit.simulation;

/** Kinds of bugs that can be planted between machines and shells, to prove that the simulator finds them. */
enum Fault {
    /**
     * A Free twice, the second for an attempt that runs: a second Free of the same result is nothing to a worker by design, so the
     * bug is planted where it does harm.
     */
    DUPLICATED_FREE,
    /** A result that names another attempt than the one that ran. */
    REWRITTEN_ATTEMPT,
    /** Tasks offered back that nobody hears of. */
    SWALLOWED_RETURNED,
    /**
     * The answer to a recall, applied again for a task that runs meanwhile. The same answer about the same tasks is nothing to a scheduler
     * by design, since they are not at that worker any more.
     */
    RECALL_APPLIED_TWICE,
    /** A scheduler that takes any grant for a much greater one. */
    IGNORED_GRANT,
    /**
     * A scheduler that does not hear of a loss. Late results of a lost incarnation alone are dropped by design; only what makes the
     * scheduler take them (it was never told) is a bug.
     */
    LATE_FINISHED_UNFENCED,
    /** A holder that never hears that it may forget. */
    HOLDER_NOT_TOLD_OF_FREE,
    /** A child's end that its waiting parent never hears of. */
    LOST_READY,
    /** A result that was received, and will be acknowledged by the next, without having been applied. */
    ACKNOWLEDGED_NOT_APPLIED,
    /** A cut that never reaches its thread. */
    SWALLOWED_CUT,
    /**
     * A result applied twice, the second time to the task beside it. Twice to the same task is nothing by design: it has ended, and a
     * whole message twice shows by its number.
     */
    DOUBLED_FINISHED,
    /** A value that an earlier task had. */
    EXCHANGED_VALUES,
    /** Tasks given out that never arrive. */
    LOST_RUN,
    /** A cancel that never arrives. */
    LOST_CANCEL,
    /** A thread's report that is lost between thread and machine. */
    LOST_REPORT,
    /** A thread's report applied twice. */
    DOUBLED_REPORT,
    /** The end of a run that the machine never hears of. */
    LOST_EMPTIED,
    /** An input that was fetched, and nobody says so. */
    LOST_FETCHED,
    /** A failure that is never told. */
    LOST_FAILED
}
