package dev.muster.task;

import dev.muster.protocol.Failure;
import dev.muster.worker.Execution;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A run on its task thread: which of its tasks are claimed, which one is being run, and where the machine has cut it. Written by the
 * thread and by the loop, which meet in one word.
 *
 * <h2>Problem</h2>
 *
 * <p>Three things race with a thread that goes from task to task of its run: the machine takes back tasks that have not begun, it
 * interrupts one that is to be cancelled or took too long, and it writes off a thread that ignores that. A task must not be run by two
 * workers, and above all an interrupt must never hit the task after the one it was meant for.
 *
 * <h2>Approach</h2>
 *
 * <p>One word holds how many tasks have been claimed, where the run ends, and the state of the last claimed one. To go from one task to the
 * next is one compare-and-set, which at the same time ends the old task's time in the slot, claims the next against a cut, and publishes
 * the old task's value. Whoever interrupts first moves the word to {@code INTERRUPTING}, which only succeeds while that very task is in
 * the slot; until it moves on to {@code INTERRUPTED} the thread's own compare-and-set cannot succeed, so the thread stays with that task,
 * waits those few instructions, and clears its interrupt flag before it leaves. It is a lock that costs nothing while nobody interrupts.
 *
 * <p>A task that waits for nested work may have another task run on top of it, on the same thread and in a slot of its own. Meanwhile it is
 * {@code COVERED}: an interrupt is only noted, and delivered when the other one has ended.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>Only the thread claims and leaves; only the loop cuts and writes off; the loop interrupts, or has the thread interrupt itself as it
 *       claims. Positions below the claimed ones have ended,
 *       their values were written before the word that says so.
 *   <li>The end never falls below what is claimed.
 *   <li>The thread's flag is set by us only between {@code INTERRUPTING} and its leaving the slot, and is clear when the next task begins.
 *   <li>A word that says {@code WRITTEN_OFF} never changes its state again; the thread finds it there and ends.
 * </ul>
 *
 * <p>Indexes count from the run's first task.
 */
final class Slot {
    /** No task is in the slot. */
    static final int EMPTY = 0;

    static final int RUNNING = 1;
    static final int INTERRUPTING = 2;
    static final int INTERRUPTED = 3;
    static final int COVERED = 4;
    static final int COVERED_INTERRUPTED = 5;
    static final int WRITTEN_OFF = 6;

    /** Instead of an index: the run has no more tasks for this thread. */
    static final int NONE = -1;

    /** Instead of an index: the thread was written off. */
    static final int LOST = -2;

    private static final int STATE_BITS = 4;
    private static final int INDEX_BITS = 30;
    private static final long STATE_MASK = (1L << STATE_BITS) - 1;
    private static final long INDEX_MASK = (1L << INDEX_BITS) - 1;
    private static final long ONE_CLAIM = 1L << (STATE_BITS + INDEX_BITS);
    private static final long[] NO_NANOS = {};
    private static final VarHandle WORD;
    private static final VarHandle REPORTING;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            WORD = lookup.findVarHandle(Slot.class, "word", long.class);
            REPORTING = lookup.findVarHandle(Slot.class, "reporting", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final Execution run;
    final int from;

    /** What the tasks ended with: a value, or {@link Thrown}. Written by the thread, published by the word. */
    final @Nullable Object[] values;

    final long @Nullable [] sizes;

    /** What each task took. The thread's own array, lent while it is at this run; published as the values are. */
    long[] nanos = NO_NANOS;

    /** Somebody waits for one of the tasks: report each at once. */
    volatile boolean hurried;

    /** Whether some value is {@link Thrown}. Published as the values are. */
    boolean anyThrown;

    /** How many tasks were reported. Belongs to whoever has {@link #beginReport}. */
    int reported;

    /** Whether it was reported that nothing is left. Belongs to whoever has {@link #beginReport}. */
    boolean toldEmptied;

    /** The word as a sweep of the loop saw it last: a word that stands still means a long task. Under the loop. */
    private long seen;

    private volatile long word;

    @SuppressWarnings("UnusedVariable") // written through its handle
    private volatile boolean reporting;

    /** Which task's interrupt was for its time-out. Written before the word says INTERRUPTING. */
    private volatile int timedOut = NONE;

    /** Which task is to be interrupted when it is claimed: the thread had not come to it when the interrupt came. */
    private volatile int wanted = NONE;

    Slot(Execution run, boolean sized) {
        this.run = run;
        this.from = run.from();
        int count = run.count();
        this.values = new Object[count];
        this.sizes = sized ? new long[count] : null;
        this.word = word(0, count, EMPTY);
        this.seen = word;
    }

    private static long word(int claimed, int end, int state) {
        return ((long) claimed << (STATE_BITS + INDEX_BITS)) | ((long) end << STATE_BITS) | state;
    }

    private static int claimed(long word) {
        return (int) (word >>> (STATE_BITS + INDEX_BITS));
    }

    private static int end(long word) {
        return (int) ((word >>> STATE_BITS) & INDEX_MASK);
    }

    private static int state(long word) {
        return (int) (word & STATE_MASK);
    }

    private static long withState(long word, int state) {
        return (word & ~STATE_MASK) | state;
    }

    private boolean move(long old, long changed) {
        return WORD.compareAndSet(this, old, changed);
    }

    // By the thread.

    /** Claims the first or next task, the slot being empty. Returns its index, or {@link #NONE}. */
    int claim() {
        while (true) {
            long old = word;
            if (claimed(old) >= end(old)) {
                return NONE;
            }
            if (move(old, withState(old + ONE_CLAIM, RUNNING))) {
                return begun(claimed(old));
            }
        }
    }

    /** The task is in the slot now. If its interrupt came before it, it begins interrupted. Returns its index. */
    private int begun(int index) {
        while (wanted == index) {
            long old = word;
            if (state(old) != RUNNING) {
                break; // the loop has seen it here, and has done it
            }
            if (move(old, withState(old, INTERRUPTED))) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return index;
    }

    /**
     * Ends the task in the slot and claims the next. The interrupt flag is clear afterwards, unless it is the next one's. Returns its
     * index, {@link #NONE} with the slot empty, or {@link #LOST}.
     */
    int next() {
        Thread.interrupted(); // what user code left behind; an interrupt of ours that comes after this fails the move
        long old = word;
        if (state(old) == RUNNING && claimed(old) < end(old) && move(old, old + ONE_CLAIM)) {
            return begun(claimed(old));
        }
        return leave() ? claim() : LOST;
    }

    /** Ends the task in the slot, which is empty then, and clears the interrupt flag. False: the thread was written off. */
    boolean leave() {
        for (int spins = 0; ; spins++) {
            long old = word;
            int state = state(old);
            if (state == INTERRUPTING) {
                pause(spins);
                continue;
            }
            boolean lost = state == WRITTEN_OFF;
            if (lost || move(old, withState(old, EMPTY))) {
                // Only now can no more interrupts come. Clearing it before the move would miss the second of two for
                // one task: the word
                // goes from INTERRUPTED to INTERRUPTING and back meanwhile, and the move does not see that it did.
                Thread.interrupted();
                return !lost;
            }
        }
    }

    /** The interrupter is between two instructions, or was preempted there. */
    @SuppressWarnings("ThreadPriorityCheck") // it hints, and nothing relies on it
    private static void pause(int spins) {
        if (spins < 100) {
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
    }

    /** Lets another slot run on top of this one; the interrupt flag is to be clear. False: the thread was written off. */
    boolean cover() {
        for (int spins = 0; ; spins++) {
            long old = word;
            int state = state(old);
            if (state == WRITTEN_OFF) {
                return false;
            }
            if (state == INTERRUPTING) {
                pause(spins);
                continue;
            }
            if (move(old, withState(old, state == RUNNING ? COVERED : COVERED_INTERRUPTED))) {
                Thread.interrupted(); // ours, if it came just before; uncover() brings it back
                return true;
            }
        }
    }

    /** The other one has ended. An interrupt that was noted meanwhile is delivered now. */
    void uncover() {
        while (true) {
            long old = word;
            switch (state(old)) {
                case COVERED -> {
                    if (move(old, withState(old, RUNNING))) {
                        return;
                    }
                }
                case COVERED_INTERRUPTED -> {
                    if (move(old, withState(old, INTERRUPTED))) {
                        Thread.currentThread().interrupt();
                        return;
                    }
                }
                default -> {
                    return;
                }
            }
        }
    }

    /** Whether the task in the slot was interrupted by us. */
    boolean interrupted() {
        int state = state(word);
        return state == INTERRUPTING || state == INTERRUPTED || state == COVERED_INTERRUPTED;
    }

    /** Whether this task was interrupted because its time was over. */
    boolean timedOut(int index) {
        return timedOut == index && interrupted();
    }

    // By the loop.

    /** Takes back the tasks from the index on that are not claimed; returns where the run ends now. */
    int cut(int index) {
        while (true) {
            long old = word;
            int end = Math.max(claimed(old), Math.min(index, end(old)));
            if (move(old, word(claimed(old), end, state(old)))) {
                return end;
            }
        }
    }

    /**
     * Interrupts the thread if this task is in the slot. If the thread has yet to come to it, the task will begin interrupted: a thread may
     * be given a run long before it gets a processor. False if the task has left.
     */
    boolean interrupt(int index, boolean forTime, Thread thread) {
        while (true) {
            long old = word;
            if (awaits(old, index) && wanted != index) {
                timedOut = forTime ? index : timedOut;
                wanted = index; // then look again: the thread may have claimed it meanwhile without seeing this
                continue;
            }
            if (!at(old, index)) {
                return awaits(old, index);
            }
            if (forTime) {
                timedOut = index;
            }
            switch (state(old)) {
                case RUNNING, INTERRUPTED -> {
                    if (move(old, withState(old, INTERRUPTING))) {
                        thread.interrupt();
                        word = withState(old, INTERRUPTED); // nobody else moves it meanwhile
                        return true;
                    }
                }
                case COVERED -> {
                    if (move(old, withState(old, COVERED_INTERRUPTED))) {
                        return true;
                    }
                }
                default -> {
                    return true;
                }
            }
        }
    }

    /** Interrupts whatever task is in the slot. */
    void interruptAny(Thread thread) {
        int index = claimed(word) - 1;
        if (index >= 0) {
            interrupt(index, false, thread);
        }
    }

    /** Whether this task is in the slot still. */
    boolean at(int index) {
        return at(word, index);
    }

    /** Whether this task is still to be claimed. */
    boolean awaits(int index) {
        return awaits(word, index);
    }

    private static boolean awaits(long word, int index) {
        return claimed(word) <= index && index < end(word) && state(word) != WRITTEN_OFF;
    }

    private static boolean at(long word, int index) {
        int state = state(word);
        return claimed(word) - 1 == index && state != EMPTY && state != WRITTEN_OFF;
    }

    /** Gives up a task that was interrupted and has not left. False: it has left, or another runs on top of it. */
    boolean writeOff(int index) {
        long old = word;
        return claimed(old) - 1 == index && state(old) == INTERRUPTED && move(old, withState(old, WRITTEN_OFF));
    }

    /** Gives up the task in the slot because the one on top of it was given up. */
    void writeOffCovered() {
        while (true) {
            long old = word;
            int state = state(old);
            if ((state != COVERED && state != COVERED_INTERRUPTED) || move(old, withState(old, WRITTEN_OFF))) {
                return;
            }
        }
    }

    /** Whether the thread has made no step since this was last asked. */
    boolean standsStill() {
        long now = word;
        boolean still = now == seen;
        seen = now;
        return still;
    }

    // By either.

    /** How many tasks have ended, with their values to be read. */
    int ended() {
        long now = word;
        return state(now) == EMPTY ? claimed(now) : claimed(now) - 1;
    }

    /** Whether every task was claimed or cut. */
    boolean exhausted() {
        long now = word;
        return claimed(now) >= end(now);
    }

    /** Whether no task is in the slot and none will be. */
    boolean over() {
        long now = word;
        return state(now) == EMPTY && claimed(now) >= end(now);
    }

    boolean writtenOff() {
        return state(word) == WRITTEN_OFF;
    }

    /** Takes the right to report. False: the other side has it just now. */
    boolean beginReport() {
        return REPORTING.compareAndSet(this, false, true);
    }

    void endReport() {
        reporting = false;
    }

    @Override
    public String toString() {
        String[] states = {
            "empty", "running", "interrupting", "interrupted", "covered", "covered, interrupted", "written off"
        };
        long now = word;
        return "run " + run.number() + " [" + from + ", " + (from + end(now)) + ") of " + run.session() + ": claimed "
                + (from + claimed(now)) + ", reported " + (from + reported) + ", " + states[state(now)];
    }

    /** In place of a value: what the task failed with. */
    record Thrown(Failure failure) {}
}
