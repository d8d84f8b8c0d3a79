package dev.muster.task;

import dev.muster.config.WorkerSettings;
import dev.muster.loop.Loop;
import dev.muster.loop.LoopEvent;
import dev.muster.loop.Membership;
import dev.muster.loop.Participant;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Peer;
import dev.muster.worker.Execution;
import dev.muster.worker.WorkerEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The task threads of one worker. Owned by the loop, but for {@link #close} and what is said to be for any thread.
 *
 * <p>Its methods are the part of {@link dev.muster.worker.WorkerOutput} that is about threads. What the threads have to say comes back as
 * events, under the loop, and never from within one of these methods.
 *
 * <p>A thread in a long task cannot report what ended before it. So once a millisecond, while some thread has several tasks at once, the
 * loop looks for a thread that stands still with something unreported, and reports on its behalf.
 */
public final class TaskThreads implements AutoCloseable {
    private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Loop loop;
    private final String worker;
    private final TaskValues values;
    private final Consumer<WorkerEvent> reports;
    private Consumer<Throwable> faults;
    private final long graceNanos;
    private final @Nullable ClassLoader loader;
    private final Membership membership;

    /** All that were started and have not ended, for {@link #close}. */
    private final Set<TaskThread> started = ConcurrentHashMap.newKeySet();

    // Under the loop.
    private final List<@Nullable TaskThread> threads = new ArrayList<>();
    private final List<Interrupted> interrupted = new ArrayList<>();
    private long sweepAt = Long.MAX_VALUE;
    private boolean closed;

    /**
     * Prepares the threads of a worker; each is started when it is given its first run.
     *
     * @param loop whose role they take in turn
     * @param worker the worker's name, for the names of the threads
     * @param values where functions and inputs come from and results go
     * @param reports hears what the threads have to say; called under the loop
     * @param settings how long a task may ignore an interrupt
     */
    public TaskThreads(
            Loop loop, String worker, TaskValues values, Consumer<WorkerEvent> reports, WorkerSettings settings) {
        this.loop = loop;
        this.worker = worker;
        this.values = values;
        this.reports = reports;
        this.faults = loop::fail;
        this.graceNanos = settings.interruptGrace().toNanos();
        this.loader = Thread.currentThread().getContextClassLoader();
        this.membership = loop.join(new Timers());
    }

    /** Says who hears, under the loop, of a thread that ended by a fault of Muster's; without it the loop fails. To be called first. */
    public void onFault(Consumer<Throwable> listener) {
        faults = listener;
    }

    /** A thread has ended by a fault of ours. Under the loop. */
    void fault(Throwable thrown) {
        faults.accept(thrown);
    }

    /** Gives a run to a thread, which is started if its number is new. Under the loop. */
    public void execute(int number, Execution run) {
        TaskThread thread = thread(number);
        if (thread == null) {
            thread = start(number);
        }
        if (sweepAt == Long.MAX_VALUE && (run.count() > 1 || !thread.slots.isEmpty())) {
            sweepAt = loop.now() + SWEEP_NANOS;
            membership.touch();
        }
        thread.give(new Slot(run, values.sized(run)));
    }

    /** Takes back what the thread has not claimed of the run from the position on; {@link WorkerEvent.Cut} answers. Under the loop. */
    public void cut(int number, Execution run, int position) {
        TaskThread thread = thread(number);
        Slot slot = slot(thread, run);
        // A run that is not there any more was claimed to its end, or was cut before.
        int end = slot == null ? run.to() : run.from() + slot.cut(Math.max(0, position - run.from()));
        loop.offer(new LoopEvent() {
            @Override
            protected void run(long now) {
                tell(new WorkerEvent.Cut(number, run, end));
            }
        });
    }

    /** Interrupts the thread if it is at this task still; a task that ignores that for too long is written off. Under the loop. */
    public void interrupt(int number, Execution run, int position, boolean timedOut) {
        TaskThread thread = thread(number);
        Slot slot = slot(thread, run);
        int index = position - run.from();
        if (thread != null && slot != null && slot.interrupt(index, timedOut, thread)) {
            interrupted.add(new Interrupted(thread, slot, index, loop.now() + graceNanos));
            membership.touch();
        }
    }

    /** The thread may go on after its wait. Under the loop. */
    public void resume(int number) {
        TaskThread thread = thread(number);
        if (thread != null) {
            thread.goOn(null);
        }
    }

    /** The thread's task may not wait for nested work: that ends, inside the task, with a failure that says this. Under the loop. */
    public void refuse(int number, Failure why) {
        TaskThread thread = thread(number);
        if (thread != null) {
            thread.goOn(why);
        }
    }

    /** The thread is not needed any more; it ends when it has nothing to run. Under the loop. */
    public void end(int number) {
        TaskThread thread = thread(number);
        if (thread != null) {
            threads.set(number, null);
            thread.end();
        }
    }

    /** Somebody waits for a task of this run: what has ended is reported now, the rest task by task. Under the loop. */
    public void hurry(int number, Execution run) {
        TaskThread thread = thread(number);
        Slot slot = slot(thread, run);
        if (thread != null && slot != null) {
            hurry(thread, slot);
        }
    }

    /** The same for whichever run the task is in; nothing if it is in none. Under the loop. */
    public void hurry(Peer session, long task) {
        for (TaskThread thread : threads) {
            if (thread != null) {
                for (Slot slot : thread.slots) {
                    long position = task - slot.run.assignment().first();
                    if (position >= slot.run.from() && position < slot.run.to() && session.equals(slot.run.session())) {
                        hurry(thread, slot);
                        return;
                    }
                }
            }
        }
    }

    private void hurry(TaskThread thread, Slot slot) {
        slot.hurried = true;
        reportFor(thread);
    }

    /**
     * Ends the threads: running tasks are interrupted, what was not begun is dropped, and nothing more is reported. Waits for the threads
     * for as long as a task may ignore an interrupt; what runs on then is a daemon, and ends with its task. Any thread, but none that
     * holds the role or runs one of the tasks.
     */
    @Override
    public void close() {
        CountDownLatch ending = new CountDownLatch(1);
        loop.offer(new LoopEvent() {
            @Override
            protected void run(long now) {
                endAll();
                ending.countDown();
            }

            @Override
            protected void dropped(Throwable why) {
                endAll();
                ending.countDown();
            }
        });
        try {
            ending.await();
            long end = System.nanoTime() + graceNanos;
            for (TaskThread thread : started) {
                long left = end - System.nanoTime();
                if (left > 0) {
                    TimeUnit.NANOSECONDS.timedJoin(thread, left);
                }
            }
        } catch (InterruptedException e) {
            // They end by themselves; only the wait for them is cut short.
            Thread.currentThread().interrupt();
        }
    }

    private void endAll() {
        closed = true;
        sweepAt = Long.MAX_VALUE;
        interrupted.clear();
        membership.leave();
        for (TaskThread thread : threads) {
            if (thread != null) {
                thread.abandon();
            }
        }
        threads.clear();
    }

    /** What each thread does, for people. Under the loop, or when nothing moves. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("task threads of ").append(worker);
        for (TaskThread thread : threads) {
            text.append("\n  ").append(thread);
        }
        return text.toString();
    }

    Loop loop() {
        return loop;
    }

    String worker() {
        return worker;
    }

    TaskValues values() {
        return values;
    }

    /** Passes an event on. Under the loop. */
    void tell(WorkerEvent event) {
        if (!closed) {
            reports.accept(event);
        }
    }

    /** Nothing is left of the thread's run. Under the loop. */
    void emptied(TaskThread thread, Slot slot) {
        if (thread.slots.remove(slot)) {
            thread.drainer().prefer();
            tell(new WorkerEvent.Emptied(thread.number, slot.run));
        }
    }

    /** The thread has ended. By the thread. */
    void ended(TaskThread thread) {
        started.remove(thread);
    }

    private @Nullable TaskThread thread(int number) {
        return number < threads.size() ? threads.get(number) : null;
    }

    private static @Nullable Slot slot(@Nullable TaskThread thread, Execution run) {
        if (thread != null) {
            for (Slot slot : thread.slots) {
                if (slot.run.number() == run.number()) {
                    return slot;
                }
            }
        }
        return null;
    }

    private TaskThread start(int number) {
        if (closed) {
            throw new IllegalStateException(
                    "the task threads of " + worker + " have been ended, yet a run is to be executed");
        }
        while (threads.size() <= number) {
            threads.add(null);
        }
        TaskThread thread = new TaskThread(this, number, loader);
        threads.set(number, thread);
        started.add(thread);
        thread.start();
        return thread;
    }

    /**
     * Reports what a thread has ended and not reported of a run. Returns whether that was all of it; not if the thread is reporting it itself
     * just now. Under the loop.
     */
    private boolean reportFor(TaskThread thread, Slot slot) {
        if (!slot.beginReport()) {
            return false;
        }
        boolean over = slot.over(); // once: a run that ends between two looks would be passed over
        try {
            Report report = Report.of(thread, slot, over);
            if (report != null) {
                loop.offerLast(report); // what it has reported itself may still be queued, and comes first
            }
        } finally {
            slot.endReport();
        }
        return over;
    }

    /** Reports for threads that are stuck in a task while others of theirs have ended. Returns whether one may get stuck again. */
    private boolean sweep() {
        boolean again = false;
        for (TaskThread thread : threads) {
            if (thread == null || thread.slots.isEmpty()) {
                continue;
            }
            boolean several = thread.slots.size() > 1 || thread.slots.get(0).run.count() > 1;
            again |= several;
            if (several && standsStill(thread)) {
                reportFor(thread);
            }
        }
        return again;
    }

    private static boolean standsStill(TaskThread thread) {
        boolean still = true;
        for (Slot slot : thread.slots) {
            still &= slot.standsStill();
        }
        return still;
    }

    /** Reports the runs that are over and what has ended of the one it is at, in their order, unless the thread does so just now. */
    private void reportFor(TaskThread thread) {
        for (Slot slot : thread.slots) {
            if (!reportFor(thread, slot)) {
                return;
            }
        }
    }

    /** Looks whether an interrupted task has ended; false: it is to be looked at again. */
    private boolean settled(Interrupted task, long now) {
        boolean begun = task.slot.at(task.index);
        if (task.thread.writtenOff || (!begun && !task.slot.awaits(task.index))) {
            return true;
        }
        if (!begun) {
            // Its time to end begins when it does: an interrupt that has not been felt is not being ignored.
            task.until = now + Math.max(graceNanos, SWEEP_NANOS);
            return false;
        }
        if (now < task.until) {
            return false;
        }
        if (task.thread.away(task.slot)) {
            // It waits for its place, perhaps with another task on top: that is not ignoring.
            task.until = now + graceNanos;
            return false;
        }
        if (!task.slot.writeOff(task.index)) {
            task.until = now + SWEEP_NANOS;
            return false;
        }
        writeOff(task.thread);
        return true;
    }

    private void writeOff(TaskThread thread) {
        thread.writtenOff = true;
        for (Slot slot : thread.slots) {
            slot.writeOffCovered();
            reportFor(thread, slot);
        }
        thread.slots.clear();
        if (thread.number < threads.size() && threads.get(thread.number) == thread) {
            threads.set(thread.number, null);
        }
        thread.end();
        loop.log("Thread " + thread.getName() + " is written off: its task was interrupted "
                + TimeUnit.NANOSECONDS.toMillis(graceNanos)
                + " ms ago and has not ended (muster.worker.interrupt-grace). It ends with its task.");
        loop.offerLast(new LoopEvent() {
            @Override
            protected void run(long now) {
                tell(new WorkerEvent.ThreadWrittenOff(thread.number));
            }
        });
    }

    /** A task that was interrupted and is to end by then. */
    private static final class Interrupted {
        final TaskThread thread;
        final Slot slot;
        final int index;
        long until;

        Interrupted(TaskThread thread, Slot slot, int index, long until) {
            this.thread = thread;
            this.slot = slot;
            this.index = index;
            this.until = until;
        }
    }

    /** When to look at threads that do not speak for themselves. */
    private final class Timers implements Participant {
        @Override
        public void flush(long now) {}

        @Override
        public long nextTick() {
            long next = sweepAt;
            for (Interrupted task : interrupted) {
                next = Math.min(next, task.until);
            }
            return next;
        }

        @Override
        public void tick(long now) {
            interrupted.removeIf(task -> settled(task, now));
            if (now >= sweepAt) {
                sweepAt = sweep() ? now + SWEEP_NANOS : Long.MAX_VALUE;
            }
        }
    }
}
