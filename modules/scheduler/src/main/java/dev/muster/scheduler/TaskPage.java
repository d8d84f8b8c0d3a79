package dev.muster.scheduler;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The records of 4,096 tasks, a column for each field. Owned by the scheduler's loop. Only {@link TaskTable} touches the columns; those
 * that most pages never use are made when first needed.
 */
final class TaskPage {
    static final int SHIFT = 12;
    static final int SIZE = 1 << SHIFT;
    static final int MASK = SIZE - 1;

    /** Its place in the table; slot = number × 4,096 + index. */
    final int number;

    /** The one submission whose tasks fill it, or null: a shared page. */
    final @Nullable Submission owner;

    final byte[] state = new byte[SIZE];
    final byte[] flags = new byte[SIZE];
    final int[] generation = new int[SIZE];
    final int[] attempt = new int[SIZE];
    /** How many dependants have yet to use the value. */
    final int[] users = new int[SIZE];
    /** In how many lists of waiters the task stands. */
    final int[] missing = new int[SIZE];
    /** Slot + 1 of the one waiter, 0 for none, -1 for a list. */
    final int[] waiter = new int[SIZE];
    /** Number of the worker that has or had the attempt, counting from 1; 0 for none. */
    final int[] worker = new int[SIZE];

    final @Nullable Object[] value = new Object[SIZE];

    /** Of a shared page: whose task each record is; null for a free one. */
    @Nullable
    Submission @Nullable [] submissions;

    int @Nullable [] @Nullable [] inputs;
    int @Nullable [] @Nullable [] waiters;
    /** How many kept values may have to be computed again from this one. */
    int @Nullable [] heirs;

    long @Nullable [] sizes;

    @Nullable
    Family @Nullable [] children;

    /** Records in use. */
    int live;
    /** Values here that are kept at workers. */
    int kept;
    /** Records from here on were not used since the page was opened. */
    int top;
    /** The highest generation in it. */
    int newest;
    /** Stands in the table's list of pages with room. */
    boolean listed;

    boolean dropped;

    TaskPage(int number, @Nullable Submission owner) {
        this.number = number;
        this.owner = owner;
        if (owner == null) {
            submissions = new Submission[SIZE];
        }
    }

    /** Begins to give out its free records, from the first on, all in this generation: so that those that follow have consecutive ids. */
    void open(int ofGeneration) {
        newest = ofGeneration;
        top = 0;
    }

    /** The next free record of a shared page since it was opened, or -1. */
    int reuse() {
        @Nullable Submission[] taken = submissions;
        while (taken != null && top < SIZE) {
            int index = top++;
            if (taken[index] == null) {
                generation[index] = newest;
                return index;
            }
        }
        return -1;
    }

    /** How many records of it are free. */
    int free() {
        return SIZE - live;
    }

    /** Empties a record; it stays taken until it is recycled. */
    void forget(int index) {
        state[index] = 0;
        flags[index] = 0;
        users[index] = 0;
        worker[index] = 0;
        if (Replicas.kept(value[index])) {
            kept--;
        }
        value[index] = null;
        if (heirs != null) {
            heirs[index] = 0;
        }
        if (sizes != null) {
            sizes[index] = 0;
        }
        if (children != null) {
            children[index] = null;
        }
        if (inputs != null) {
            inputs[index] = null;
        }
    }

    /** Empties records that have nothing but a state, a flag, a value and a worker. */
    void forgetPlain(int from, int count) {
        Arrays.fill(state, from, from + count, (byte) 0);
        Arrays.fill(flags, from, from + count, (byte) 0);
        Arrays.fill(worker, from, from + count, 0);
        Arrays.fill(value, from, from + count, null);
        if (inputs != null) {
            Arrays.fill(inputs, from, from + count, null);
        }
    }

    /** Readies an emptied record of a shared page for its next task. */
    void recycle(int index) {
        if (submissions != null) {
            submissions[index] = null;
        }
    }

    Submission submission(int index) {
        Submission submission = submissions == null ? owner : submissions[index];
        if (submission == null) {
            throw new IllegalStateException("record " + index + " of page " + number + " is not in use");
        }
        return submission;
    }

    // ---- waiters

    void addWaiter(int index, int slot) {
        if (waiter[index] == 0) {
            waiter[index] = slot + 1;
            return;
        }
        int @Nullable [] @Nullable [] lists = waiters;
        if (lists == null) {
            lists = new int[SIZE][];
            waiters = lists;
        }
        int[] list = lists[index];
        if (list == null || waiter[index] != -1) {
            list = new int[] {1, waiter[index] - 1, 0, 0};
            waiter[index] = -1;
        } else if (list[0] + 1 == list.length) {
            list = Arrays.copyOf(list, list.length * 2);
        }
        list[++list[0]] = slot;
        lists[index] = list;
    }

    boolean removeWaiter(int index, int slot) {
        if (waiter[index] == slot + 1) {
            waiter[index] = 0;
            return true;
        }
        int[] list = many(index);
        if (list == null) {
            return false;
        }
        for (int at = list[0]; at > 0; at--) {
            if (list[at] == slot) {
                System.arraycopy(list, at + 1, list, at, list[0] - at);
                list[0]--;
                if (list[0] == 0) {
                    clearWaiters(index);
                }
                return true;
            }
        }
        return false;
    }

    int @Nullable [] many(int index) {
        int @Nullable [] @Nullable [] lists = waiters;
        return waiter[index] != -1 || lists == null ? null : lists[index];
    }

    void clearWaiters(int index) {
        waiter[index] = 0;
        if (waiters != null) {
            waiters[index] = null;
        }
    }
}
