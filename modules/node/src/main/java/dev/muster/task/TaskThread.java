package dev.muster.task;

import dev.muster.graph.Work;
import dev.muster.loop.Drainer;
import dev.muster.loop.LoopEvent;
import dev.muster.loop.Stack;
import dev.muster.protocol.Assignment;
import dev.muster.protocol.Failure;
import dev.muster.worker.Execution;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A thread that runs tasks. A daemon. Its fields belong to the thread itself or, where that is said, to the loop.
 *
 * <p>It goes through its run without talking to anybody, then reports, takes the loop's role if it is free, and goes on with the run that
 * the machine has just given it, or else with its second one. Only when it has none does it lie down. While it is in user code it is a
 * caller like any other.
 */
final class TaskThread extends Thread {
    /** What ended is reported after so long at the latest, if the thread gets to it. */
    private static final long REPORT_NANOS = 50_000;

    private static final @Nullable Object[] NO_INPUTS = {};

    final TaskThreads threads;
    final int number;

    /** Runs given to it and not emptied yet. Under the loop. */
    final List<Slot> slots = new ArrayList<>(4);

    /** The waits of its tasks that have given their place away and not got it back, the last on top. Under the loop. */
    final ArrayDeque<NestedWait> waits = new ArrayDeque<>(2);

    /** Whether the machine has given it up. Under the loop. */
    boolean writtenOff;

    private final Drainer drainer;
    private final Inbox inbox = new Inbox();
    private final Inbox onTop = new Inbox();
    private final @Nullable ClassLoader loader;
    private final TaskFrame ground = new TaskFrame(this, null);
    private final BooleanSupplier hasWork = this::hasWork;

    /** Runs that it is through with and has not reported, so that several brief ones make one report. */
    private final ArrayDeque<Slot> ending = new ArrayDeque<>();

    private long endingSince;
    private @Nullable TaskFrame top;
    private long[] nanos = new long[16];

    private volatile boolean ended;
    private volatile boolean abandoned;
    private volatile boolean plainly;

    TaskThread(TaskThreads threads, int number, @Nullable ClassLoader loader) {
        super(null, null, "muster-" + threads.worker() + "-" + number, 0, false);
        this.threads = threads;
        this.number = number;
        this.loader = loader;
        this.drainer = threads.loop().enlist(this);
        setDaemon(true);
        setContextClassLoader(loader);
    }

    // Under the loop.

    /** Gives it a run, and wakes it if need be. While a task waits the run is for where it waits. */
    void give(Slot slot) {
        slots.add(slot);
        NestedWait wait = waits.peek();
        (wait == null || wait.alone ? inbox : onTop).put(slot);
        nudge();
    }

    /** Ends its latest wait: with its place given back, or refused. */
    void goOn(@Nullable Failure refused) {
        NestedWait wait = waits.poll();
        if (wait != null) {
            if (refused == null) {
                wait.resume();
            } else {
                wait.refuse(refused);
            }
            nudge();
        }
    }

    /** Whether this task has given its place away, and not got it back. */
    boolean away(Slot slot) {
        for (NestedWait wait : waits) {
            if (wait.slot == slot) {
                return true;
            }
        }
        return false;
    }

    /** It ends as soon as it has nothing to run. */
    void end() {
        ended = true;
        drainer.wake();
    }

    /** It ends as soon as its task lets it: what waits for nested work is interrupted, and never again waits for its place. */
    void abandon() {
        abandoned = true;
        end();
        for (Slot slot : slots) {
            slot.cut(0);
            slot.interruptAny(this);
        }
    }

    /** What was just written for it to see is seen: either it looks after we have fenced, or we see it lie and wake it. */
    private void nudge() {
        VarHandle.fullFence();
        if (drainer.lies() || plainly) {
            drainer.wake();
        }
    }

    // Any thread.

    void wake() {
        drainer.wake();
    }

    // By the thread.

    @Nullable
    TaskFrame top() {
        return top;
    }

    private boolean hasWork() {
        Thread.interrupted(); // there is no task it could be for, and it would keep the thread from lying down
        return inbox.filled() || ended;
    }

    @Override
    public void run() {
        try {
            boolean going = true;
            while (going) {
                Slot slot = inbox.poll();
                if (slot != null) {
                    going = perform(ground, slot);
                } else if (!ending.isEmpty()) {
                    reportEnding(false);
                    drainer.serve(hasWork);
                } else if (ended) {
                    going = false;
                } else {
                    drainer.await(hasWork, Long.MAX_VALUE);
                }
            }
        } catch (Throwable fault) {
            // Users' throwables end in their slots, so this one is ours.
            threads.loop().offer(new LoopEvent() {
                @Override
                protected void run(long now) {
                    threads.fault(fault);
                }
            });
        } finally {
            drainer.dismiss();
            threads.ended(this);
        }
    }

    /** Runs the tasks of a run, reporting them; false if the thread was written off meanwhile. */
    private boolean perform(TaskFrame frame, Slot slot) {
        enter(frame, slot);
        int index = slot.claim();
        long start = index < 0 ? 0 : System.nanoTime();
        long unreportedSince = 0;
        while (index >= 0) {
            frame.index = index;
            attempt(frame, slot, index);
            long end = System.nanoTime();
            slot.nanos[index] = end - start - frame.waitedNanos;
            frame.waitedNanos = 0;
            if (unreportedSince == 0) {
                unreportedSince = end;
            }
            if ((slot.hurried || end - unreportedSince >= REPORT_NANOS) && !slot.exhausted()) {
                if (!slot.leave()) {
                    index = Slot.LOST;
                } else {
                    reportEnding(false);
                    report(slot, false, false);
                    drainer.serve(hasWork);
                    unreportedSince = 0;
                    index = slot.claim();
                    start = System.nanoTime();
                }
            } else {
                index = slot.next();
                start = end;
            }
        }
        leave(frame);
        if (index == Slot.LOST) {
            return false;
        }
        finish(frame, slot);
        return true;
    }

    /**
     * The run is over. It is reported at once, unless it was brief and the next one is here already: then both are reported together, so that
     * a thousand single tasks do not take the role a thousand times.
     */
    private void finish(TaskFrame frame, Slot slot) {
        long now = System.nanoTime();
        if (ending.isEmpty()) {
            endingSince = now;
        }
        ending.add(slot);
        if (frame != ground || slot.hurried || now - endingSince >= REPORT_NANOS || !inbox.filled()) {
            reportEnding(false);
            drainer.serve(hasWork);
        }
    }

    /** Reports the runs that are over, in their order. */
    private void reportEnding(boolean plainly) {
        for (Slot slot = ending.poll(); slot != null; slot = ending.poll()) {
            report(slot, true, plainly);
        }
    }

    private void enter(TaskFrame frame, Slot slot) {
        int count = slot.run.count();
        if (nanos.length < count) {
            nanos = new long[count + count / 2];
        }
        slot.nanos = nanos;
        frame.slot = slot;
        top = frame;
    }

    private void leave(TaskFrame frame) {
        frame.slot = null;
        frame.work = null;
        frame.waitedNanos = 0;
        top = frame.below;
    }

    /** Runs one task. Whatever it throws, a stack overflow or the lack of memory included, is the task's failure and nobody else's. */
    private void attempt(TaskFrame frame, Slot slot, int index) {
        Execution run = slot.run;
        int position = slot.from + index;
        TaskValues source = threads.values();
        Object outcome;
        try {
            Work work = frame.work;
            if (work == null) {
                work = source.work(run, position);
                frame.arity = source.arity(run, position);
                frame.work = run.assignment() instanceof Assignment.Bundle ? null : work;
            }
            Object value = work.run(inputs(source, run, position, frame.arity));
            outcome = slot.timedOut(index)
                    ? Outcomes.timedOut(slot, index, getName())
                    : source.result(run, position, value, slot.sizes, index);
        } catch (Throwable thrown) {
            outcome = Outcomes.threw(slot, index, thrown, source, getName());
        }
        if (outcome instanceof Slot.Thrown) {
            slot.anyThrown = true;
        }
        slot.values[index] = outcome;
        if (getContextClassLoader() != loader) {
            setContextClassLoader(loader);
        }
    }

    private static @Nullable Object[] inputs(TaskValues source, Execution run, int position, int arity)
            throws Exception {
        if (arity == 0) {
            return NO_INPUTS;
        }
        @Nullable Object[] inputs = new Object[arity];
        source.inputs(run, position, inputs);
        return inputs;
    }

    /** Offers a report, as a caller does if it is to be plainly; else serving the role is up to our caller. */
    @SuppressWarnings("ThreadPriorityCheck") // it hints, and nothing relies on it
    private void report(Slot slot, boolean emptied, boolean plainly) {
        while (!slot.beginReport()) {
            Thread.yield(); // the loop reports for us just now, which is a few instructions
        }
        try {
            Report report = Report.of(this, slot, emptied);
            // Inside, so that what is reported for us cannot come in between.
            if (report != null && plainly) {
                threads.loop().offer(report);
            } else if (report != null) {
                drainer.offer(report);
            }
        } finally {
            slot.endReport();
        }
    }

    /** See {@link TaskFrame#await}. */
    boolean await(TaskFrame frame, Slot slot, BooleanSupplier done, long nanos) throws InterruptedException {
        if (done.getAsBoolean()) {
            return true;
        }
        if (Thread.interrupted()) {
            throw new InterruptedException("The task was interrupted before it began to wait.");
        }
        long start = System.nanoTime();
        Stack.requireSome();
        boolean plainly = slot.writtenOff() || !Stack.plenty();
        if (!slot.writtenOff()) {
            reportEnding(plainly);
            report(slot, false, plainly);
        }
        try {
            return new NestedWait(this, frame, slot, done, nanos, plainly).await();
        } finally {
            frame.waitedNanos += System.nanoTime() - start;
        }
    }

    /** Runs what it was given on top of the frame's task, if there is something. */
    void runOnTop(TaskFrame frame, Slot own) throws InterruptedException {
        Slot given = onTop.poll();
        if (given == null) {
            return;
        }
        TaskFrame above = frame.above;
        if (above == null) {
            above = new TaskFrame(this, frame);
            frame.above = above;
        }
        if (!own.cover() || !perform(above, given)) {
            throw new InterruptedException("The thread was written off, since a task on it ignored its interrupt.");
        }
        own.uncover();
    }

    /** Whether it was given something to run where it waits. */
    boolean hasOnTop() {
        return onTop.filled();
    }

    /** Whether it is to end as soon as its task lets it. */
    boolean abandoned() {
        return abandoned;
    }

    Drainer drainer() {
        return drainer;
    }

    /** From now on it waits without being seen to lie, so that it is woken for everything; or no longer. */
    void waitsPlainly(boolean plainly) {
        this.plainly = plainly;
        VarHandle.fullFence();
    }

    @Override
    public String toString() {
        return getName() + " " + getState() + (waits.isEmpty() ? "" : ", waits " + waits.size())
                + (ended ? ", ended" : "") + (drainer.lies() ? ", lies idle" : "") + ", " + slots;
    }
}
