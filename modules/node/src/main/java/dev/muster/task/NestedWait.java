package dev.muster.task;

import dev.muster.error.ClusterException;
import dev.muster.loop.LoopEvent;
import dev.muster.protocol.Failure;
import dev.muster.worker.WorkerEvent;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One wait of a task for nested work. Owned by the task's thread, but for what is said to be the loop's.
 *
 * <p>The task gives its place away. Meanwhile its thread is one of those that take the loop's role in turn, and if the wait has no time-out
 * it runs what the machine gives it on top. When it is over the task asks for its place, and goes on when it has it: also when it was
 * interrupted, since the machine counts who runs.
 *
 * <p>Two kinds of task only wait: where little stack is left nothing may run on top, neither tasks nor the machines, so the thread
 * gives its place away but takes no role; and one whose thread was written off is not counted by anybody, so it has no place to give.
 */
final class NestedWait {
    final Slot slot;

    /** Whether nothing may run on top. */
    final boolean alone;

    private final TaskThread thread;
    private final TaskFrame frame;
    private final BooleanSupplier done;
    private final long deadline;
    private final boolean plainly;
    private boolean interrupted;

    /** Whether the machine has given the place back. Written under the loop. */
    private volatile boolean resumed;

    /** Why the machine did not let it wait; it has kept its place. Written under the loop. */
    private volatile @Nullable Failure refused;

    NestedWait(TaskThread thread, TaskFrame frame, Slot slot, BooleanSupplier done, long nanos, boolean plainly) {
        this.thread = thread;
        this.frame = frame;
        this.slot = slot;
        this.done = done;
        this.deadline = nanos == 0 ? Long.MAX_VALUE : System.nanoTime() + nanos;
        this.plainly = plainly;
        this.alone = plainly || nanos != 0;
    }

    // Under the loop.

    /** The task may go on. */
    void resume() {
        resumed = true;
    }

    /** The task may not wait. */
    void refuse(Failure why) {
        refused = why;
    }

    private boolean over() {
        return resumed || refused != null;
    }

    // By the thread.

    /** See {@link TaskFrame#await}. */
    boolean await() throws InterruptedException {
        thread.waitsPlainly(plainly);
        try {
            boolean counted = !slot.writtenOff();
            if (counted) {
                offer(new Blocked());
            }
            stay();
            if (counted) {
                comeBack();
            }
        } finally {
            thread.waitsPlainly(false);
        }
        return conclude(done.getAsBoolean());
    }

    private boolean conclude(boolean came) throws InterruptedException {
        Failure why = refused;
        if (!came && why != null) {
            throw new ClusterException(ClusterException.Code.CONFIG, why.message());
        }
        if (!came && interrupted) {
            throw new InterruptedException("The task was interrupted while it waited.");
        }
        if (interrupted) {
            thread.interrupt();
        }
        return came;
    }

    /** Waits, running what it is given on top. */
    private void stay() throws InterruptedException {
        BooleanSupplier ready = () -> done.getAsBoolean() || hasOnTop() || thread.isInterrupted() || mayNotStay();
        while (waitUntil(ready, deadline)) {
            if (Thread.interrupted()) {
                interrupted = true;
                return;
            }
            if (mayNotStay()) {
                interrupted |= thread.abandoned();
                return;
            }
            if (done.getAsBoolean()) {
                return;
            }
            thread.runOnTop(frame, slot);
        }
    }

    private boolean mayNotStay() {
        return refused != null || thread.abandoned();
    }

    private boolean hasOnTop() {
        return !alone && thread.hasOnTop();
    }

    /** Asks for its place and waits for it, running what it was given before the machine knew. */
    private void comeBack() throws InterruptedException {
        if (refused == null) {
            offer(new Unblocked());
        }
        BooleanSupplier ready = () -> {
            interrupted |= Thread.interrupted(); // not now; and the flag would keep the thread from lying down
            return over() || hasOnTop() || thread.abandoned();
        };
        while ((!over() || hasOnTop()) && !thread.abandoned()) {
            waitUntil(ready, Long.MAX_VALUE);
            if (hasOnTop()) {
                thread.runOnTop(frame, slot);
            }
        }
    }

    private void offer(LoopEvent event) {
        if (plainly) {
            thread.threads.loop().offer(event);
        } else {
            thread.drainer().offer(event);
        }
    }

    private boolean waitUntil(BooleanSupplier ready, long until) {
        return plainly ? thread.drainer().rest(ready, until) : thread.drainer().await(ready, until);
    }

    /** The task waits for nested work. */
    private final class Blocked extends LoopEvent {
        @Override
        protected void run(long now) {
            if (!thread.writtenOff) {
                thread.waits.push(NestedWait.this);
                thread.threads.tell(new WorkerEvent.Blocked(thread.number, alone));
            }
        }
    }

    /** It has waited enough. */
    private final class Unblocked extends LoopEvent {
        @Override
        protected void run(long now) {
            // A wait that was refused meanwhile is no wait.
            if (!thread.writtenOff && refused == null) {
                thread.threads.tell(new WorkerEvent.Unblocked(thread.number));
            }
        }
    }
}
