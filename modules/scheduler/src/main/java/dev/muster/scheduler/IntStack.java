package dev.muster.scheduler;

import java.util.Arrays;

/** Slots that have yet to be looked at: in place of recursion, which a long chain would overflow. Owned by the scheduler's loop. */
final class IntStack {
    private int[] items = new int[16];
    private int size;

    void push(int item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
        }
        items[size++] = item;
    }

    int pop() {
        return items[--size];
    }

    boolean isEmpty() {
        return size == 0;
    }
}
