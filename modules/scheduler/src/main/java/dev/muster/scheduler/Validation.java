package dev.muster.scheduler;

import dev.muster.protocol.Failure;
import dev.muster.protocol.Kept;
import java.util.HashMap;
import java.util.Map;

/** Recounts everything from the records and compares. For tests; slow. */
final class Validation {
    private final Ledger ledger;
    private final TaskTable tasks;
    private final Map<Integer, int[]> links = new HashMap<>();
    private final Map<Integer, int[]> users = new HashMap<>();
    private final Map<Integer, int[]> heirs = new HashMap<>();
    private final Map<Lane, int[]> queued = new HashMap<>();
    private final Map<Kind, int[]> kinds = new HashMap<>();
    private final Map<WorkerView, int[]> workers = new HashMap<>();
    private long pending;
    private int troubled;

    private static final int OUTSTANDING = 0;
    private static final int AHEAD = 1;
    private static final int BLOCKED = 2;
    private static final int HOLDING = 3;
    private static final int EXCLUSIVE = 4;

    Validation(Ledger ledger) {
        this.ledger = ledger;
        tasks = ledger.tasks;
    }

    void run() {
        int live = 0;
        for (int slot = 0; slot < tasks.end(); slot++) {
            TaskPage page = tasks.pageOrNull(slot);
            if (page == null || (slot & TaskPage.MASK) >= page.top) {
                slot |= TaskPage.MASK; // nothing was ever there
            } else if (tasks.used(slot)) {
                live++;
                count(slot);
            } else if (page.missing[slot & TaskPage.MASK] > 0) {
                live++; // forgotten, but it stands in a list still
            }
        }
        expect(live == tasks.live(), -1, live + " records in use, counted as " + tasks.live());
        for (int slot = 0; slot < tasks.end(); slot++) {
            TaskPage page = tasks.pageOrNull(slot);
            if (page == null || (slot & TaskPage.MASK) >= page.top) {
                slot |= TaskPage.MASK;
            } else if (tasks.used(slot)) {
                check(slot);
            }
        }
        checkSums();
    }

    // ---- counting

    private void count(int slot) {
        State state = tasks.state(slot);
        pending += state.pending() ? 1 : 0;
        troubled += tasks.is(slot, TaskTable.TROUBLED) ? 1 : 0;
        add(kinds, ledger.kind(slot), state.ordinal(), 1, State.values().length);
        if (state == State.QUEUED) {
            add(queued, ledger.lanes.of(slot), 0, 1, 1);
        }
        countWaiters(slot);
        countInputs(slot, state);
        if (state == State.PROCESSING) {
            WorkerView worker = ledger.workers.get(tasks.worker(slot));
            add(workers, worker, OUTSTANDING, 1, 5);
            add(workers, worker, AHEAD, tasks.missing(slot) > 0 ? 1 : 0, 5);
            add(workers, worker, BLOCKED, tasks.is(slot, TaskTable.BLOCKED) ? 1 : 0, 5);
            add(workers, worker, EXCLUSIVE, alone(slot) ? 1 : 0, 5);
        } else if (state == State.MEMORY) {
            countHolders(slot);
            expect(
                    Replicas.kept(tasks.value(slot))
                            || !(tasks.submission(slot) instanceof Submission.Single single)
                            || !single.hasWork(),
                    slot,
                    "it keeps its function though its value is the client's");
        }
    }

    /** While it waits for tasks of its own, others may run beside it. */
    private boolean alone(int slot) {
        return tasks.is(slot, TaskTable.EXCLUSIVE) && !tasks.is(slot, TaskTable.BLOCKED);
    }

    private void countWaiters(int slot) {
        int only = tasks.onlyWaiter(slot);
        int[] many = tasks.manyWaiters(slot);
        if (only >= 0) {
            add(links, only, 0, 1, 1);
        }
        for (int at = 1; many != null && at <= many[0]; at++) {
            add(links, many[at], 0, 1, 1);
        }
    }

    private void countInputs(int slot, State state) {
        int[] inputs = tasks.inputs(slot);
        if (inputs == null) {
            return;
        }
        boolean uses = state.pending() || state == State.ERRED;
        for (int input : inputs) {
            expect(tasks.used(input), slot, "its input in slot " + input + " is forgotten");
            add(uses ? users : heirs, input, 0, 1, 1);
        }
        expect(
                uses || state == State.RELEASED || Replicas.kept(tasks.value(slot)),
                slot,
                "it keeps its inputs though its value is the client's");
    }

    private void countHolders(int slot) {
        Object value = tasks.value(slot);
        if (value instanceof Replicas replicas) {
            expect(replicas.count() > 1, slot, "one holder in a list");
            expect(replicas.worker(0) == tasks.worker(slot), slot, "its worker is not its first holder");
            for (int at = 0; at < replicas.count(); at++) {
                add(workers, ledger.workers.get(replicas.worker(at)), HOLDING, 1, 5);
            }
        } else if (value == Kept.AT_WORKER) {
            add(workers, ledger.workers.get(tasks.worker(slot)), HOLDING, 1, 5);
        }
    }

    private static <K> void add(Map<K, int[]> counts, K key, int at, int more, int length) {
        counts.computeIfAbsent(key, any -> new int[length])[at] += more;
    }

    private static <K> int get(Map<K, int[]> counts, K key, int at) {
        int[] found = counts.get(key);
        return found == null ? 0 : found[at];
    }

    // ---- comparing

    private void check(int slot) {
        State state = tasks.state(slot);
        same(get(links, slot, 0), tasks.missing(slot), slot, "lists of waiters that it stands in");
        same(get(users, slot, 0), tasks.users(slot), slot, "dependants that have yet to use it");
        same(get(heirs, slot, 0), tasks.heirs(slot), slot, "values that may be computed again from it");
        boolean delayed = tasks.is(slot, TaskTable.DELAYED);
        switch (state) {
            case WAITING -> expect(tasks.missing(slot) > 0 || delayed || isMap(slot), slot, "it waits for nothing");
            case QUEUED -> expect(tasks.missing(slot) == 0, slot, "it is queued and misses inputs");
            case PROCESSING ->
                expect(!ledger.workers.get(tasks.worker(slot)).gone, slot, "it is at a worker that is gone");
            case ERRED -> expect(tasks.value(slot) instanceof Failure, slot, "it failed without a failure");
            case MEMORY -> checkValue(slot);
            default -> expect(tasks.value(slot) == null, slot, "it has a value");
        }
        expect(!delayed || state == State.WAITING, slot, "it is delayed and not waiting");
        expect(!tasks.is(slot, TaskTable.BLOCKED) || state == State.PROCESSING, slot, "it blocks and does not run");
        expect(
                tasks.is(slot, TaskTable.HELD)
                        || tasks.users(slot) > 0
                        || tasks.heirs(slot) > 0
                        || tasks.is(slot, TaskTable.ORPHAN) && state.pending(),
                slot,
                "nobody wants it");
        expect(state.pending() || !tasks.hasWaiters(slot), slot, "it has ended and there are tasks that wait for it");
    }

    private boolean isMap(int slot) {
        return tasks.submission(slot) instanceof MapTasks map && !map.ready(slot - map.slot());
    }

    private void checkValue(int slot) {
        Object value = tasks.value(slot);
        if (value instanceof Replicas replicas) {
            for (int at = 0; at < replicas.count(); at++) {
                expect(!ledger.workers.get(replicas.worker(at)).gone, slot, "a holder is gone");
            }
        } else if (value == Kept.AT_WORKER) {
            expect(!ledger.workers.get(tasks.worker(slot)).gone, slot, "its holder is gone");
        }
    }

    private void checkSums() {
        same(pending, ledger.pending, -1, "pending tasks");
        same(troubled, ledger.troubled(), -1, "tasks in trouble");
        long all = 0;
        for (Lane lane : ledger.lanes.all()) {
            same(get(queued, lane, 0), lane.queued, -1, "queued tasks that ask for " + lane.describe());
            all += lane.queued;
        }
        same(all, ledger.lanes.queued(), -1, "queued tasks");
        for (Kind kind : ledger.kinds.everything()) {
            for (State state : State.values()) {
                if (state != State.FORGOTTEN) {
                    same(get(kinds, kind, state.ordinal()), kind.count(state), -1, kind.name + " tasks " + state);
                }
            }
        }
        for (WorkerView worker : ledger.workers.all()) {
            checkWorker(worker);
        }
    }

    private void checkWorker(WorkerView worker) {
        String at = " at " + worker.info.name();
        same(get(workers, worker, OUTSTANDING), worker.outstanding, -1, "attempts" + at);
        same(get(workers, worker, AHEAD), worker.ahead, -1, "attempts ahead of their inputs" + at);
        same(get(workers, worker, BLOCKED), worker.blocked, -1, "attempts that wait for nested work" + at);
        same(get(workers, worker, HOLDING), worker.holding, -1, "values kept" + at);
        same(get(workers, worker, EXCLUSIVE), worker.exclusive, -1, "exclusive attempts" + at);
        expect(worker.acknowledged <= worker.applied, -1, "more is acknowledged than was applied" + at);
    }

    private void same(long counted, long noted, int slot, String what) {
        expect(counted == noted, slot, what + ": " + counted + ", noted as " + noted);
    }

    private void expect(boolean right, int slot, String wrong) {
        if (!right) {
            throw new IllegalStateException(
                    slot < 0
                            ? wrong
                            : ledger.describe(slot) + " (" + tasks.state(slot) + "): " + wrong + ". Its story:\n  "
                                    + String.join("\n  ", ledger.storyOf(slot)));
        }
    }
}
