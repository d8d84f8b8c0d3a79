package dev.muster.scheduler;

import dev.muster.protocol.Failure;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;

/**
 * Where a scheduler's instructions go, in order. Called under the loop; implementations only note or enqueue. A reused sink instead
 * of a list, so that a decision allocates nothing; {@link SchedulerState#apply(long, SchedulerEvent)} is the list form for tests.
 */
public interface SchedulerOutput {
    /** Send this to a worker. */
    void send(Peer worker, Message message);

    /**
     * Tasks {@code from} (inclusive) to {@code to} (exclusive) of the handle have ended: their status, value or failure can be read from
     * the state now. May come again for one task after a loss was repaired or a retry.
     */
    void settled(Handle handle, int from, int to);

    /** Tasks that had ended are unsettled again: their value was lost and is computed anew, or a retry was asked for. */
    void reopened(Handle handle, int from, int to);

    /** Fence this worker: nothing more either way. {@link SchedulerEvent.WorkerLost} follows. */
    void drop(Peer worker, String reason);

    /** End this worker's process ({@code KILL_WORKER}); {@link SchedulerEvent.WorkerLost} follows. */
    void stop(Peer worker, String reason);

    /** A retired worker holds nothing more of this session. */
    void retired(Peer worker);

    /** For listeners; only called while {@link SchedulerState#observe} is on. */
    void observed(
            Observation what,
            long task,
            int attempt,
            @org.jspecify.annotations.Nullable Peer worker,
            @org.jspecify.annotations.Nullable Failure failure);

    /** A line for the log: a life-cycle fact or the watchdog's story. */
    void log(String line);

    /** What listeners hear of. */
    enum Observation {
        /** A task was submitted. */
        SUBMITTED,
        /** An attempt was given to a worker. */
        STARTED,
        /** A task has its value. */
        FINISHED,
        /** A task failed for good. */
        FAILED,
        /** A task is attempted again. */
        RETRIED
    }
}
