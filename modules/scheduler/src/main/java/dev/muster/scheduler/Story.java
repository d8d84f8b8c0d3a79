package dev.muster.scheduler;

import dev.muster.protocol.TaskIds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The last transitions, in a ring of columns: what a task's story is told from. Owned by the scheduler's loop. An entry may cover
 * a range of tasks, so that a map costs a few entries and not one a task.
 */
final class Story {
    private final int capacity;
    private final int mask;
    private final long[] times;
    private final long[] firsts;
    private final int[] counts;
    /** Attempt in the upper bits; from, to and cause in the lower 8 + 8 + 8. */
    private final int[] steps;

    private final int[] attempts;
    private final int[] workers;
    private long written;

    Story(int entries) {
        capacity = Math.max(16, Integer.highestOneBit(Math.max(1, entries - 1)) << 1);
        mask = capacity - 1;
        times = new long[capacity];
        firsts = new long[capacity];
        counts = new int[capacity];
        steps = new int[capacity];
        attempts = new int[capacity];
        workers = new int[capacity];
    }

    /** Notes that {@code count} tasks went from one state to another. {@code worker} counts from 1; 0 is none. */
    void note(long now, long first, int count, State from, State to, Cause cause, int attempt, int worker) {
        int at = (int) written++ & mask;
        times[at] = now;
        firsts[at] = first;
        counts[at] = count;
        steps[at] = from.ordinal() << 16 | to.ordinal() << 8 | cause.ordinal();
        attempts[at] = attempt;
        workers[at] = worker;
    }

    /** What the ring still knows of a task, oldest first, a sentence each; times relative to {@code now}. */
    List<String> of(long task, long now, Workers names) {
        List<String> lines = new ArrayList<>();
        for (long number = Math.max(0, written - capacity); number < written; number++) {
            int at = (int) number & mask;
            if (covers(at, task)) {
                lines.add(sentence(at, now, names));
            }
        }
        return lines.isEmpty() ? Collections.singletonList("(nothing is remembered of it)") : lines;
    }

    private boolean covers(int at, long task) {
        return TaskIds.generation(firsts[at]) == TaskIds.generation(task)
                && task >= firsts[at]
                && task < firsts[at] + counts[at];
    }

    private String sentence(int at, long now, Workers names) {
        State from = State.of((byte) (steps[at] >>> 16 & 0xff));
        State to = State.of((byte) (steps[at] >>> 8 & 0xff));
        Cause cause = Cause.of(steps[at] & 0xff);
        String where = workers[at] == 0 ? "" : " at " + names.name(workers[at]);
        return Words.nanos(now - times[at]) + " ago: " + from + " -> " + to + ", attempt " + attempts[at] + where + ": "
                + cause.words;
    }
}
