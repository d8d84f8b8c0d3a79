package dev.muster.protocol;

/**
 * One attempt each of a run of consecutive tasks. Immutable.
 *
 * @param first id of the first task
 * @param count how many tasks, at least 1; ids are consecutive
 * @param attempt the attempt, the same for all
 */
public record Span(long first, int count, int attempt) {
    public Span {
        if (count < 1) {
            throw new IllegalArgumentException("a span has at least one task, not " + count);
        }
    }

    /** One attempt of one task. */
    public static Span of(long task, int attempt) {
        return new Span(task, 1, attempt);
    }
}
