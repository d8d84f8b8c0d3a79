package dev.muster.protocol;

import org.jspecify.annotations.Nullable;

/** Attempts that ended with a value, reported in {@link Message.Finished}. Immutable by convention. */
public sealed interface Completion {
    /** Id of the (first) task. */
    long first();

    /** How many consecutive tasks. */
    int count();

    /** The attempt. */
    int attempt();

    /** Thread time that all of them took together, in nanoseconds. */
    long nanos();

    /**
     * Consecutive tasks of a range, all their values inline.
     *
     * @param values the values (live object, or {@link Payload}; null is a value), task {@code first + i} at {@code offset + i}
     * @param offset index of the first task's value
     * @param slowestNanos the longest single run among them
     */
    record Range(
            long first, int count, int attempt, @Nullable Object[] values, int offset, long nanos, long slowestNanos)
            implements Completion {}

    /**
     * One task.
     *
     * @param value the value (live object, {@link Payload}, or null), or {@link Kept#AT_WORKER}
     * @param size the value's size in bytes as far as known, else 0
     * @param fetched ids of inputs which this worker fetched and now holds too; empty mostly
     */
    record One(long first, int attempt, @Nullable Object value, long size, long nanos, long[] fetched)
            implements Completion {
        @Override
        public int count() {
            return 1;
        }
    }
}
