package dev.muster.event;

import dev.muster.cluster.WorkerInfo;

/**
 * Hears what happens to tasks and workers. Called by one thread at a time, one that belongs to this listener; an
 * implementation needs no locks of its own, and may block.
 *
 * <p>A listener that is slower than the events loses some: they are dropped, counted, and the count is logged. What a
 * method throws is logged and otherwise ignored. Override the methods of interest; the rest do nothing. New methods may
 * be added with a default that does nothing.
 */
public interface ClientListener {

    /**
     * A task was accepted by the client.
     *
     * @param event which; no worker and no failure yet
     */
    default void submitted(TaskEvent event) {}

    /**
     * An attempt was given to a worker.
     *
     * @param event which, and where
     */
    default void started(TaskEvent event) {}

    /**
     * A task ended with a value.
     *
     * @param event which, and where
     */
    default void finished(TaskEvent event) {}

    /**
     * A task ended without a value: it threw and had no attempt left, was cancelled, or ran out of time.
     *
     * @param event which, where if it had started, and why
     */
    default void failed(TaskEvent event) {}

    /**
     * An attempt failed or was lost and the task will be tried again.
     *
     * @param event which, the attempt that ended, where, and why if it threw
     */
    default void retried(TaskEvent event) {}

    /**
     * A worker became a member.
     *
     * @param worker which
     */
    default void workerJoined(WorkerInfo worker) {}

    /**
     * A worker ceased to be a member.
     *
     * @param worker which
     * @param reason why, in words
     */
    default void workerLost(WorkerInfo worker, String reason) {}
}
