package dev.muster.scheduler;

import dev.muster.protocol.TaskIds;
import java.util.Arrays;

/**
 * Tasks that could run, by rank. Owned by the scheduler's loop.
 *
 * <p>Almost everything arrives in the order of its rank, so the main part is a deque of ranges of ids that only grows at its end; what
 * arrives out of order goes to a heap. A million ready tasks of a map are a few hundred entries. Entries are hints and the records decide: a
 * task that was cancelled, or given out by another door, leaves its entry behind, and whoever comes across it skips it. So nothing is ever
 * searched for or taken out of the middle, and a task may stand in several sets.
 */
final class ReadySet {
    private static final int SPARE = 64;

    private final TaskTable tasks;
    private final TaskRuns runs;
    private final boolean exclusive;

    // the deque, a ring
    private long[] first = new long[16];
    private int[] count = new int[16];
    private int head;
    private int size;
    private final RankKey last = new RankKey();

    // the heap
    private long[] heapFirst = new long[16];
    private int[] heapCount = new int[16];
    private RankKey[] heapRank = new RankKey[16];
    private int heapSize;

    // what find() found
    private final RankKey key = new RankKey();
    private int foundSlot;
    private boolean foundInHeap;

    /** {@code exclusive}: whether its tasks are to run alone; others are skipped. */
    ReadySet(TaskTable tasks, TaskRuns runs, boolean exclusive) {
        this.tasks = tasks;
        this.runs = runs;
        this.exclusive = exclusive;
    }

    /** Adds consecutive tasks, which are queued already. */
    void add(int slot, int tasksMore) {
        long id = tasks.id(slot);
        key.of(tasks, slot);
        if (size == 0 || key.compareTo(last) >= 0) {
            append(id, tasksMore);
            if (tasksMore == 1) {
                last.of(key);
            } else {
                last.of(tasks, slot + tasksMore - 1);
            }
        } else {
            push(id, tasksMore);
        }
    }

    /** How many entries there are, stale ones included. */
    int entries() {
        return size + heapSize;
    }

    /** Looks for the task that goes first; true if there is one. Then {@link #slot} and {@link #run} tell it. */
    boolean find() {
        boolean inDeque = findInDeque();
        boolean inHeap = heapSize > 0 && findInHeap();
        if (!inDeque && !inHeap) {
            return false;
        }
        foundInHeap = !inDeque;
        if (inDeque && inHeap) {
            key.of(tasks, TaskIds.slot(first[head]));
            foundInHeap = heapRank[0].compareTo(key) < 0;
        }
        foundSlot = TaskIds.slot(foundInHeap ? heapFirst[0] : first[head]);
        return true;
    }

    /** The first task. */
    int slot() {
        return foundSlot;
    }

    /** How many consecutive tasks from it on, at most so many, are alike: the same attempt, the same page. */
    int run(int most) {
        long id = foundInHeap ? heapFirst[0] : first[head];
        return runs.alike(id, Math.min(most, foundInHeap ? heapCount[0] : count[head]), exclusive);
    }

    /** Takes out so many of what was found. */
    void take(int taken) {
        if (foundInHeap) {
            heapFirst[0] += taken;
            heapCount[0] -= taken;
            if (heapCount[0] == 0) {
                popHeap();
            } else {
                rerankHead();
            }
            return;
        }
        first[head] += taken;
        count[head] -= taken;
        if (count[head] == 0) {
            dropHead();
        }
    }

    private boolean findInDeque() {
        while (size > 0) {
            if (runs.alike(first[head], 1, exclusive) > 0) {
                return true;
            }
            if (--count[head] == 0) {
                dropHead();
            } else {
                first[head]++;
            }
        }
        return false;
    }

    private boolean findInHeap() {
        while (heapSize > 0) {
            if (runs.alike(heapFirst[0], 1, exclusive) > 0) {
                return true;
            }
            heapFirst[0]++;
            if (--heapCount[0] == 0) {
                popHeap();
            } else {
                rerankHead();
            }
        }
        return false;
    }

    /** Drops entries without any queued task; called when there are many more entries than tasks. */
    void compact() {
        int entries = size;
        int mask = first.length - 1;
        int from = head;
        size = 0;
        for (int entry = 0; entry < entries; entry++) {
            int at = from + entry & mask;
            if (alive(first[at], count[at])) {
                int to = from + size++ & mask;
                first[to] = first[at];
                count[to] = count[at];
            }
        }
        int kept = 0;
        for (int at = 0; at < heapSize; at++) {
            if (alive(heapFirst[at], heapCount[at])) {
                heapFirst[kept] = heapFirst[at];
                heapCount[kept] = heapCount[at];
                RankKey rank = heapRank[at];
                heapRank[at] = heapRank[kept];
                heapRank[kept++] = rank;
            }
        }
        heapSize = kept;
        for (int at = heapSize / 2 - 1; at >= 0; at--) {
            siftDown(at);
        }
    }

    /** Whether so few tasks deserve fewer entries. */
    boolean crowded(long queued) {
        return entries() > SPARE + 4 * queued;
    }

    private boolean alive(long id, int many) {
        for (int at = 0; at < many; at++) {
            if (runs.alike(id + at, 1, exclusive) > 0) {
                return true;
            }
        }
        return false;
    }

    // ---- the deque

    private void append(long id, int many) {
        if (size > 0) {
            int tail = head + size - 1 & first.length - 1;
            if (first[tail] + count[tail] == id && count[tail] <= Integer.MAX_VALUE - many) {
                count[tail] += many;
                return;
            }
        }
        if (size == first.length) {
            growDeque();
        }
        int at = head + size++ & first.length - 1;
        first[at] = id;
        count[at] = many;
    }

    private void growDeque() {
        long[] firsts = new long[size * 2];
        int[] counts = new int[size * 2];
        int tail = first.length - head;
        System.arraycopy(first, head, firsts, 0, tail);
        System.arraycopy(first, 0, firsts, tail, head);
        System.arraycopy(count, head, counts, 0, tail);
        System.arraycopy(count, 0, counts, tail, head);
        first = firsts;
        count = counts;
        head = 0;
    }

    private void dropHead() {
        head = head + 1 & first.length - 1;
        size--;
    }

    // ---- the heap

    private void push(long id, int many) {
        if (heapSize == heapFirst.length) {
            heapFirst = Arrays.copyOf(heapFirst, heapSize * 2);
            heapCount = Arrays.copyOf(heapCount, heapSize * 2);
            heapRank = Arrays.copyOf(heapRank, heapSize * 2);
        }
        int at = heapSize++;
        RankKey rank = heapRank[at];
        if (rank == null) {
            rank = new RankKey();
        }
        rank.of(key);
        while (at > 0) {
            int parent = (at - 1) / 2;
            if (heapRank[parent].compareTo(rank) <= 0) {
                break;
            }
            RankKey spare = heapRank[at];
            heapFirst[at] = heapFirst[parent];
            heapCount[at] = heapCount[parent];
            heapRank[at] = heapRank[parent];
            heapRank[parent] = spare;
            at = parent;
        }
        heapFirst[at] = id;
        heapCount[at] = many;
        heapRank[at] = rank;
    }

    private void popHeap() {
        heapSize--;
        swap(0, heapSize);
        siftDown(0);
    }

    private void rerankHead() {
        int slot = TaskIds.slot(heapFirst[0]);
        if (tasks.find(heapFirst[0]) >= 0) {
            heapRank[0].of(tasks, slot);
            siftDown(0);
        }
    }

    private void siftDown(int from) {
        int at = from;
        while (true) {
            int child = 2 * at + 1;
            if (child >= heapSize) {
                return;
            }
            if (child + 1 < heapSize && heapRank[child + 1].compareTo(heapRank[child]) < 0) {
                child++;
            }
            if (heapRank[at].compareTo(heapRank[child]) <= 0) {
                return;
            }
            swap(at, child);
            at = child;
        }
    }

    private void swap(int one, int other) {
        long id = heapFirst[one];
        heapFirst[one] = heapFirst[other];
        heapFirst[other] = id;
        int many = heapCount[one];
        heapCount[one] = heapCount[other];
        heapCount[other] = many;
        RankKey rank = heapRank[one];
        heapRank[one] = heapRank[other];
        heapRank[other] = rank;
    }
}
