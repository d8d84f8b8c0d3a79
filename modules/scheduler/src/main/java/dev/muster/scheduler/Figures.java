package dev.muster.scheduler;

import java.util.List;

/**
 * How much there is of what. Immutable.
 *
 * @param workers workers that are there
 * @param threads their task threads together
 * @param pending tasks that wait: for inputs, arguments or a worker
 * @param running tasks that workers have
 * @param finished values made so far, those let go included
 * @param erred failures so far, those retried by request included
 * @param kinds the same by kind of task, in the order of their numbers
 */
public record Figures(
        int workers, int threads, long pending, long running, long finished, long erred, List<OfKind> kinds) {
    public Figures {
        kinds = List.copyOf(kinds);
    }

    /**
     * One kind's part. Immutable.
     *
     * @param kind the session's number for it
     * @param name its name
     */
    public record OfKind(int kind, String name, long pending, long running, long finished, long erred) {}
}
