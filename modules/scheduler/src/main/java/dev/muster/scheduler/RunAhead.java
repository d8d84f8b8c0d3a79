package dev.muster.scheduler;

import java.util.Arrays;

/**
 * Gives dependants out ahead of their inputs, to the worker that is making these: it starts them when the inputs are stored, without a
 * word from here. So chains and trees run at thread speed, while the scheduler hears of them in batches. Owned by the scheduler's loop.
 *
 * <p>There are two doors: when an input is given out ({@link #follow}), and when a dependant arrives while its input is out already
 * ({@link #arrived}). Where there are several workers only an input's sole dependant goes ahead; the branches of a fan-out are for all of
 * them.
 */
final class RunAhead {
    /** So many tasks ahead of their inputs are enough for one worker. */
    private static final int MOST_AHEAD = 4096;
    /** A task with more inputs than this is not looked at each time one of them goes out. */
    private static final int MOST_INPUTS = 8;
    /** So many tasks a thread that wait for nothing keep a worker busy while it reports. */
    private static final int BUSY = 2;
    /** So many branches of one input are looked at where there is one worker only. */
    private static final int MOST_BRANCHES = 8;

    private final Ledger ledger;
    private final TaskTable tasks;
    private final IntStack stack = new IntStack();
    private long[] arrivals = new long[16];
    private int arrivalCount;

    RunAhead(Ledger ledger) {
        this.ledger = ledger;
        tasks = ledger.tasks;
    }

    // ---- the first door

    /** The task has just been given to the worker: so may be what waits only for it. */
    void follow(WorkerView worker, int slot) {
        stack.push(slot);
        while (!stack.isEmpty()) {
            int input = stack.pop();
            int only = tasks.onlyWaiter(input);
            if (only >= 0) {
                goAhead(worker, only);
            } else if (ledger.workers.count() == 1) {
                branches(worker, input);
            }
        }
    }

    private void branches(WorkerView worker, int input) {
        int[] many = tasks.manyWaiters(input);
        if (many != null && many[0] <= MOST_BRANCHES) {
            for (int at = many[0]; at > 0; at--) {
                goAhead(worker, many[at]);
            }
        }
    }

    private boolean goAhead(WorkerView worker, int slot) {
        if (tasks.state(slot) != State.WAITING || !mayGoAhead(worker, slot)) {
            return false;
        }
        ledger.giving.give(worker, slot, Cause.RUN_AHEAD);
        if (tasks.hasWaiters(slot)) {
            stack.push(slot);
        }
        return true;
    }

    private boolean mayGoAhead(WorkerView worker, int slot) {
        if (worker.ahead >= MOST_AHEAD || !worker.open() || tasks.is(slot, TaskTable.DELAYED)) {
            return false;
        }
        int[] links = tasks.inputs(slot);
        if (links == null || links.length > MOST_INPUTS || !ledger.lanes.of(slot).plain) {
            return false;
        }
        Submission submission = tasks.submission(slot);
        if (submission instanceof Submission.Gate || submission.inputCount(links.length) < links.length) {
            return false; // a worker knows nothing of tasks that are no inputs
        }
        for (int input : links) {
            State state = tasks.state(input);
            boolean here = state == State.PROCESSING && tasks.worker(input) == worker.number;
            if (!here && state != State.MEMORY) {
                return false;
            }
        }
        return !ledger.cluster.exceeds(worker, links);
    }

    // ---- the second door

    /** The task has been linked to inputs that it misses; perhaps a worker is making them. */
    void arrived(int slot) {
        if (arrivalCount == arrivals.length) {
            arrivals = Arrays.copyOf(arrivals, arrivalCount * 2);
        }
        arrivals[arrivalCount++] = tasks.id(slot);
    }

    /** Looks at what has arrived since the last time. */
    void arrivals() {
        for (int at = 0; at < arrivalCount; at++) {
            int slot = tasks.find(arrivals[at]);
            if (slot >= 0 && tasks.state(slot) == State.WAITING) {
                goToInput(slot);
            }
        }
        arrivalCount = 0;
        if (arrivals.length > MOST_AHEAD) {
            arrivals = new long[16];
        }
    }

    /**
     * Whether the worker has enough to do besides: then it is cheaper for a task that was submitted by itself to wait for the report that
     * makes it ready. The tasks of a graph go ahead all the same, since their order holds little memory.
     */
    static boolean busy(WorkerView worker) {
        return worker.outstanding - worker.ahead > BUSY * worker.info.threads();
    }

    private void goToInput(int slot) {
        int[] links = tasks.inputs(slot);
        if (links == null || links.length > MOST_INPUTS) {
            return;
        }
        boolean alone = ledger.workers.count() == 1;
        WorkerView worker = null;
        for (int input : links) {
            if (tasks.state(input) == State.PROCESSING) {
                if (!alone && tasks.onlyWaiter(input) != slot) {
                    return;
                }
                worker = ledger.workers.get(tasks.worker(input));
            }
        }
        boolean single = tasks.submission(slot) instanceof Submission.Single;
        if (worker != null && !(single && busy(worker)) && goAhead(worker, slot)) {
            while (!stack.isEmpty()) {
                follow(worker, stack.pop());
            }
        }
    }
}
