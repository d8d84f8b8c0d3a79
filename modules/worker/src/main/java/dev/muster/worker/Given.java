package dev.muster.worker;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A run that a thread has: the execution, and how far it is. Owned by the worker's loop. Positions count from the assignment's first
 * task. Those before {@link #done} were reported, those from {@link #end} on were taken back.
 */
final class Given {
    TaskThread thread;
    Execution run;
    WorkerTask task;
    int done;
    int end;
    /** The thread is at it, or waits inside it: it holds its resources. */
    boolean started;
    /** It holds its threads; not while it waits for nested work. */
    boolean running;
    /** When it was started, resumed or last heard of. */
    long since;
    /** When the attempt exceeds its time-out; only runs of one task have one. */
    long deadline = Long.MAX_VALUE;

    boolean timedOut;
    /** It waits with a time limit: nothing else runs on its thread meanwhile. */
    boolean timed;
    /** What it waits for is there. */
    boolean woken;
    /** How many {@code cut}s were not answered yet. */
    int cuts;
    /** The lowest position that these ask for. */
    private int asked;
    /** How long it should take as a whole, as was expected when it was given. */
    double planned;
    /** An answer said that the thread has claimed all that is left: there is nothing more to take back. */
    private boolean claimed;
    /** The thread said that it is through with it. */
    boolean emptied;
    /** An interrupt is due, but the thread runs something on top of it. */
    boolean interruptDue;
    /** Positions whose result nobody wants. */
    private @Nullable BitSet freed;
    /** Positions which are to end as cancelled. */
    private @Nullable BitSet cancelled;
    /** Cancelled positions that are to be interrupted if they have started. */
    private @Nullable BitSet hard;

    Given(TaskThread thread, Execution run, WorkerTask task) {
        this.thread = thread;
        this.run = run;
        this.task = task;
        done = run.from();
        end = run.to();
    }

    /** Lets go of everything it refers to; to be used again by {@link #reuse}. */
    @SuppressWarnings("NullAway") // nobody has it until it is used again
    void clear() {
        thread = null;
        run = null;
        task = null;
        freed = null;
        cancelled = null;
        hard = null;
    }

    /** Begins anew, as another run. */
    Given reuse(TaskThread onThread, Execution newRun, WorkerTask ofTask) {
        thread = onThread;
        run = newRun;
        task = ofTask;
        done = newRun.from();
        end = newRun.to();
        started = false;
        running = false;
        since = 0;
        deadline = Long.MAX_VALUE;
        timedOut = false;
        timed = false;
        woken = false;
        cuts = 0;
        asked = 0;
        claimed = false;
        emptied = false;
        interruptDue = false;
        return this;
    }

    /** Whether it is this run. */
    boolean is(Execution other) {
        return run.number() == other.number();
    }

    /** Whether any position is freed or cancelled, so that reports must be looked at task by task. */
    boolean marked() {
        return freed != null || cancelled != null;
    }

    boolean freed(int position) {
        return freed != null && freed.get(position - run.from());
    }

    boolean cancelled(int position) {
        return cancelled != null && cancelled.get(position - run.from());
    }

    boolean hard(int position) {
        return hard != null && hard.get(position - run.from());
    }

    void free(int from, int to) {
        freed = set(freed, from, to);
        clear(cancelled, from, to);
    }

    void cancel(int from, int to, boolean interrupt) {
        cancelled = set(cancelled, from, to);
        if (interrupt) {
            hard = set(hard, from, to);
        }
    }

    /** It has started, and nobody wants it interrupted: it goes on as if it had not been cancelled. */
    void spare(int position) {
        clear(cancelled, position, position + 1);
    }

    private BitSet set(@Nullable BitSet marks, int from, int to) {
        BitSet result = marks == null ? new BitSet(run.count()) : marks;
        result.set(from - run.from(), to - run.from());
        return result;
    }

    private void clear(@Nullable BitSet marks, int from, int to) {
        if (marks != null) {
            marks.clear(from - run.from(), to - run.from());
        }
    }

    /** How long what is left of it should take, in nanoseconds. */
    double expected() {
        return task.kind.mean() * (end - done);
    }

    /** Whether asking for the tasks from this position on could bring back more than what was asked for. */
    boolean takeable(int from) {
        return !emptied && !claimed && from < end && (cuts == 0 || from < asked);
    }

    /** Whether it is known that the thread has begun everything that is left. */
    boolean claimed() {
        return claimed;
    }

    /** The thread is asked for the tasks from this position on. */
    void ask(int from) {
        asked = cuts == 0 ? from : Math.min(asked, from);
        cuts++;
    }

    /** The thread answers that it has claimed everything before this position, if that is more than it was asked to keep. */
    void answered(int position) {
        cuts--;
        claimed |= cuts == 0 && position > asked;
    }
}
