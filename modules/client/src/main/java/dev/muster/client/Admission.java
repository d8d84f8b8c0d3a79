package dev.muster.client;

import dev.muster.config.ClientSettings;
import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Counts unfinished tasks and holds callers back while there are too many. Thread-safe.
 *
 * <p>Callers count in, the loop counts out. A caller at the bound looks again every millisecond instead of being woken:
 * nobody is in a hurry at two million pending tasks, and the loop pays nothing for it.
 */
final class Admission {

    private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(1);

    private final long mostTasks;
    private final long mostBytes;
    private final boolean fails;
    private final AtomicLong submitted = new AtomicLong();
    private final LongAdder ended = new LongAdder();
    private final AtomicLong bytes = new AtomicLong();
    /** Unfinished tasks whose handles were lost: at most so many, since their ends are not reported. */
    private final AtomicLong orphans = new AtomicLong();

    Admission(ClientSettings settings) {
        this.mostTasks = settings.maxPending();
        this.mostBytes = settings.maxPendingBytes().bytes();
        this.fails = settings.whenFull() == ClientSettings.WhenFull.FAIL;
    }

    /**
     * Counts tasks in, once there is room.
     *
     * @param nested inside a task, which must not wait here: it would keep the very thread that makes room
     * @param truth how many tasks the scheduler knows to be unfinished; asked rarely
     */
    void admit(int count, boolean nested, LongSupplier truth) {
        long before = submitted.getAndAdd(count);
        // Below the bound the sum of what ended need not be read.
        if ((before > mostTasks && unfinished() - count > mostTasks) || bytes.get() > mostBytes) {
            makeRoom(count, nested, truth);
        }
    }

    private void makeRoom(int count, boolean nested, LongSupplier truth) {
        if (nested || fails) {
            submitted.addAndGet(-count);
            throw new ClusterException(
                    Code.CONFIG,
                    full() + (nested ? "; inside a task submitting cannot wait" : "")
                            + ". Collect or release what is finished, submit less at once, or raise the bound");
        }
        while (unfinished() - count > mostTasks || bytes.get() > mostBytes) {
            if (orphans.get() > 0) {
                long known = truth.getAsLong();
                orphans.updateAndGet(some -> Math.min(some, known));
                if (unfinished() - count <= mostTasks) {
                    continue;
                }
            }
            LockSupport.parkNanos(this, LOOK_AGAIN);
            if (Thread.interrupted()) {
                submitted.addAndGet(-count);
                Thread.currentThread().interrupt();
                throw new ClusterException(Code.INTERRUPTED, "Interrupted while submitting: " + full());
            }
        }
    }

    private String full() {
        return unfinished() + " tasks with " + bytes.get()
                + " bytes of encoded arguments are unfinished (muster.client.max-pending=" + mostTasks
                + ", muster.client.max-pending-bytes=" + mostBytes + ")";
    }

    /** More encoded bytes wait, or fewer. */
    void addBytes(long more) {
        if (more != 0) {
            bytes.addAndGet(more);
        }
    }

    /** Encoded bytes that wait with unfinished tasks. */
    long bytes() {
        return bytes.get();
    }

    /** Tasks have ended. */
    void ended(int count) {
        ended.add(count);
    }

    /** Ended tasks are pending again. */
    void reopened(int count) {
        ended.add(-count);
    }

    /** So many unfinished tasks have lost their handles; how they end is not reported. */
    void orphaned(int count) {
        ended.add(count);
        orphans.addAndGet(count);
    }

    /** Whether some that were counted may have ended unreported. */
    boolean hasOrphans() {
        return orphans.get() > 0;
    }

    /** How many have not ended; too many rather than too few. */
    long unfinished() {
        return submitted.get() - ended.sum() + orphans.get();
    }
}
