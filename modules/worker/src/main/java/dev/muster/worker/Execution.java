package dev.muster.worker;

import dev.muster.protocol.Assignment;
import dev.muster.protocol.Peer;
import org.jspecify.annotations.Nullable;

/**
 * A run for one task thread: tasks {@code from} (inclusive) to {@code to} (exclusive) of one assignment. Immutable, except that the
 * thread's claim of the next task and the machine's {@link WorkerOutput#cut} meet in the shell, never here.
 *
 * @param number unique on this worker
 * @param session whose tasks they are
 * @param assignment what to run; positions count from its first task
 * @param from position of the first task of this run
 * @param to position after the last
 * @param inputs for an {@link Assignment.One}: its values, with fetched and stored ones filled in by the shell; null for a range
 */
public record Execution(
        long number,
        Peer session,
        Assignment assignment,
        int from,
        int to,
        @Nullable Object @Nullable [] inputs) {
    /** How many tasks. */
    public int count() {
        return to - from;
    }
}
