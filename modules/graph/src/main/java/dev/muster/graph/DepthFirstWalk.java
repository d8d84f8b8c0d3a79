package dev.muster.graph;

/**
 * One walk through a graph that puts every task in order; {@link DepthFirstOrder} says how it chooses. Owned by one
 * call.
 */
final class DepthFirstWalk {

    private final Measures measures;
    private final Progress progress;
    private final SideTrip trip;
    /** Of a result with more dependants left than this, no finishing is tried. */
    private final int mostForTrip;

    /** The way down: each task is on it because the one below misses it or because it was a target. */
    private final IntStack path = new IntStack();
    /** Ready tasks with which at least one result ends. */
    private final IntStack enders = new IntStack();
    /** Results of which few dependants are left. */
    private final IntStack nearlyFinished = new IntStack();
    /** Live results by the goal they serve next, then the latest first, as {@link #holding} writes them. */
    private final LongHeap held = new LongHeap();
    /** How much of the sequence has been looked through for live results. */
    private int swept;
    /** For each task where its inputs, or dependants, that are not done may begin. */
    private final int[] nextInput;

    private final int[] nextDependant;
    private int nextTarget;

    DepthFirstWalk(Measures measures, Edges inputs, Edges dependants, SideTrip.Company company) {
        this.measures = measures;
        this.progress = new Progress(inputs, dependants);
        this.trip = new SideTrip(progress, company);
        this.mostForTrip = company == SideTrip.Company.EVERY_RESULT_COUNTS ? 1 : SideTrip.MOST_TASKS;
        this.nextInput = new int[inputs.nodes()];
        this.nextDependant = new int[inputs.nodes()];
        for (int task = 0; task < inputs.nodes(); task++) {
            nextInput[task] = inputs.start(task);
            nextDependant[task] = dependants.start(task);
        }
    }

    /** Walks to the end; what came of it is asked of the result. */
    Progress walk() {
        while (!progress.complete()) {
            if (!enders.isEmpty()) {
                runIfNotDone(enders.pop());
            } else if (!nearlyFinished.isEmpty()) {
                considerTrip(nearlyFinished.pop());
            } else if (!path.isEmpty()) {
                stepDown();
            } else {
                path.push(target());
            }
        }
        return progress;
    }

    private void runIfNotDone(int ready) {
        if (!progress.done[ready]) {
            run(ready);
        }
    }

    private void considerTrip(int result) {
        if (progress.waiting[result] > 0 && trip.pays(result)) {
            trip.enter(path);
        }
    }

    private void stepDown() {
        int task = path.peek();
        if (progress.done[task]) {
            path.pop();
        } else if (progress.missing[task] == 0) {
            path.pop();
            run(task);
        } else {
            int slot = nextInput[task];
            while (progress.done[progress.inputs.target(slot)]) {
                slot++;
            }
            nextInput[task] = slot;
            path.push(progress.inputs.target(slot));
        }
    }

    private void run(int task) {
        progress.append(task);
        Edges dependants = progress.dependants;
        // Backward, so that the first to serve is on top of the stack.
        for (int slot = dependants.end(task) - 1; slot >= dependants.start(task); slot--) {
            noteIfEnder(dependants.target(slot));
        }
        Edges inputs = progress.inputs;
        for (int slot = inputs.start(task); slot < inputs.end(task); slot++) {
            int input = inputs.target(slot);
            int left = progress.waiting[input];
            if (left == 1) {
                noteIfEnder(progress.lastDependant(input));
            }
            if (left > 0 && left <= mostForTrip) {
                nearlyFinished.push(input);
            }
        }
    }

    private void noteIfEnder(int task) {
        if (progress.missing[task] == 0 && progress.sole[task] > 0) {
            enders.push(task);
        }
    }

    /** Where to go when nothing is begun: what the live results serve soonest, else the smallest goal. */
    private int target() {
        while (swept < progress.length()) {
            holdIfAlive(swept++);
        }
        while (!held.isEmpty()) {
            long least = held.least();
            int position = Integer.MAX_VALUE - (int) least;
            int task = progress.at(position);
            if (progress.waiting[task] > 0 && holding(position) == least) {
                return nextDependant(task);
            }
            held.removeLeast();
            holdIfAlive(position);
        }
        while (progress.done[measures.targets[nextTarget]]) {
            nextTarget++;
        }
        return measures.targets[nextTarget];
    }

    private void holdIfAlive(int position) {
        if (progress.waiting[progress.at(position)] > 0) {
            held.add(holding(position));
        }
    }

    /** The rank of the goal that the result at this position serves next, and below it what sorts the latest first. */
    private long holding(int position) {
        long rank = measures.goalRank[nextDependant(progress.at(position))];
        return rank << 32 | (Integer.MAX_VALUE - position);
    }

    private int nextDependant(int task) {
        int slot = nextDependant[task];
        while (progress.done[progress.dependants.target(slot)]) {
            slot++;
        }
        nextDependant[task] = slot;
        return progress.dependants.target(slot);
    }
}
