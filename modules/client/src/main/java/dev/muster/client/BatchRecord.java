package dev.muster.client;

import dev.muster.node.Outcomes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The record of many tasks that were submitted as one. Thread-safe.
 *
 * <p>The loop settles whole ranges by copying them into the slots. Anybody else who changes a slot, to wait for a single
 * task or to let go of one, first raises {@code watched} and waits until the loop is out of the copy; from then on the
 * loop goes slot by slot. The two agree as in Dekker's algorithm, a full fence on each side, so the loop never waits.
 */
final class BatchRecord extends TaskRecord {

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);
    private static final VarHandle SETTLING;
    private static final VarHandle REMAINING;
    private static final VarHandle FAILURES;
    private static final VarHandle OBSERVERS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            SETTLING = lookup.findVarHandle(BatchRecord.class, "settling", boolean.class);
            REMAINING = lookup.findVarHandle(BatchRecord.class, "remaining", int.class);
            FAILURES = lookup.findVarHandle(BatchRecord.class, "failures", int.class);
            OBSERVERS = lookup.findVarHandle(BatchRecord.class, "observers", BatchObserver.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long firstNumber;
    private final @Nullable Object[] slots;
    /** Where the slots' tasks stand in the submission, ascending; null if task i has slot i. */
    private final int @Nullable [] positions;
    /** Keys of their own, for the tasks of a graph. */
    private String @Nullable [] keys;

    private volatile boolean watched;
    /** Written by the loop alone; counts every failure there was, also those that were retried. */
    private volatile int failures;

    @SuppressWarnings("unused") // by SETTLING
    private boolean settling;

    private volatile int remaining;
    private volatile @Nullable BatchObserver observers;

    BatchRecord(
            Connection connection, Kind kind, Object futures, long firstNumber, int count, int @Nullable [] positions) {
        super(connection, kind, futures);
        this.firstNumber = firstNumber;
        this.slots = new Object[count];
        this.remaining = count;
        this.positions = positions;
    }

    @Override
    int count() {
        return slots.length;
    }

    @Override
    String key(int slot) {
        return keys == null ? kind.label() + '-' + (firstNumber + slot) : keys[slot];
    }

    /** All slots have got their values from the caller. */
    void scattered() {
        remaining = 0;
    }

    /** Gives the slots keys of their own; before it is submitted. */
    void name(String[] own) {
        keys = own;
    }

    @Override
    int position(int slot) {
        return positions == null ? slot : positions[slot];
    }

    @Override
    int slotOf(long task) {
        if (positions == null) {
            return super.slotOf(task);
        }
        long position = task - firstTask();
        int found = position < 0 || position > Integer.MAX_VALUE ? -1 : Arrays.binarySearch(positions, (int) position);
        return Math.max(found, -1);
    }

    @Override
    @Nullable
    Object slot(int slot) {
        return SLOT.getAcquire(slots, slot);
    }

    @Override
    boolean swap(int slot, @Nullable Object expected, @Nullable Object next) {
        return SLOT.compareAndSet(slots, slot, expected, next);
    }

    @Override
    void watch() {
        if (!watched) {
            watched = true;
        }
        VarHandle.fullFence();
        while ((boolean) SETTLING.getAcquire(this)) {
            Thread.onSpinWait();
        }
    }

    /** How many have not ended. */
    int remaining() {
        return remaining;
    }

    /** How many have ended without a value. */
    int failures() {
        return failures;
    }

    /** Hears of all that end from now on, and perhaps once more of some that ended before. */
    void observe(BatchObserver observer) {
        BatchObserver head;
        do {
            head = observers;
            BatchObserver next = head;
            while (next != null && next.givenUp()) {
                next = next.next;
            }
            observer.next = next;
        } while (!OBSERVERS.compareAndSet(this, head, observer));
        VarHandle.fullFence();
    }

    @Override
    public void settled(Outcomes outcomes, int from, int to) {
        if (positions == null) {
            settledSlots(outcomes, from, to);
            return;
        }
        int slot = first(positions, from);
        while (slot < positions.length && positions[slot] < to) {
            settledSlots(outcomes, slot, slot + 1);
            slot++;
        }
    }

    private static int first(int[] positions, int from) {
        int found = Arrays.binarySearch(positions, from);
        return found >= 0 ? found : -1 - found;
    }

    private void settledSlots(Outcomes outcomes, int from, int to) {
        if (remaining == 0) {
            return; // values of the caller's, reported all the same
        }
        SETTLING.setOpaque(this, true);
        VarHandle.fullFence();
        int failed = watched ? settleEach(outcomes, from, to) : settleRange(outcomes, from, to);
        SETTLING.setRelease(this, false);
        if (failed >= 0) {
            connection.ended(this, from, to, to - from, failed);
            ended(from, to, to - from, failed);
        }
    }

    /**
     * The common case: nobody looks at single tasks. More than one task in a range have values, all of them. Answers how many
     * failed.
     */
    private int settleRange(Outcomes outcomes, int from, int to) {
        long first = firstTask() + position(from);
        if (to - from == 1) {
            Object outcome = outcome(outcomes, first);
            SLOT.setRelease(slots, from, outcome);
            return Outcome.failed(outcome) ? 1 : 0;
        }
        VarHandle.releaseFence();
        outcomes.values(first, to - from, slots, from);
        for (int slot = from; slot < to; slot++) {
            if (slots[slot] == null) {
                SLOT.setRelease(slots, slot, Outcome.NULL);
            }
        }
        return 0;
    }

    /** Slot by slot; counts and tells by itself, since some may not have been pending. Answers -1. */
    private int settleEach(Outcomes outcomes, int from, int to) {
        int ended = 0;
        int failed = 0;
        for (int slot = from; slot < to; slot++) {
            Object outcome = outcome(outcomes, firstTask() + position(slot));
            if (settle(slot, outcome)) {
                ended++;
                failed += Outcome.failed(outcome) ? 1 : 0;
            }
        }
        if (ended > 0) {
            ended(from, to, ended, failed);
        }
        return -1;
    }

    /** So many slots of this range have ended, so many of them without a value; they are counted already. */
    void ended(int from, int to, int ended, int failed) {
        if (failed > 0) {
            FAILURES.getAndAdd(this, failed);
        }
        int left = (int) REMAINING.getAndAdd(this, -ended) - ended;
        if (left == 0) {
            over(failures == 0);
        }
        tell(from, to);
    }

    private void tell(int from, int to) {
        VarHandle.fullFence();
        for (BatchObserver each = observers; each != null; each = each.next) {
            each.settled(this, from, to);
        }
    }

    @Override
    public void reopened(int from, int to) {
        int slot = positions == null ? from : first(positions, from);
        int end = positions == null ? to : first(positions, to);
        while (slot < end) {
            if (reopenSlot(slot)) {
                connection.reopened(this, 1);
            }
            slot++;
        }
    }

    /** Makes an ended slot pending again. */
    boolean reopenSlot(int slot) {
        if (!reopen(slot)) {
            return false;
        }
        REMAINING.getAndAdd(this, 1);
        return true;
    }

    /** Says that so many slots, of this range, ended by being let go of. */
    void released(int from, int to, int unfinished) {
        REMAINING.getAndAdd(this, -unfinished);
        tell(from, to);
    }
}
