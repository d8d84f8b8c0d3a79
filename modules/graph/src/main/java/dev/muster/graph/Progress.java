package dev.muster.graph;

/**
 * How far a walk has come: which tasks have been put in order, which are ready, whose results are still alive. Owned by
 * one {@link DepthFirstWalk}, which alone changes it.
 */
final class Progress {

    /** From a task to its distinct inputs, in the order in which they should be computed. */
    final Edges inputs;
    /** From a task to its dependants, in the order in which they should be served. */
    final Edges dependants;

    final boolean[] done;
    /** How many distinct inputs of the task are not done. */
    final int[] missing;
    /** How many dependants of the task are not done; its result lives until there are none. */
    final int[] waiting;
    /** How many inputs of the task have no other dependant left than this task: so many results end with it. */
    final int[] sole;
    /** The dependants counted by {@link #waiting}, combined by exclusive or: the last one's number when one is left. */
    private final int[] waitingXor;

    private final int[] sequence;
    private int length;
    private int live;
    private int peak;
    private long total;

    Progress(Edges inputs, Edges dependants) {
        int tasks = inputs.nodes();
        this.inputs = inputs;
        this.dependants = dependants;
        this.done = new boolean[tasks];
        this.missing = new int[tasks];
        this.waiting = new int[tasks];
        this.sole = new int[tasks];
        this.waitingXor = new int[tasks];
        this.sequence = new int[tasks];
        for (int task = 0; task < tasks; task++) {
            missing[task] = inputs.count(task);
            waiting[task] = dependants.count(task);
            for (int slot = dependants.start(task); slot < dependants.end(task); slot++) {
                waitingXor[task] ^= dependants.target(slot);
            }
            if (waiting[task] == 1) {
                sole[waitingXor[task]]++;
            }
        }
    }

    /** Puts a ready task next in the sequence. */
    void append(int task) {
        sequence[length++] = task;
        done[task] = true;
        live += waiting[task] > 0 ? 1 : 0;
        for (int slot = dependants.start(task); slot < dependants.end(task); slot++) {
            missing[dependants.target(slot)]--;
        }
        for (int slot = inputs.start(task); slot < inputs.end(task); slot++) {
            int input = inputs.target(slot);
            waitingXor[input] ^= task;
            waiting[input]--;
            if (waiting[input] == 1) {
                sole[waitingXor[input]]++;
            } else if (waiting[input] == 0) {
                live--;
            }
        }
        peak = Math.max(peak, live);
        total += live;
    }

    /** The dependant of this task that is not done, if {@link #waiting} says that there is exactly one. */
    int lastDependant(int task) {
        return waitingXor[task];
    }

    boolean complete() {
        return length == sequence.length;
    }

    int length() {
        return length;
    }

    int at(int position) {
        return sequence[position];
    }

    /** The tasks in the order in which they were appended; handed over when complete. */
    int[] sequence() {
        return sequence;
    }

    /** The greatest number of results that were alive after a task, run one at a time; goals count while needed. */
    int peak() {
        return peak;
    }

    /** The number of results alive after each task, summed over all tasks. */
    long total() {
        return total;
    }
}
