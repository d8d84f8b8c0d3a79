package dev.muster.client;

import dev.muster.node.Session;
import dev.muster.scheduler.SchedulerEvent;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The attempt that the calling thread is running, as far as a client must know it. Used by its thread alone. */
interface Attempt {

    /** The attempt this thread is running; null outside tasks. */
    static @Nullable Attempt current() {
        Attempt onWorker = WorkerAttempt.current();
        return onWorker != null ? onWorker : CallerAttempt.current();
    }

    /** The session that owns the task, or null if it cannot be reached from here. */
    @Nullable
    Session session();

    /** How a nested submission names its parent; null where there is no scheduler that would ask. */
    SchedulerEvent.@Nullable Parent parent();

    /** The task's text key. */
    String key();

    /** The kind's name. */
    String name();

    /** The worker's text id. */
    String worker();

    /** Counts from 1. */
    int number();

    /** Whether somebody asked for its end. */
    boolean cancelled();

    /**
     * Waits until it is done, and lets another task use the thread's slot meanwhile. Whoever makes it done unparks the
     * thread.
     *
     * @param nanos how long at most; 0 for ever
     * @return whether it is done
     */
    boolean await(BooleanSupplier done, long nanos) throws InterruptedException;
}
