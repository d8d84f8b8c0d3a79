package dev.muster.testkit.simulation;

import dev.muster.protocol.TaskSpec;
import java.util.List;

/**
 * What one simulated task does, and a count of how often it was begun. Owned by one simulation.
 *
 * <p>Its value is a hash of its number, its inputs and its children's values, so that any mix-up of values changes every result that
 * depends on it.
 */
final class Work {
    /** Throws at every execution. */
    static final int ALWAYS = Integer.MAX_VALUE;
    /** Takes longer than any simulation. */
    static final long FOREVER = Long.MAX_VALUE / 4;

    final long number;
    final TaskSpec spec;
    /** Thread time it takes. */
    final long nanos;
    /** Its value is too big for a message and stays at the worker. */
    final boolean kept;
    /** How many of its executions throw, before it succeeds. */
    final int throwing;
    /** Class of what it throws. */
    final String error;
    /** What goes wrong otherwise. */
    final Manner manner;
    /** What it submits and waits for. */
    final List<Work> children;

    int executions;
    int thrown;

    /** What it does besides computing. */
    enum Manner {
        /** Nothing. */
        PLAIN,
        /** Its process dies of it. */
        POISON,
        /** Does not end when interrupted. */
        DEAF
    }

    private Work(Builder b) {
        number = b.number;
        spec = b.spec;
        nanos = b.nanos;
        kept = b.kept;
        throwing = b.throwing;
        error = b.error;
        manner = b.manner;
        children = List.copyOf(b.children);
    }

    static Builder of(long number, TaskSpec spec, long nanos) {
        return new Builder(number, spec, nanos);
    }

    /** What its value must be, given its inputs'. */
    long value(long[] inputs) {
        long[] ended = new long[children.size()];
        for (int i = 0; i < ended.length; i++) {
            Work child = children.get(i);
            ended[i] = child.fails() ? FAILED_CHILD : child.value(NO_INPUTS);
        }
        return value(inputs, ended);
    }

    /** Its value, given its inputs' and its children's; {@link #FAILED_CHILD} stands for what it catches. */
    long value(long[] inputs, long[] ended) {
        long value = Chance.mix(number);
        for (long input : inputs) {
            value = Chance.mix(value * 31 + input);
        }
        for (long child : ended) {
            value = Chance.mix(value * 37 + child);
        }
        return value;
    }

    /** True if it never has a value. */
    boolean fails() {
        return throwing == ALWAYS || manner == Manner.POISON || nanos == FOREVER;
    }

    static final long FAILED_CHILD = 0xdeadL;
    static final long[] NO_INPUTS = {};

    @Override
    public String toString() {
        return "work " + number
                + (nanos == FOREVER ? " for ever" : " of " + nanos + " ns")
                + (kept ? ", kept" : "")
                + (throwing > 0 ? ", throwing " + (throwing == ALWAYS ? "always" : throwing + " times") : "")
                + (manner == Manner.PLAIN ? "" : ", " + manner)
                + (children.isEmpty() ? "" : ", children " + children);
    }

    /** Puts one together. */
    static final class Builder {
        private final long number;
        private final TaskSpec spec;
        private long nanos;
        private boolean kept;
        private int throwing;
        private String error = "java.io.IOException";
        private Manner manner = Manner.PLAIN;
        private List<Work> children = List.of();

        private Builder(long number, TaskSpec spec, long nanos) {
            this.number = number;
            this.spec = spec;
            this.nanos = nanos;
        }

        Builder kept(boolean yes) {
            kept = yes;
            return this;
        }

        Builder throwing(int times, String className) {
            throwing = times;
            error = className;
            return this;
        }

        Builder forever() {
            nanos = FOREVER;
            return this;
        }

        Builder manner(Manner how) {
            manner = how;
            return this;
        }

        Builder children(List<Work> works) {
            children = works;
            return this;
        }

        Work build() {
            return new Work(this);
        }
    }
}
