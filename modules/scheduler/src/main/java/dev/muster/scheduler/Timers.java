package dev.muster.scheduler;

import java.util.Arrays;

/**
 * What is to be looked at later, the earliest first: a heap of columns. Owned by the scheduler's loop. Nothing is ever taken out early;
 * whoever handles a timer looks whether it still means something.
 */
final class Timers {
    /** What a timer is for. */
    enum Purpose {
        /** A task's wait before its retry is over. */
        RETRY,
        /** Tasks should have ended by now. */
        DEADLINE
    }

    private static final Purpose[] PURPOSES = Purpose.values();

    private long[] times = new long[16];
    private long[] tasks = new long[16];
    private int[] counts = new int[16];
    private byte[] purposes = new byte[16];
    private int size;

    void add(long time, Purpose purpose, long task, int count) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            tasks = Arrays.copyOf(tasks, size * 2);
            counts = Arrays.copyOf(counts, size * 2);
            purposes = Arrays.copyOf(purposes, size * 2);
        }
        int at = size++;
        while (at > 0 && times[(at - 1) / 2] > time) {
            move((at - 1) / 2, at);
            at = (at - 1) / 2;
        }
        times[at] = time;
        tasks[at] = task;
        counts[at] = count;
        purposes[at] = (byte) purpose.ordinal();
    }

    /** When the earliest is due; {@link Long#MAX_VALUE} if there is none. */
    long next() {
        return size == 0 ? Long.MAX_VALUE : times[0];
    }

    /** What the earliest is for. */
    Purpose purpose() {
        return PURPOSES[purposes[0]];
    }

    /** The first task that it is about. */
    long task() {
        return tasks[0];
    }

    /** How many consecutive tasks it is about. */
    int count() {
        return counts[0];
    }

    /** Takes the earliest out. */
    void pop() {
        int last = --size;
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= last) {
                break;
            }
            if (child + 1 < last && times[child + 1] < times[child]) {
                child++;
            }
            if (times[last] <= times[child]) {
                break;
            }
            move(child, at);
            at = child;
        }
        move(last, at);
    }

    private void move(int from, int to) {
        times[to] = times[from];
        tasks[to] = tasks[from];
        counts[to] = counts[from];
        purposes[to] = purposes[from];
    }
}
