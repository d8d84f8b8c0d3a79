package dev.muster.worker;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A map from long keys, open addressing with linear probing, without boxing. Owned by the worker's loop. It never holds null, and
 * must not be changed while {@link #forEach} runs.
 */
final class LongMap<V> {
    private long[] keys = new long[16];
    private @Nullable Object[] values = new Object[16];
    private int mask = 15;
    private int size;

    int size() {
        return size;
    }

    /** The value at this key, or null. */
    @SuppressWarnings("unchecked")
    @Nullable
    V get(long key) {
        int at = home(key);
        while (true) {
            Object value = values[at];
            if (value == null) {
                return null;
            }
            if (keys[at] == key) {
                return (V) value;
            }
            at = at + 1 & mask;
        }
    }

    /** Puts a value, in place of the one that was there. */
    void put(long key, V value) {
        int at = home(key);
        while (values[at] != null && keys[at] != key) {
            at = at + 1 & mask;
        }
        boolean fresh = values[at] == null;
        keys[at] = key;
        values[at] = value;
        if (fresh && ++size * 2 > mask) {
            grow();
        }
    }

    /** Removes what is at this key, if anything. */
    void remove(long key) {
        int at = home(key);
        while (values[at] != null && keys[at] != key) {
            at = at + 1 & mask;
        }
        if (values[at] != null) {
            size--;
            close(at);
        }
    }

    /** Fills the gap with what had been pushed past it, so that no tombstones are needed. */
    private void close(int hole) {
        int gap = hole;
        int at = gap;
        while (true) {
            at = at + 1 & mask;
            if (values[at] == null) {
                values[gap] = null;
                return;
            }
            if ((at - home(keys[at]) & mask) >= (at - gap & mask)) {
                keys[gap] = keys[at];
                values[gap] = values[at];
                gap = at;
            }
        }
    }

    void clear() {
        Arrays.fill(values, null);
        size = 0;
    }

    /** Every value, in an order that only the keys and their history fix. */
    @SuppressWarnings("unchecked")
    void forEach(Consumer<? super V> action) {
        for (Object value : values) {
            if (value != null) {
                action.accept((V) value);
            }
        }
    }

    private int home(long key) {
        long hash = key * 0x9E3779B97F4A7C15L;
        return (int) (hash >>> 32) & mask;
    }

    private void grow() {
        long[] oldKeys = keys;
        Object[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new Object[keys.length];
        mask = keys.length - 1;
        size = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            Object value = oldValues[i];
            if (value != null) {
                reput(oldKeys[i], value);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private void reput(long key, Object value) {
        put(key, (V) value);
    }
}
