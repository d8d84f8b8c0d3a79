package dev.muster.client;

import dev.muster.graph.Key;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The exact keys that a client's callers chose and still hold. Thread-safe. */
final class LiveKeys {

    private final Map<String, Entry> live = new ConcurrentHashMap<>();

    /** Who holds a key: its record, the identity of its function, and how many tasks; 0 for a single one. */
    private record Entry(TaskRecord record, String function, int count) {}

    /**
     * The future or futures that hold the key with the same work, or null if nobody holds it.
     *
     * @param count how many tasks are to have the key; 0 for a single one
     * @throws IllegalArgumentException if it is held with other work
     */
    @Nullable
    Object held(String key, String function, int count) {
        Entry entry = live.get(key);
        Object held = entry == null ? null : entry.record.get();
        if (entry == null || held == null) {
            if (count == 0) {
                requireNotInBatch(key);
            }
            return null;
        }
        if (!entry.function.equals(function) || entry.count != count) {
            throw new IllegalArgumentException("key=" + key + " is held by " + text(entry.function, entry.count)
                    + ", not by " + text(function, count) + ": release that one first, or choose another key");
        }
        return held;
    }

    private void requireNotInBatch(String text) {
        Key key = Key.parse(text);
        Entry batch = key.hasNumber() ? live.get(key.prefix()) : null;
        if (batch != null && batch.record.get() != null && key.number() < batch.count) {
            throw new IllegalArgumentException("key=" + text + " is held by a task of the map with key=" + key.prefix()
                    + ": release that one first, or choose another key");
        }
    }

    private static String text(String function, int count) {
        return (count == 0 ? "a task of " : "a map of " + count + " tasks of ") + function;
    }

    void hold(String key, TaskRecord record, String function, int count) {
        live.put(key, new Entry(record, function, count));
    }

    /** The record is let go of. */
    void drop(TaskRecord record) {
        if (!live.isEmpty()) {
            live.computeIfPresent(record.kind.label(), (key, entry) -> entry.record == record ? null : entry);
        }
    }
}
