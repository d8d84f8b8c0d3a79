package dev.muster.graph;

import java.util.Arrays;

/** A growing stack of numbers. Owned by one walk over a graph; what recursion would keep on the thread's stack. */
final class IntStack {

    private int[] items = new int[64];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void push(int item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
        }
        items[size++] = item;
    }

    int pop() {
        return items[--size];
    }

    int peek() {
        return items[size - 1];
    }
}
