package dev.muster.scheduler;

/**
 * One task of a submission. Futures implement it, so that an input costs no object.
 */
public interface TaskRef {
    /** The submission. */
    Handle handle();

    /** The task's place in it, from 0. */
    int index();

    /** The task's id; called under the scheduler's loop, after the submission was applied. */
    default long task() {
        return handle().firstTask() + index();
    }
}
