package dev.muster.node;

import dev.muster.protocol.Failure;
import dev.muster.protocol.Message;
import dev.muster.scheduler.Handle;
import dev.muster.scheduler.TaskRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The nested submissions of one worker to one client: their numbers, handles and ends. Thread-safe. */
final class Children {
    /** Where the ids of proxied handles begin: far from every task id, which is positive. */
    static final long BASE = Long.MIN_VALUE;

    private final Map<Long, Child> children = new HashMap<>();
    /** Children that are not submitted yet, by number. */
    private final Map<Long, Held> held = new LinkedHashMap<>();

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

    /**
     * Runs {@code then}, which submits this child, when those have ended that it comes after, and those of its inputs that wait for such an
     * end themselves; at once if there are none.
     */
    void whenReady(long child, List<? extends TaskRef> after, List<? extends TaskRef> inputs, Runnable then) {
        synchronized (this) {
            List<Long> open = new ArrayList<>();
            for (TaskRef each : after) {
                Child earlier = children.get(each.task() - BASE);
                if (earlier != null && earlier.end == null) {
                    open.add(each.task() - BASE);
                }
            }
            for (TaskRef each : inputs) {
                if (held.containsKey(each.task() - BASE)) {
                    open.add(each.task() - BASE);
                }
            }
            if (!open.isEmpty()) {
                held.put(child, new Held(open, then));
                return;
            }
        }
        then.run();
    }

    /**
     * Takes back those of these children that were not submitted yet; answers the others, which the scheduler knows.
     *
     * @param cancelled is given how those ended that were taken back, to {@link #end} them under the loop
     */
    long[] cancel(long[] numbers, Consumer<Message.Ready> cancelled) {
        List<Long> known = new ArrayList<>();
        for (long number : numbers) {
            boolean unknown;
            synchronized (this) {
                unknown = held.remove(number) != null;
            }
            if (unknown) {
                cancelled.accept(new Message.Ready(
                        number,
                        0,
                        0,
                        null,
                        List.of(),
                        Failure.of(Failure.Kind.CANCELLED, "it was cancelled before what it comes after had ended")));
            } else {
                known.add(number);
            }
        }
        return known.stream().mapToLong(Long::longValue).toArray();
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
            held.values().removeIf(each -> {
                each.open.remove(ready.child());
                return each.open.isEmpty() && freed.add(each.then);
            });
        }
        tell(child, ready);
        freed.forEach(Runnable::run);
    }

    /** Its task may let go of it at this very moment, so what it is told is not looked up. */
    private static void tell(Child child, Message.Ready end) {
        if (child.handle instanceof SettledHandle settled) {
            settled.settled(new Told(end), child.index, child.index + 1);
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
        open.forEach(child -> tell(child, Objects.requireNonNull(child.end)));
    }

    /** Lets go of children; answers those that the scheduler knows. */
    synchronized long[] release(Handle handle, int from, int to) {
        List<Long> known = new ArrayList<>();
        for (int i = from; i < to; i++) {
            long number = handle.firstTask() - BASE + i;
            children.remove(number);
            if (held.remove(number) == null) {
                known.add(number);
            }
        }
        return known.stream().mapToLong(Long::longValue).toArray();
    }

    synchronized Message.@Nullable Ready ended(long number) {
        Child child = children.get(number);
        return child == null ? null : child.end;
    }

    /** How one child ended. */
    private record Told(Message.Ready end) implements Outcomes {
        @Override
        public @Nullable Failure failure(long task) {
            return end.failure();
        }

        @Override
        public @Nullable Object value(long task) {
            return end.value();
        }

        @Override
        public void values(long first, int count, @Nullable Object[] target, int offset) {
            target[offset] = end.value(); // told one by one
        }

        @Override
        public int attempts(long task) {
            return end.attempt();
        }

        @Override
        public String worker(long task) {
            return "";
        }
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
