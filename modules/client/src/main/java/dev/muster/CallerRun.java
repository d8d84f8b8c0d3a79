package dev.muster;

import dev.muster.error.ClusterException;
import dev.muster.graph.IndexedGraph;
import org.jspecify.annotations.Nullable;

/** Runs a graph in the calling thread, task after task in its static order, and drops each value after its last use. Stateless. */
final class CallerRun {

    private static final String WHERE = "the caller's thread";

    private CallerRun() {}

    /** The values of the goals, in their order. */
    static @Nullable Object[] run(IndexedGraph graph) {
        @Nullable Object[] values = new Object[graph.size()];
        int[] uses = Uses.of(graph);
        for (int position = 0; position < graph.size(); position++) {
            if (Thread.interrupted()) {
                Thread.currentThread().interrupt();
                throw new ClusterException(
                        ClusterException.Code.INTERRUPTED,
                        "Interrupted before task " + graph.task(position).key() + ", after " + position + " of "
                                + graph.size() + " tasks; the interrupt flag is set again");
            }
            values[position] = LocalTask.run(graph, position, Uses.inputs(graph, position, values, uses), WHERE);
        }
        return Uses.goals(graph, values);
    }
}
