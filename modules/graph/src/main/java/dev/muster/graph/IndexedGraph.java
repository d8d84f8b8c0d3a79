package dev.muster.graph;

import java.util.Arrays;
import java.util.Objects;

/**
 * A graph as a scheduler takes it: tasks numbered in the order in which they should run. Immutable, so any thread may
 * use it.
 *
 * <p>A scheduler gives its tasks contiguous ids, the first id plus the position. Inputs have lower positions than the
 * tasks that take them, and the lower of two ready tasks should start first. Made by {@link TaskGraph#indexed()}.
 */
public final class IndexedGraph {

    private final Task[] tasks;
    private final Edges inputs;
    private final Edges dependants;
    private final int[] goals;

    IndexedGraph(TaskGraph graph) {
        int[] order = graph.order();
        int[] positions = new int[order.length];
        for (int position = 0; position < order.length; position++) {
            positions[order[position]] = position;
        }
        this.tasks = new Task[order.length];
        for (int position = 0; position < order.length; position++) {
            tasks[position] = graph.index().task(order[position]);
        }
        this.inputs = renumbered(graph.inputs(), order, positions);
        this.dependants = inputs.reversed();
        this.goals = Arrays.stream(graph.goalPositions())
                .map(goal -> positions[goal])
                .toArray();
    }

    private static Edges renumbered(Edges edges, int[] order, int[] positions) {
        int[] starts = new int[order.length + 1];
        for (int position = 0; position < order.length; position++) {
            starts[position + 1] = starts[position] + edges.count(order[position]);
        }
        int[] targets = new int[starts[order.length]];
        for (int position = 0; position < order.length; position++) {
            int from = edges.start(order[position]);
            for (int slot = starts[position]; slot < starts[position + 1]; slot++) {
                targets[slot] = positions[edges.target(from++)];
            }
        }
        return new Edges(starts, targets);
    }

    /** The number of tasks. */
    public int size() {
        return tasks.length;
    }

    /** The task at a position. */
    public Task task(int position) {
        return tasks[position];
    }

    /** How many inputs the task takes, one taken twice counted twice. */
    public int inputCount(int position) {
        return inputs.count(position);
    }

    /** The position of the task's {@code which}-th input, counted from 0 in the order in which its work takes them. */
    public int input(int position, int which) {
        return inputs.target(inputs.start(position) + Objects.checkIndex(which, inputs.count(position)));
    }

    /** The positions of the task's inputs in the order in which its work takes them; a new array. */
    public int[] inputs(int position) {
        int[] positions = new int[inputCount(position)];
        for (int which = 0; which < positions.length; which++) {
            positions[which] = input(position, which);
        }
        return positions;
    }

    /** How many tasks take the task's result. */
    public int dependantCount(int position) {
        return dependants.count(position);
    }

    /** The position of the {@code which}-th task that takes the task's result, in ascending order, each once. */
    public int dependant(int position, int which) {
        return dependants.target(dependants.start(position) + Objects.checkIndex(which, dependants.count(position)));
    }

    /** How many goals there are. */
    public int goalCount() {
        return goals.length;
    }

    /** The position of the {@code which}-th goal, in the order in which the goals were named, each once. */
    public int goal(int which) {
        return goals[which];
    }

    /** How many tasks and goals there are. */
    @Override
    public String toString() {
        return "IndexedGraph(tasks=%d, goals=%d)".formatted(tasks.length, goals.length);
    }
}
