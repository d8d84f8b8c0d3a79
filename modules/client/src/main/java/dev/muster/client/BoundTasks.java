package dev.muster.client;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which record a task's id belongs to; kept only while somebody listens. Thread-safe.
 *
 * <p>Records bound before are not known, so reports about them name the task by its id.
 */
final class BoundTasks {

    private static final int MOST = 1 << 16;

    private volatile boolean noting;
    private final TreeMap<Long, WeakReference<TaskRecord>> byFirst = new TreeMap<>();

    /** Begins or ends noting. */
    void note(boolean on) {
        synchronized (byFirst) {
            noting = on;
            byFirst.clear();
        }
    }

    /** Under the loop. */
    void add(TaskRecord record, long first) {
        if (noting) {
            synchronized (byFirst) {
                byFirst.put(first, new WeakReference<>(record));
                if (byFirst.size() > MOST) {
                    byFirst.values().removeIf(each -> each.get() == null);
                }
            }
        }
    }

    /** The record that has the task, if it is known. */
    @Nullable
    TaskRecord find(long task) {
        synchronized (byFirst) {
            Map.Entry<Long, WeakReference<TaskRecord>> entry = byFirst.floorEntry(task);
            TaskRecord record = entry == null ? null : entry.getValue().get();
            return record != null && task - record.firstTask() < record.tasks() ? record : null;
        }
    }
}
