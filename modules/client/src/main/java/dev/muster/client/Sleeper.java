package dev.muster.client;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The thread that made it, which is about to wait, and the attempt it is running. Any thread may wake it. */
final class Sleeper {

    private final Thread thread = Thread.currentThread();
    private final @Nullable Attempt attempt = Attempt.current();

    /** Has it look again; called once its condition is true. */
    void wake() {
        if (attempt instanceof WorkerAttempt onWorker) {
            VarHandle.fullFence();
            onWorker.frame().wake();
        } else {
            LockSupport.unpark(thread);
        }
    }

    /** Waits; inside a task its slot is given back meanwhile. Answers whether it is done. By its own thread only. */
    boolean await(BooleanSupplier done, long nanos) throws InterruptedException {
        if (done.getAsBoolean()) {
            return true;
        }
        if (nanos <= 0) {
            return false;
        }
        return attempt == null ? Waiting.park(done, nanos) : attempt.await(done, nanos == Waiting.FOR_EVER ? 0 : nanos);
    }
}
