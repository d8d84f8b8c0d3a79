package dev.muster.graph;

/**
 * Judges whether it pays to leave the way for a moment and finish with a result. Owned by one {@link DepthFirstWalk}.
 *
 * <p>A result is finished with when all its dependants have run. Some of these may miss inputs of their own. The trip
 * consists of the dependants and everything they miss; it pays if no more results are alive after it than before. Trips
 * are bounded to a few tasks, so a judgement takes constant time and the detour adds little to the peak.
 */
final class SideTrip {

    /** Bounds the tasks of a trip and so the dependants that a result may have left. */
    static final int MOST_TASKS = 8;

    private static final int MOST_INPUTS = 32;
    /** Dependants already done have to be passed over; of a very popular result that would be too many each time. */
    private static final int MOST_DEPENDANTS = 64;

    private final Progress progress;
    private final Company company;

    /** The tasks of the trip; the dependants of the result come first. */
    private final int[] tasks = new int[MOST_TASKS];

    private int size;
    private int dependants;
    /** The tasks whose results the trip takes, whether of the trip or done before. */
    private final int[] taken = new int[MOST_INPUTS];

    private int takenSize;
    private final boolean[] inTrip;
    /** For each task how many of the trip take its result. */
    private final int[] uses;

    SideTrip(Progress progress, Company company) {
        this.progress = progress;
        this.company = company;
        this.inTrip = new boolean[progress.done.length];
        this.uses = new int[progress.done.length];
    }

    /** Whether finishing with the result of this task, which is done, leaves no more results alive than there are. */
    boolean pays(int result) {
        size = 0;
        takenSize = 0;
        boolean pays = gatherDependants(result) && gatherMissing() && growth() <= 0;
        for (int i = 0; i < size; i++) {
            inTrip[tasks[i]] = false;
        }
        for (int i = 0; i < takenSize; i++) {
            uses[taken[i]] = 0;
        }
        return pays;
    }

    /** Puts the dependants of the last result asked about on the way ahead, the first to serve on top. */
    void enter(IntStack path) {
        for (int i = dependants - 1; i >= 0; i--) {
            path.push(tasks[i]);
        }
    }

    private boolean gatherDependants(int result) {
        Edges edges = progress.dependants;
        if (progress.waiting[result] == 1) {
            add(progress.lastDependant(result));
        } else if (progress.waiting[result] > MOST_TASKS || edges.count(result) > MOST_DEPENDANTS) {
            return false;
        } else {
            for (int slot = edges.start(result); slot < edges.end(result); slot++) {
                if (!progress.done[edges.target(slot)]) {
                    add(edges.target(slot));
                }
            }
        }
        dependants = size;
        return true;
    }

    private void add(int task) {
        tasks[size++] = task;
        inTrip[task] = true;
    }

    private boolean gatherMissing() {
        Edges inputs = progress.inputs;
        for (int i = 0; i < size; i++) {
            if (inputs.count(tasks[i]) > MOST_INPUTS) {
                return false;
            }
            for (int slot = inputs.start(tasks[i]); slot < inputs.end(tasks[i]); slot++) {
                if (!take(inputs.target(slot))) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean take(int input) {
        if (uses[input] == 0) {
            if (takenSize == MOST_INPUTS) {
                return false;
            }
            taken[takenSize++] = input;
        }
        uses[input]++;
        if (!progress.done[input] && !inTrip[input]) {
            if (size == MOST_TASKS) {
                return false;
            }
            add(input);
        }
        return true;
    }

    /** How many more results are alive after the trip. */
    private int growth() {
        int growth = 0;
        for (int i = 0; i < takenSize; i++) {
            int input = taken[i];
            if (!inTrip[input] && progress.waiting[input] == uses[input]) {
                growth--;
            }
        }
        for (int i = 0; i < size; i++) {
            int left = progress.waiting[tasks[i]] - uses[tasks[i]];
            boolean consumed = left == 0 && progress.waiting[tasks[i]] > 0;
            if (!consumed && !(company == Company.MERGING_IS_FREE && left == 1 && merges(tasks[i]))) {
                growth++;
            }
        }
        return growth;
    }

    /** Whether the one dependant outside the trip takes other results as well, of which it makes one. */
    private boolean merges(int task) {
        Edges edges = progress.dependants;
        for (int slot = edges.start(task); slot < edges.end(task); slot++) {
            int dependant = edges.target(slot);
            if (!progress.done[dependant] && !inTrip[dependant]) {
                return progress.inputs.count(dependant) > 1;
            }
        }
        return false;
    }

    /** How a trip counts what it leaves behind. */
    enum Company {
        /** Every result left alive counts, and only the last dependant of a result is worth a trip. */
        EVERY_RESULT_COUNTS,
        /**
         * A result that waits only to be merged with others does not count. So several reductions of the same data go
         * side by side, instead of the data being kept for the second until the first is over.
         */
        MERGING_IS_FREE
    }
}
