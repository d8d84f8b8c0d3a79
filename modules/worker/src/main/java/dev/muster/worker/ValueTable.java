package dev.muster.worker;

import dev.muster.protocol.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One session's values that are here or awaited, by task and attempt. Owned by the worker's loop. */
final class ValueTable {
    private final LongMap<Value> byTask = new LongMap<>();
    private int size;
    /** How many are awaited of attempts at this worker. */
    private int awaited;
    /** Bytes of what is here. */
    private long bytes;

    @Nullable
    Value get(long task, int attempt) {
        Value value = byTask.get(task);
        while (value != null && value.attempt != attempt) {
            value = value.other;
        }
        return value;
    }

    void add(Value value) {
        value.other = byTask.get(value.task);
        byTask.put(value.task, value);
        size++;
        count(value, 1);
    }

    void remove(Value value) {
        Value head = byTask.get(value.task);
        if (head == value && value.other == null) {
            byTask.remove(value.task);
        } else if (head == value && value.other != null) {
            byTask.put(value.task, value.other);
        } else {
            Value before = head;
            while (before != null && before.other != value) {
                before = before.other;
            }
            if (before == null) {
                throw new IllegalStateException(
                        "value of task " + Long.toHexString(value.task) + " is not in the table");
            }
            before.other = value.other;
        }
        value.other = null;
        size--;
        count(value, -1);
    }

    /** The value goes on to another state. */
    void turn(Value value, State to) {
        count(value, -1);
        value.state = to;
        count(value, 1);
    }

    private void count(Value value, int sign) {
        if (value.state == State.WAITING) {
            awaited += sign;
        } else if (value.state == State.MEMORY) {
            bytes += sign * value.size;
        }
    }

    int size() {
        return size;
    }

    int awaited() {
        return awaited;
    }

    long bytes() {
        return bytes;
    }

    void clear() {
        byTask.clear();
        size = 0;
        awaited = 0;
        bytes = 0;
    }

    void forEach(Consumer<Value> action) {
        byTask.forEach(head -> {
            for (Value value = head; value != null; ) {
                Value next = value.other;
                action.accept(value);
                value = next;
            }
        });
    }

    /** All of them, as they are now, in the order of their tasks. */
    List<Value> all() {
        List<Value> all = new ArrayList<>(size);
        forEach(all::add);
        all.sort((a, b) -> a.task != b.task ? Long.compare(a.task, b.task) : Integer.compare(a.attempt, b.attempt));
        return all;
    }

    /** Those of the span's tasks and attempt; walks whichever is shorter, the span or the table. */
    List<Value> covered(Span span) {
        List<Value> covered = new ArrayList<>(Math.min(span.count(), size));
        if (span.count() > size) {
            for (Value value : all()) {
                long at = value.task - span.first();
                if (at >= 0 && at < span.count() && value.attempt == span.attempt()) {
                    covered.add(value);
                }
            }
            return covered;
        }
        for (int i = 0; i < span.count(); i++) {
            Value value = get(span.first() + i, span.attempt());
            if (value != null) {
                covered.add(value);
            }
        }
        return covered;
    }
}
