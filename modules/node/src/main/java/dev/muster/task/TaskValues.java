package dev.muster.task;

import dev.muster.graph.Work;
import dev.muster.protocol.Failure;
import dev.muster.worker.Execution;
import org.jspecify.annotations.Nullable;

/**
 * Where a task's function and inputs come from and where its result goes: by reference, or through a codec and a store. Thread-safe;
 * called by task threads while the task is in its slot, so that what users' decoders and encoders do can be interrupted and timed too.
 */
public interface TaskValues {
    /**
     * A task's function. Called once a run, unless it throws or each task of the run has its own.
     *
     * @param position the task's position in its assignment
     * @throws Exception if it cannot be had; the task that is being run fails with it
     */
    Work work(Execution run, int position) throws Exception;

    /** How many inputs a task of the run has. Called as often as {@link #work}, and after it. */
    int arity(Execution run, int position);

    /**
     * Puts a task's inputs into the array.
     *
     * @param run the task's run
     * @param position the task's position in its assignment
     * @param target of {@link #arity} elements; the function keeps it
     * @throws Exception if one cannot be had; the task fails with it
     */
    void inputs(Execution run, int position, @Nullable Object[] target) throws Exception;

    /** Whether {@link #result} fills in sizes for this run. Where it does not, a run costs no array for them. Under the loop. */
    default boolean sized(Execution run) {
        return true;
    }

    /**
     * Turns a task's value into what is reported.
     *
     * @param run the task's run
     * @param position the task's position in its assignment
     * @param value what the function returned
     * @param sizes where to put the value's bytes if they are known; null if this run is not {@link #sized}
     * @param at the index in {@code sizes}
     * @return what goes into {@link dev.muster.worker.WorkerEvent.Ran#values()}
     * @throws Exception if it cannot be encoded or stored; the task fails with it
     */
    @Nullable
    Object result(Execution run, int position, @Nullable Object value, long @Nullable [] sizes, int at)
            throws Exception;

    /**
     * Turns what a task threw into its failure.
     *
     * @param run the task's run
     * @param position the task's position in its assignment
     * @param thrown by the function, or by another method of this interface
     */
    Failure failure(Execution run, int position, Throwable thrown);

    /** The session that owns the run's tasks, for {@link TaskFrame#sessionHome()}. */
    default @Nullable Object sessionHome(Execution run) {
        return null;
    }
}
