package dev.muster.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Which threads lie idle: a bit for each. Thread-safe.
 *
 * <p>A thread sets its bit before it waits. Who clears somebody else's bit has chosen that thread, alone, for whatever it is chosen for;
 * a thread that finds its own bit cleared knows that it was chosen. So a choice is one atomic instruction, it cannot be lost, and no
 * thread is chosen twice. The preferred thread goes first, then the lowest number, which keeps few threads warm rather than all.
 *
 * <p>Atomic bit operations are full fences, and {@link #add} is followed by one in plain sight: whoever lies down looks again for work
 * after it, whoever brings work looks for idle threads after a fence of its own, so one of the two sees the other.
 */
final class IdleSet {
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int WORDS = 64;

    private final long[] bits = new long[WORDS];
    private final AtomicReferenceArray<@Nullable Waiting> waitings = new AtomicReferenceArray<>(WORDS * Long.SIZE);
    private final BitSet enlisted = new BitSet();
    private volatile int wordsInUse;
    private volatile int size;

    /** A hint that may be late. */
    private int preferred;

    /** Gives a thread its number. */
    synchronized int enlist(Waiting waiting) {
        int index = enlisted.nextClearBit(0);
        if (index >= waitings.length()) {
            throw new IllegalStateException("a loop serves at most " + waitings.length()
                    + " threads, and all are in use: lower muster.worker.threads or muster.worker.max-waiting");
        }
        enlisted.set(index);
        waitings.set(index, waiting);
        wordsInUse = Math.max(wordsInUse, index / Long.SIZE + 1);
        size++;
        return index;
    }

    /** Takes a number back; its bit is clear. */
    synchronized void dismiss(int index) {
        enlisted.clear(index);
        waitings.set(index, null);
        size--;
    }

    /** How many threads have a number. */
    int size() {
        return size;
    }

    /** The thread lies down. A full fence. */
    void add(int index) {
        WORD.getAndBitwiseOr(bits, index / Long.SIZE, 1L << index);
        VarHandle.fullFence();
    }

    /** The thread gets up; false if it was chosen meanwhile. */
    boolean remove(int index) {
        long bit = 1L << index;
        return ((long) WORD.getAndBitwiseAnd(bits, index / Long.SIZE, ~bit) & bit) != 0;
    }

    /** Whether the thread lies idle and has not been chosen. */
    boolean contains(int index) {
        return ((long) WORD.getVolatile(bits, index / Long.SIZE) & 1L << index) != 0;
    }

    /** Whether some thread lies idle. */
    boolean any() {
        for (int word = 0; word < wordsInUse; word++) {
            if ((long) WORD.getVolatile(bits, word) != 0) {
                return true;
            }
        }
        return false;
    }

    /** How many threads lie idle. */
    int count() {
        int count = 0;
        for (int word = 0; word < wordsInUse; word++) {
            count += Long.bitCount((long) WORD.getVolatile(bits, word));
        }
        return count;
    }

    /** Has this thread chosen before others while it is idle. */
    void prefer(int index) {
        preferred = index;
    }

    /** Chooses the preferred thread if it is idle, else the idle one with the lowest number, and wakes it; false if none is idle. */
    boolean choose() {
        int first = preferred;
        if (contains(first) && remove(first)) {
            wake(first);
            return true;
        }
        for (int word = 0; word < wordsInUse; ) {
            long idle = (long) WORD.getVolatile(bits, word);
            if (idle == 0) {
                word++;
                continue;
            }
            long bit = Long.lowestOneBit(idle);
            if (((long) WORD.getAndBitwiseAnd(bits, word, ~bit) & bit) != 0) {
                wake(word * Long.SIZE + Long.numberOfTrailingZeros(bit));
                return true;
            }
        }
        return false;
    }

    private void wake(int index) {
        Waiting chosen = waitings.get(index);
        if (chosen != null) {
            chosen.wake();
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("idle ")
                .append(count())
                .append(" of ")
                .append(size)
                .append(':');
        for (int word = 0; word < wordsInUse; word++) {
            text.append(' ').append(Long.toBinaryString((long) WORD.getVolatile(bits, word)));
        }
        return text.toString();
    }
}
