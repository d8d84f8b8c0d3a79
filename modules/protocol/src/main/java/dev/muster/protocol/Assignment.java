package dev.muster.protocol;

import org.jspecify.annotations.Nullable;

/** Tasks given to a worker in one {@link Message.Run}, each to be attempted once. Immutable. */
public sealed interface Assignment {
    /** What the tasks ask for. */
    TaskSpec spec();

    /** The attempt's number, from 1. */
    int attempt();

    /** The rank of the (first) task. */
    Rank rank();

    /** Run alone on the worker, because an earlier attempt's worker died. */
    boolean exclusive();

    /** How many tasks. */
    int count();

    /** Id of the (first) task. */
    long first();

    /** How many bytes its functions and values take, as far as they are encoded. */
    long size();

    private static long sizeOf(@Nullable Object value) {
        return value instanceof Payload payload ? payload.size() : 0;
    }

    private static long sizeOf(@Nullable Object[] values) {
        long bytes = 0;
        for (Object value : values) {
            bytes += sizeOf(value);
        }
        return bytes;
    }

    /**
     * Consecutive tasks of one {@code map}: one function, a row of arguments for each.
     *
     * @param work the function: a {@code Work} on a live link, else a {@link Payload}
     * @param arguments one row a task; {@code arguments.count()} is the number of tasks
     */
    record Range(long first, int attempt, TaskSpec spec, Rank rank, Object work, Arguments arguments, boolean exclusive)
            implements Assignment {
        @Override
        public int count() {
            return arguments.count();
        }

        @Override
        public long size() {
            return Assignment.sizeOf(work) + arguments.size();
        }
    }

    /**
     * Consecutive tasks that were submitted one by one, ask for the same, and have all their inputs with them. Together they cost about
     * what a range does.
     *
     * @param works each task's function: a {@code Work} on a live link, else a {@link Payload}
     * @param inputs each task's inputs, none of them elsewhere; null if no task has any
     */
    record Bundle(
            long first,
            int attempt,
            TaskSpec spec,
            Rank rank,
            Object[] works,
            Inputs @Nullable [] inputs,
            boolean exclusive)
            implements Assignment {
        /** The inputs of the task at a position. */
        public Inputs inputs(int position) {
            return inputs == null ? Inputs.NONE : inputs[position];
        }

        @Override
        public int count() {
            return works.length;
        }

        @Override
        public long size() {
            long bytes = Assignment.sizeOf(works);
            for (int at = 0; inputs != null && at < inputs.length; at++) {
                bytes += Assignment.sizeOf(inputs[at].values());
            }
            return bytes;
        }
    }

    /**
     * One task with its own function and inputs.
     *
     * @param work the function: a {@code Work} on a live link, else a {@link Payload}
     * @param inputs the values it takes, or where they are
     */
    record One(long first, int attempt, TaskSpec spec, Rank rank, Object work, Inputs inputs, boolean exclusive)
            implements Assignment {
        @Override
        public int count() {
            return 1;
        }

        @Override
        public long size() {
            return Assignment.sizeOf(work) + Assignment.sizeOf(inputs.values());
        }
    }
}
