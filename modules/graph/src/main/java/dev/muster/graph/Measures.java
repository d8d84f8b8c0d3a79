package dev.muster.graph;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * What can be said of each task before any runs. Owned by one call of {@link DepthFirstOrder}; two passes over the
 * graph and a few sorts.
 */
final class Measures {

    private final TaskGraph graph;
    private final Edges distinctInputs;

    /**
     * How many results must be alive at once to compute the task, itself included, if nothing it stands on were shared:
     * the register need of Sethi and Ullman.
     */
    final int[] need;
    /** The longest way down: how many tasks must run one after the other before this one can start. */
    final int[] below;
    /** The longest way up: how many tasks must run one after the other once this one has run. */
    final int[] above;
    /** How many tasks this one stands on, itself included, a shared one counted once for each way to it. */
    final float[] size;
    /** The rank of the smallest goal that can be reached from the task; goals are ranked by size. */
    final int[] goalRank;
    /** The goals and, after them, the tasks without dependants that are no goals; each part by size. */
    final int[] targets;

    Measures(TaskGraph graph, Edges distinctInputs) {
        this.graph = graph;
        this.distinctInputs = distinctInputs;
        int tasks = graph.size();
        this.need = new int[tasks];
        this.below = new int[tasks];
        this.above = new int[tasks];
        this.size = new float[tasks];
        this.goalRank = new int[tasks];
        measureUpward();
        this.targets = rankedTargets();
        measureDownward();
    }

    private void measureUpward() {
        int[] scratch = new int[8];
        for (int task : graph.topological()) {
            int count = distinctInputs.count(task);
            if (scratch.length < count) {
                scratch = new int[count * 2];
            }
            float sum = 1;
            for (int i = 0; i < count; i++) {
                int input = distinctInputs.target(distinctInputs.start(task) + i);
                scratch[i] = need[input];
                below[task] = Math.max(below[task], below[input] + 1);
                sum += size[input];
            }
            size[task] = sum;
            need[task] = needOver(scratch, count);
        }
    }

    /** The greatest need comes first; while the next one is computed the results of those before it are held. */
    private static int needOver(int[] needs, int count) {
        Arrays.sort(needs, 0, count);
        int most = 1;
        for (int held = 0; held < count; held++) {
            most = Math.max(most, needs[count - 1 - held] + held);
        }
        return most;
    }

    private int[] rankedTargets() {
        boolean[] goal = new boolean[graph.size()];
        for (int position : graph.goalPositions()) {
            goal[position] = true;
        }
        IntStream goals = bySize(Arrays.stream(graph.goalPositions()));
        IntStream rest = bySize(IntStream.range(0, graph.size())
                .filter(task -> graph.dependants().count(task) == 0 && !goal[task]));
        return IntStream.concat(goals, rest).toArray();
    }

    /** Sorted by size, then by position: the bits of a positive float sort as its value does. */
    private IntStream bySize(IntStream tasks) {
        return tasks.mapToLong(task -> ((long) Float.floatToIntBits(size[task]) << 32) | task)
                .sorted()
                .mapToInt(key -> (int) key);
    }

    private void measureDownward() {
        Arrays.fill(goalRank, Integer.MAX_VALUE);
        for (int rank = 0; rank < targets.length; rank++) {
            goalRank[targets[rank]] = rank;
        }
        int[] topological = graph.topological();
        Edges dependants = graph.dependants();
        for (int i = topological.length - 1; i >= 0; i--) {
            int task = topological[i];
            for (int slot = dependants.start(task); slot < dependants.end(task); slot++) {
                int dependant = dependants.target(slot);
                above[task] = Math.max(above[task], above[dependant] + 1);
                goalRank[task] = Math.min(goalRank[task], goalRank[dependant]);
            }
        }
    }

    /** All tasks in the order in which a task's inputs are computed: great need first, then the longer way. */
    int[] inputSequence() {
        int[] byWay = sorted(IntStream.range(0, graph.size()).toArray(), task -> -below[task]);
        return sorted(byWay, task -> -need[task]);
    }

    /** All tasks in the order in which a result's dependants are served: small goal first, then the longer way. */
    int[] dependantSequence() {
        int[] byWay = sorted(IntStream.range(0, graph.size()).toArray(), task -> -above[task]);
        return sorted(byWay, task -> goalRank[task]);
    }

    /** Sorts stably: what is equal by this criterion stays as it is. */
    private static int[] sorted(int[] tasks, IntUnaryOperator criterion) {
        long[] keys = new long[tasks.length];
        for (int i = 0; i < tasks.length; i++) {
            keys[i] = ((long) criterion.applyAsInt(tasks[i]) << 32) | i;
        }
        Arrays.sort(keys);
        return Arrays.stream(keys).mapToInt(key -> tasks[(int) key]).toArray();
    }
}
