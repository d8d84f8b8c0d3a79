package dev.muster.client;

import dev.muster.graph.Work;
import dev.muster.protocol.TaskSpec;
import dev.muster.scheduler.TaskRef;
import java.util.List;

/**
 * A graph as the scheduler takes it: tasks in their static order. Immutable by convention: its arrays are handed on.
 *
 * @param specs one a task
 * @param works one a task
 * @param inputs for each task its inputs: a position in this graph, or -1 - i for element i of {@code outside}
 * @param outside futures that the graph takes
 * @param wanted positions whose values the client holds, ascending
 */
record GraphPlan(TaskSpec[] specs, Work[] works, int[][] inputs, List<? extends TaskRef> outside, int[] wanted) {

    int size() {
        return works.length;
    }
}
