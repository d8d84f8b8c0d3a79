package dev.muster.graph;

import java.util.Arrays;

/** A growing binary heap of numbers, the least first. Owned by one walk over a graph; it boxes nothing. */
final class LongHeap {

    private long[] items = new long[64];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    long least() {
        return items[0];
    }

    void add(long item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
        }
        int at = size++;
        while (at > 0 && items[(at - 1) / 2] > item) {
            items[at] = items[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        items[at] = item;
    }

    void removeLeast() {
        long moved = items[--size];
        int at = 0;
        int child = 1;
        while (child < size) {
            if (child + 1 < size && items[child + 1] < items[child]) {
                child++;
            }
            if (items[child] >= moved) {
                break;
            }
            items[at] = items[child];
            at = child;
            child = 2 * at + 1;
        }
        items[at] = moved;
    }
}
