package dev.muster.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to one task. Immutable.
 *
 * @param key the task's key, never empty
 * @param name the kind of task, as {@code TaskOptions.name} or the function's class gives it
 * @param worker the id of the worker concerned; {@code null} if the task has not been given to one
 * @param attempt which attempt, counted from 1; 0 before the first
 * @param at when the client noted it, by this machine's clock
 * @param failure why an attempt failed; {@code null} where nothing failed
 */
public record TaskEvent(
        String key,
        String name,
        @Nullable String worker,
        int attempt,
        Instant at,
        @Nullable Throwable failure) {

    /**
     * Checks the key and the attempt.
     *
     * @throws IllegalArgumentException if the key is empty or the attempt negative
     */
    public TaskEvent {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("key is empty: every task has one");
        }
        if (attempt < 0) {
            throw new IllegalArgumentException("attempt=" + attempt + " of task " + key + ": at least 0 is needed");
        }
    }
}
