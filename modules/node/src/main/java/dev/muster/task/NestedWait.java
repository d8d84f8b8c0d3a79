package dev.muster.task;

import dev.muster.loop.LoopEvent;
import dev.muster.worker.WorkerEvent;
import java.util.function.BooleanSupplier;

/**
 * One wait of a task for nested work. Owned by the task's thread.
 *
 * <p>The task gives its place away. Meanwhile its thread is one of those that take the loop's role in turn, and if the wait has no time-out
 * it runs what the machine gives it on top. When it is over the task asks for its place, and goes on when it has it: also when it was
 * interrupted, since the machine counts who runs.
 *
 * <p>Two kinds of task only wait: where little stack is left nothing may run on top, neither tasks nor the machines, so the thread
 * gives its place away but takes no role; and one whose thread was written off is not counted by anybody, so it has no place to give.
 */
final class NestedWait {
    private final TaskThread thread;
    private final TaskFrame frame;
    private final Slot slot;
    private final BooleanSupplier done;
    private final long deadline;
    private final boolean plainly;
    private final boolean alone;
    private boolean interrupted;

    NestedWait(TaskThread thread, TaskFrame frame, Slot slot, BooleanSupplier done, long nanos) {
        this.thread = thread;
        this.frame = frame;
        this.slot = slot;
        this.done = done;
        this.deadline = nanos == 0 ? Long.MAX_VALUE : System.nanoTime() + nanos;
        this.plainly = slot.writtenOff() || !StackProbe.plenty();
        this.alone = plainly || nanos != 0;
    }

    boolean await() throws InterruptedException {
        thread.waitsPlainly(plainly);
        try {
            boolean counted = !slot.writtenOff();
            if (counted) {
                offer(new Blocked(thread, slot, alone));
            }
            stay();
            if (counted) {
                comeBack();
            }
        } finally {
            thread.waitsPlainly(false);
        }
        boolean came = done.getAsBoolean();
        if (!interrupted) {
            return came;
        }
        if (!came) {
            throw new InterruptedException("The task was interrupted while it waited.");
        }
        Thread.currentThread().interrupt();
        return true;
    }

    /** Waits, running what it is given on top. */
    private void stay() throws InterruptedException {
        BooleanSupplier ready = () -> done.getAsBoolean()
                || !alone && thread.hasOnTop()
                || thread.isInterrupted()
                || thread.abandoned();
        while (waitUntil(ready, deadline)) {
            if (Thread.interrupted() || thread.abandoned()) {
                interrupted = true;
                return;
            }
            if (done.getAsBoolean()) {
                return;
            }
            thread.runOnTop(frame, slot);
        }
    }

    /** Asks for its place and waits for it, running what it was given before the machine knew. */
    private void comeBack() throws InterruptedException {
        int mine = thread.comesBack();
        offer(new Unblocked(thread, alone));
        BooleanSupplier ready = () -> {
            interrupted |= Thread.interrupted(); // not now; and the flag would keep the thread from lying down
            return thread.resumed() - mine >= 0 || thread.hasOnTop() || thread.abandoned();
        };
        while (!thread.abandoned() && (thread.resumed() - mine < 0 || thread.hasOnTop())) {
            waitUntil(ready, Long.MAX_VALUE);
            thread.runOnTop(frame, slot);
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

    /** The thread waits for nested work. */
    private static final class Blocked extends LoopEvent {
        private final TaskThread thread;
        private final Slot slot;
        private final boolean alone;

        Blocked(TaskThread thread, Slot slot, boolean alone) {
            this.thread = thread;
            this.slot = slot;
            this.alone = alone;
        }

        @Override
        protected void run(long now) {
            if (!thread.writtenOff) {
                thread.away.push(slot);
                thread.waits += alone ? 0 : 1;
                thread.threads.tell(new WorkerEvent.Blocked(thread.number, alone));
            }
        }
    }

    /** It has waited enough. */
    private static final class Unblocked extends LoopEvent {
        private final TaskThread thread;
        private final boolean alone;

        Unblocked(TaskThread thread, boolean alone) {
            this.thread = thread;
            this.alone = alone;
        }

        @Override
        protected void run(long now) {
            if (!thread.writtenOff) {
                thread.waits -= alone ? 0 : 1;
                thread.threads.tell(new WorkerEvent.Unblocked(thread.number));
            }
        }
    }
}
