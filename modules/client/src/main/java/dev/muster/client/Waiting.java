package dev.muster.client;

import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** How a thread of the caller, or a task, waits. Stateless. Whoever makes the condition true unparks the thread. */
final class Waiting {

    /** Stands for no limit. */
    static final long FOR_EVER = Long.MAX_VALUE;

    private Waiting() {}

    /** As {@link Sleeper#await}; an interrupt restores the flag and becomes an exception. */
    static boolean orInterrupted(Sleeper sleeper, BooleanSupplier done, long nanos, String what) {
        try {
            return sleeper.await(done, nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException(
                    Code.INTERRUPTED, "Interrupted while waiting for " + what + "; the interrupt flag is set again", e);
        }
    }

    /** Waits without asking whether this is a task. */
    static boolean park(BooleanSupplier done, long nanos) throws InterruptedException {
        long end = nanos == FOR_EVER ? 0 : System.nanoTime() + nanos;
        while (!done.getAsBoolean()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (nanos == FOR_EVER) {
                LockSupport.park(done);
                continue;
            }
            long left = end - System.nanoTime();
            if (left <= 0) {
                return done.getAsBoolean();
            }
            LockSupport.parkNanos(done, left);
        }
        return true;
    }
}
