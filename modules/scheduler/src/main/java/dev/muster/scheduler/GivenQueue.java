package dev.muster.scheduler;

/**
 * What a worker was given, in order, as ranges. Owned by the scheduler's loop. Entries are hints, as those of {@link ReadySet}: the records
 * decide whether a task is still there. It is read when the worker is lost.
 */
final class GivenQueue {
    private static final int SPARE = 64;

    private long[] first = new long[16];
    private int[] count = new int[16];
    private int[] attempt = new int[16];
    private int head;
    private int size;

    int size() {
        return size;
    }

    long first(int entry) {
        return first[head + entry & first.length - 1];
    }

    int count(int entry) {
        return count[head + entry & first.length - 1];
    }

    int attempt(int entry) {
        return attempt[head + entry & first.length - 1];
    }

    void add(long id, int tasks, int attempts, TaskRuns runs, int worker, int outstanding) {
        if (size > 0) {
            int tail = head + size - 1 & first.length - 1;
            if (first[tail] + count[tail] == id && attempt[tail] == attempts) {
                count[tail] += tasks;
                return;
            }
        }
        if (size == first.length || size > SPARE + 2 * outstanding) {
            compact(runs, worker);
        }
        if (size == first.length) {
            grow();
        }
        int at = head + size++ & first.length - 1;
        first[at] = id;
        count[at] = tasks;
        attempt[at] = attempts;
    }

    void clear() {
        head = 0;
        size = 0;
    }

    /** Drops entries of which nothing is left there. */
    private void compact(TaskRuns runs, int worker) {
        int mask = first.length - 1;
        int entries = size;
        int from = head;
        size = 0;
        for (int entry = 0; entry < entries; entry++) {
            int at = from + entry & mask;
            while (count[at] > 0 && runs.given(first[at], 1, attempt[at], worker) == 0) {
                first[at]++;
                count[at]--;
            }
            if (count[at] > 0) {
                int to = from + size++ & mask;
                first[to] = first[at];
                count[to] = count[at];
                attempt[to] = attempt[at];
            }
        }
    }

    private void grow() {
        long[] firsts = new long[size * 2];
        int[] counts = new int[size * 2];
        int[] attempts = new int[size * 2];
        for (int entry = 0; entry < size; entry++) {
            firsts[entry] = first(entry);
            counts[entry] = count(entry);
            attempts[entry] = attempt(entry);
        }
        first = firsts;
        count = counts;
        attempt = attempts;
        head = 0;
    }
}
