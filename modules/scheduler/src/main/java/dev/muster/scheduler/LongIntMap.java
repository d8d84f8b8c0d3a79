package dev.muster.scheduler;

import java.util.Arrays;

/** Task ids to small numbers, without boxes. Owned by the scheduler's loop. Linear probing; an id is never 0, which marks a free place. */
final class LongIntMap {
    private long[] keys = new long[8];
    private int[] values = new int[8];
    private int size;

    int size() {
        return size;
    }

    /** The number of an id, or {@code absent}. */
    int get(long key, int absent) {
        int at = place(key);
        return keys[at] == key ? values[at] : absent;
    }

    void put(long key, int value) {
        if (size * 2 >= keys.length) {
            grow();
        }
        int at = place(key);
        if (keys[at] != key) {
            keys[at] = key;
            size++;
        }
        values[at] = value;
    }

    /** Takes an id out; true if it was there. */
    boolean remove(long key) {
        if (size == 0) {
            return false;
        }
        int gap = place(key);
        if (keys[gap] != key) {
            return false;
        }
        size--;
        int mask = keys.length - 1;
        for (int at = gap + 1 & mask; keys[at] != 0; at = at + 1 & mask) {
            // What probed past the gap moves into it.
            if ((at - home(keys[at]) & mask) >= (at - gap & mask)) {
                keys[gap] = keys[at];
                values[gap] = values[at];
                gap = at;
            }
        }
        keys[gap] = 0;
        return true;
    }

    void clear() {
        Arrays.fill(keys, 0);
        size = 0;
    }

    private int place(long key) {
        int at = home(key);
        while (keys[at] != 0 && keys[at] != key) {
            at = at + 1 & keys.length - 1;
        }
        return at;
    }

    private int home(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 40) & keys.length - 1;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new int[oldKeys.length * 2];
        size = 0;
        for (int at = 0; at < oldKeys.length; at++) {
            if (oldKeys[at] != 0) {
                put(oldKeys[at], oldValues[at]);
            }
        }
    }
}
