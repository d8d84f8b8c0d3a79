package dev.muster.graph;

import java.util.Arrays;

/**
 * Tasks in the order they were added and the way from a key to its position. Owned by a builder until it is copied into
 * a graph, which never changes it.
 *
 * <p>An open-addressed table of positions costs 8 to 16 bytes a task where a hash map of boxed integers takes about 60:
 * with a million tasks that is the larger part of a graph.
 */
final class KeyIndex {

    /** Returned by {@link #find} for a key that is not there. */
    static final int ABSENT = -1;

    private static final int SMALLEST_TABLE = 16;
    private static final int GOLDEN_RATIO = 0x9E3779B9;

    private Task[] tasks;
    private int size;
    /** Position + 1 of the task whose key belongs in this slot or was pushed on from an earlier one; 0 is empty. */
    private int[] table;

    KeyIndex() {
        tasks = new Task[SMALLEST_TABLE / 2];
        table = new int[SMALLEST_TABLE];
    }

    private KeyIndex(Task[] tasks, int[] table) {
        this.tasks = tasks;
        this.size = tasks.length;
        this.table = table;
    }

    /** An index of the same tasks that does not see later additions. */
    KeyIndex copy() {
        return new KeyIndex(Arrays.copyOf(tasks, size), table.clone());
    }

    int size() {
        return size;
    }

    Task task(int position) {
        return tasks[position];
    }

    /** The position of the task with this key, or {@link #ABSENT}. */
    int find(Key key) {
        int mask = table.length - 1;
        for (int slot = slotOf(key); table[slot] != 0; slot = (slot + 1) & mask) {
            int position = table[slot] - 1;
            if (tasks[position].key().equals(key)) {
                return position;
            }
        }
        return ABSENT;
    }

    /** Appends a task whose key is known to be absent. */
    void append(Task task) {
        if (size == tasks.length) {
            tasks = Arrays.copyOf(tasks, size * 2);
            rehash(table.length * 2);
        }
        tasks[size++] = task;
        enter(size - 1);
    }

    private void rehash(int capacity) {
        table = new int[capacity];
        for (int position = 0; position < size; position++) {
            enter(position);
        }
    }

    private void enter(int position) {
        int mask = table.length - 1;
        int slot = slotOf(tasks[position].key());
        while (table[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        table[slot] = position + 1;
    }

    private int slotOf(Key key) {
        // The high bits of the product: numbers that follow each other are spread over the table.
        return (key.hashCode() * GOLDEN_RATIO) >>> (Integer.numberOfLeadingZeros(table.length) + 1);
    }
}
