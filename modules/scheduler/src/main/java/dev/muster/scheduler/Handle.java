package dev.muster.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * The client's end of one submission: a task, a map, a graph, scattered values. The machine numbers the submission's tasks consecutively and
 * tells the handle the first id when it applies the submission; every later event names tasks as {@link TaskRef}s of a handle, so
 * callers need no ids. Both methods are called under the scheduler's loop only.
 */
public interface Handle {
    /** Tells the id of task 0; called once, when the submission is applied. */
    void bind(long firstTask);

    /** The id of task 0; 0 before {@link #bind}. */
    long firstTask();

    /**
     * What people call one of its tasks, for messages and explanations; null where the machine's own words will do: the kind's name and the
     * task's number.
     *
     * @param index the task's place in the submission
     */
    default @Nullable String name(int index) {
        return null;
    }
}
