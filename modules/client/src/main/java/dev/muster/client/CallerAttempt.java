package dev.muster.client;

import dev.muster.node.Session;
import dev.muster.scheduler.SchedulerEvent;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** An attempt that runs in its caller's thread: of the synchronous client, or a replay. */
record CallerAttempt(@Nullable Session session, String key, String name, int number) implements Attempt {

    private static final ThreadLocal<@Nullable CallerAttempt> RUNNING = new ThreadLocal<>();
    /** Whether there ever was one, so that everybody else pays one read. */
    private static volatile boolean used;

    static @Nullable CallerAttempt current() {
        return used ? RUNNING.get() : null;
    }

    /** Makes it the thread's attempt; answers the one before, for {@link #leave}. */
    @Nullable
    CallerAttempt enter() {
        used = true;
        CallerAttempt outer = RUNNING.get();
        RUNNING.set(this);
        return outer;
    }

    static void leave(@Nullable CallerAttempt outer) {
        if (outer == null) {
            RUNNING.remove();
        } else {
            RUNNING.set(outer);
        }
    }

    @Override
    public SchedulerEvent.@Nullable Parent parent() {
        return null;
    }

    @Override
    public String worker() {
        return "caller";
    }

    @Override
    public boolean cancelled() {
        return Thread.currentThread().isInterrupted();
    }

    @Override
    public boolean await(BooleanSupplier done, long nanos) throws InterruptedException {
        return Waiting.park(done, nanos == 0 ? Long.MAX_VALUE : nanos);
    }
}
