package dev.muster.node;

import dev.muster.protocol.Failure;
import dev.muster.protocol.Message;
import dev.muster.scheduler.Handle;
import dev.muster.scheduler.TaskRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The nested submissions of one worker to one client: their numbers, handles and ends. Thread-safe. */
final class Children implements Outcomes {
    /** Where the ids of proxied handles begin: far from every task id, which is positive. */
    static final long BASE = Long.MIN_VALUE;

    private final Map<Long, Child> children = new HashMap<>();
    private final List<Held> held = new ArrayList<>();
    private long next;

    /** Numbers {@code count} children of one handle; returns the first number. */
    synchronized long add(Handle handle, int count) {
        long first = next;
        next += count;
        for (int i = 0; i < count; i++) {
            children.put(first + i, new Child(handle, i));
        }
        return first;
    }

    /** How a message names a bound task: an earlier child, or a task of the session. */
    static long reference(long task) {
        return task < 0 ? -1 - (task - BASE) : task;
    }

    /** Runs {@code then} when these children have ended; at once if they have. */
    void whenEnded(List<? extends TaskRef> after, Runnable then) {
        synchronized (this) {
            List<Long> open = new ArrayList<>();
            for (TaskRef each : after) {
                Child child = children.get(each.task() - BASE);
                if (child != null && child.end == null) {
                    open.add(each.task() - BASE);
                }
            }
            if (!open.isEmpty()) {
                held.add(new Held(open, then));
                return;
            }
        }
        then.run();
    }

    void end(Message.Ready ready) {
        Child child;
        List<Runnable> freed = new ArrayList<>();
        synchronized (this) {
            child = children.get(ready.child());
            if (child == null) {
                return;
            }
            child.end = ready;
            held.removeIf(each -> {
                each.open.remove(ready.child());
                return each.open.isEmpty() && freed.add(each.then);
            });
        }
        tell(child);
        freed.forEach(Runnable::run);
    }

    private void tell(Child child) {
        if (child.handle instanceof SettledHandle settled) {
            settled.settled(this, child.index, child.index + 1);
        }
    }

    void failAll(Failure failure) {
        List<Child> open = new ArrayList<>();
        synchronized (this) {
            children.forEach((number, child) -> {
                if (child.end == null) {
                    child.end = new Message.Ready(number, 0, 0, null, List.of(), failure);
                    open.add(child);
                }
            });
            held.clear();
        }
        open.forEach(this::tell);
    }

    synchronized long[] release(Handle handle, int from, int to) {
        long[] numbers = new long[to - from];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = handle.firstTask() - BASE + from + i;
            children.remove(numbers[i]);
        }
        return numbers;
    }

    synchronized Message.@Nullable Ready ended(long number) {
        Child child = children.get(number);
        return child == null ? null : child.end;
    }

    private Message.Ready end(long task) {
        Message.Ready end = ended(task - BASE);
        if (end == null) {
            throw new IllegalStateException("child " + (task - BASE) + " has not ended");
        }
        return end;
    }

    @Override
    public @Nullable Failure failure(long task) {
        return end(task).failure();
    }

    @Override
    public @Nullable Object value(long task) {
        return end(task).value();
    }

    @Override
    public void values(long first, int count, @Nullable Object[] target, int offset) {
        for (int i = 0; i < count; i++) {
            target[offset + i] = value(first + i);
        }
    }

    @Override
    public int attempts(long task) {
        return end(task).attempt();
    }

    @Override
    public String worker(long task) {
        return "";
    }

    private static final class Child {
        private final Handle handle;
        private final int index;
        private Message.@Nullable Ready end;

        Child(Handle handle, int index) {
            this.handle = handle;
            this.index = index;
        }
    }

    private record Held(List<Long> open, Runnable then) {}
}
