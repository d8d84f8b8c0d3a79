package dev.muster.scheduler;

import dev.muster.protocol.TaskIds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The last transitions, in a ring: what a task's story is told from. Owned by the scheduler's loop. An entry may cover
 * a range of tasks, so that a map costs a few entries and not one a task.
 */
final class Story {
    private static final int WIDTH = 4;

    private final int capacity;
    private final int mask;
    /** For each entry: the time; the first task; count and attempt; states, cause and worker. */
    private final long[] ring;

    private long written;

    Story(int entries) {
        capacity = Math.max(16, Integer.highestOneBit(Math.max(1, entries - 1)) << 1);
        mask = capacity - 1;
        ring = new long[capacity * WIDTH];
    }

    /** Notes that {@code count} tasks went from one state to another. {@code worker} counts from 1; 0 is none. */
    void note(long now, long first, int count, State from, State to, Cause cause, int attempt, int worker) {
        int at = ((int) written++ & mask) * WIDTH;
        ring[at] = now;
        ring[at + 1] = first;
        ring[at + 2] = (long) count << 32 | attempt;
        ring[at + 3] = (long) (from.ordinal() << 16 | to.ordinal() << 8 | cause.ordinal()) << 32 | worker;
    }

    /** What the ring still knows of a task, oldest first, a sentence each; times relative to {@code now}. */
    List<String> of(long task, long now, Workers names) {
        List<String> lines = new ArrayList<>();
        for (long number = Math.max(0, written - capacity); number < written; number++) {
            int at = ((int) number & mask) * WIDTH;
            if (covers(at, task)) {
                lines.add(sentence(at, now, names));
            }
        }
        return lines.isEmpty() ? Collections.singletonList("(nothing is remembered of it)") : lines;
    }

    private boolean covers(int at, long task) {
        long first = ring[at + 1];
        return TaskIds.generation(first) == TaskIds.generation(task)
                && task >= first
                && task < first + (ring[at + 2] >>> 32);
    }

    private String sentence(int at, long now, Workers names) {
        int step = (int) (ring[at + 3] >>> 32);
        State from = State.of((byte) (step >>> 16 & 0xff));
        State to = State.of((byte) (step >>> 8 & 0xff));
        Cause cause = Cause.of(step & 0xff);
        int worker = (int) ring[at + 3];
        String where = worker == 0 ? "" : " at " + names.name(worker);
        return Words.nanos(now - ring[at]) + " ago: " + from + " -> " + to + ", attempt " + (int) ring[at + 2] + where
                + ": " + cause.words;
    }
}
