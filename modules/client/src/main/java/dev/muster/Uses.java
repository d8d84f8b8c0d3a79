package dev.muster;

import dev.muster.graph.IndexedGraph;
import org.jspecify.annotations.Nullable;

/** Who still needs which value of a graph. Stateless; the arrays are the caller's. */
final class Uses {

    private Uses() {}

    /** For each task how often its value is taken: once by each input slot that names it, and once as a goal. */
    static int[] of(IndexedGraph graph) {
        int[] uses = new int[graph.size()];
        for (int position = 0; position < graph.size(); position++) {
            for (int which = 0; which < graph.inputCount(position); which++) {
                uses[graph.input(position, which)]++;
            }
        }
        for (int goal = 0; goal < graph.goalCount(); goal++) {
            uses[graph.goal(goal)]++;
        }
        return uses;
    }

    /** Takes a task's inputs out of the values; what nobody else needs is not kept there, so that it can be collected early. */
    static @Nullable Object[] inputs(IndexedGraph graph, int position, @Nullable Object[] values, int[] uses) {
        @Nullable Object[] inputs = new Object[graph.inputCount(position)];
        for (int which = 0; which < inputs.length; which++) {
            int input = graph.input(position, which);
            inputs[which] = values[input];
            uses[input]--;
            if (uses[input] == 0) {
                values[input] = null;
            }
        }
        return inputs;
    }

    /** The goals' values, in their order. */
    static @Nullable Object[] goals(IndexedGraph graph, @Nullable Object[] values) {
        @Nullable Object[] goals = new Object[graph.goalCount()];
        for (int goal = 0; goal < goals.length; goal++) {
            goals[goal] = values[graph.goal(goal)];
        }
        return goals;
    }
}
