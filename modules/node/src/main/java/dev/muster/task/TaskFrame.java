package dev.muster.task;

import dev.muster.graph.Work;
import dev.muster.protocol.Assignment;
import dev.muster.protocol.Peer;
import dev.muster.protocol.TaskSpec;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The attempt that a task thread is running, seen from inside user code. Valid until that attempt has ended; to be used by its own thread
 * only, but for {@link #wake} and {@link #thread}.
 */
public final class TaskFrame {
    final TaskThread thread;

    /** The frame of the task on whose wait this one runs; null if it runs on no other. */
    final @Nullable TaskFrame below;

    /** The frame for a task on top of this one, kept for the next time. */
    @Nullable
    TaskFrame above;

    @Nullable
    Slot slot;

    int index;

    /** The function of the run and how many inputs it takes, once it was had. */
    @Nullable
    Work work;

    int arity;

    /** How long the task has waited for nested work, which is not its thread time. */
    long waitedNanos;

    TaskFrame(TaskThread thread, @Nullable TaskFrame below) {
        this.thread = thread;
        this.below = below;
    }

    /** The attempt that the calling thread runs; null if it is none of Muster's task threads, or is not in a task. */
    public static @Nullable TaskFrame current() {
        return Thread.currentThread() instanceof TaskThread thread ? thread.top() : null;
    }

    private Slot slot() {
        Slot current = slot;
        if (current == null) {
            throw new IllegalStateException(
                    "The task that this frame belonged to has ended; it is of use inside that task only.");
        }
        return current;
    }

    private Assignment assignment() {
        return slot().run.assignment();
    }

    /** Whose task it is. */
    public Peer session() {
        return slot().run.session();
    }

    /** The task's id. */
    public long task() {
        return assignment().first() + slot().from + index;
    }

    /** The attempt's number, from 1. */
    public int attempt() {
        return assignment().attempt();
    }

    /** The name of the worker. */
    public String worker() {
        return thread.threads.worker();
    }

    /** What was asked for the task. */
    public TaskSpec spec() {
        return assignment().spec();
    }

    /** Whether this attempt was cancelled, or its time is over: its thread was interrupted for that. */
    public boolean cancelled() {
        return slot().interrupted();
    }

    /** The session that owns the task, as {@link TaskValues#sessionHome} names it. */
    public @Nullable Object sessionHome() {
        return thread.threads.values().sessionHome(slot().run);
    }

    /** The thread that runs it. */
    public Thread thread() {
        return thread;
    }

    /** Has {@link #await} look again. Any thread; never blocks. To be called after a full fence when {@code done} became true. */
    public void wake() {
        thread.wake();
    }

    /**
     * Waits until {@code done}. Meanwhile the task gives its place to others, and where there is no time-out its thread may run other
     * tasks, so that a child which is queued here costs no thread of its own. Returns only when the worker has given the place back.
     *
     * @param done asked often, by this thread only; whoever makes it true calls {@link #wake}
     * @param nanos how long at most; 0 for no limit
     * @return what {@code done} said last
     * @throws dev.muster.error.ClusterException CONFIG if too many tasks of this worker wait already
     * @throws InterruptedException if the thread was interrupted before or while it waited; its flag is clear then
     */
    public boolean await(BooleanSupplier done, long nanos) throws InterruptedException {
        if (Thread.currentThread() != thread || thread.top() != this) {
            throw new IllegalStateException("Only the task itself can wait in its frame, on the thread that runs it.");
        }
        return thread.await(this, slot(), done, nanos);
    }
}
