package dev.muster.scheduler;

import dev.muster.protocol.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Which worker gets which ready task. Owned by the scheduler's loop.
 *
 * <p>Tasks go out in the order of their rank. A worker is given what its grant allows: its free slots, and behind them what its kind is
 * trusted with (see {@link #room}). A task with inputs at workers goes where missing input bytes / bandwidth + load is least, among the
 * holders and the emptiest few; any other to the emptiest. Never are all workers looked at.
 */
final class Placement {
    /** How many of the emptiest workers are looked at. */
    private static final int FEW = 4;
    /** How many inputs are asked for their holders. */
    private static final int MOST_ASKED = 32;
    /** What a byte costs that is not there: 1 GB/s. */
    private static final double NANOS_PER_BYTE = 1.0;
    /** What a fetch costs besides its bytes. */
    private static final double NANOS_PER_FETCH = 50_000;
    /** The encoded functions and inputs of a bundle are not larger than this together. */
    private static final int MOST_BUNDLED_BYTES = 64 << 10;
    /** Single tasks in one assignment at most. */
    private static final int MOST_BUNDLED = 1_024;

    private final Ledger ledger;
    private final TaskTable tasks;
    private final Emptiest emptiest;

    private @Nullable WorkerView best;
    private double bestCost;

    Placement(Ledger ledger) {
        this.ledger = ledger;
        tasks = ledger.tasks;
        emptiest = ledger.workers.emptiest;
    }

    /** Gives out what can be given out now. */
    void place() {
        if (ledger.lanes.queued() == 0 || emptiest.first() == null) {
            return;
        }
        ledger.lanes.unstick();
        for (Lane lane = ledger.lanes.next(); lane != null; lane = ledger.lanes.next()) {
            if (!placeFirst(lane)) {
                lane.stuck = true;
            }
        }
    }

    private boolean placeFirst(Lane lane) {
        int slot = lane.ready.slot();
        Submission submission = tasks.submission(slot);
        if (submission instanceof MapTasks map) {
            return placeRows(lane, map, slot);
        }
        int[] links = tasks.inputs(slot);
        if (links != null) {
            if (!ledger.readiness.check(slot) || ledger.cluster.tooLarge(slot, links)) {
                lane.ready.take(1);
                return true;
            }
        }
        Kind kind = ledger.kinds.of(submission.spec(slot - submission.slot()));
        WorkerView worker = links == null ? emptiestFor(lane, kind) : cheapestFor(lane, kind, links);
        if (worker == null) {
            return false;
        }
        int bundled = bundled(worker, lane, slot, most(worker, lane, kind));
        lane.ready.take(bundled);
        if (bundled > 1) {
            ledger.giving.bundle(worker, slot, bundled);
        } else {
            ledger.giving.one(worker, slot, Cause.GIVEN_OUT);
        }
        return true;
    }

    /** How many tasks of this lane and kind go to the worker together: never more than a fair share. */
    private int most(WorkerView worker, Lane lane, Kind kind) {
        int workers = ledger.workers.count();
        long share = (ledger.lanes.queued() + workers - 1) / workers;
        return (int) Math.min(share, room(worker, lane, kind));
    }

    /** How many single tasks from this one on, at most so many, can go as one assignment; at least 1. */
    private int bundled(WorkerView worker, Lane lane, int slot, int most) {
        int alike = most > 1 ? lane.ready.run(Math.min(most, MOST_BUNDLED)) : 1;
        if (alike == 1 || !(tasks.submission(slot) instanceof Submission.Single first)) {
            return 1;
        }
        boolean busy = RunAhead.busy(worker);
        int count = 0;
        long bytes = 0;
        while (count < alike
                && tasks.submission(slot + count) instanceof Submission.Single next
                && first.continuedBy(next, count)
                && (busy || !tasks.hasWaiters(slot + count))) {
            long size = size(next, tasks.inputs(slot + count));
            bytes += size;
            if (size < 0 || bytes > MOST_BUNDLED_BYTES) {
                break;
            }
            count++;
        }
        return Math.max(1, count);
    }

    /** Encoded bytes of a single task with its inputs; negative if one is not there, or is not the client's to send along. */
    private long size(Submission.Single task, int @Nullable [] links) {
        long bytes = task.work(0) instanceof Payload payload ? payload.size() : 0;
        for (int at = 0; links != null && at < links.length; at++) {
            Object value = tasks.value(links[at]);
            if (tasks.state(links[at]) != State.MEMORY
                    || Replicas.kept(value)
                    || tasks.submission(links[at]) instanceof Submission.Supplied) {
                return -1;
            }
            bytes += value instanceof Payload payload ? payload.size() : 0;
        }
        return bytes;
    }

    /** Gives out a run of a map. */
    private boolean placeRows(Lane lane, MapTasks map, int slot) {
        int position = slot - map.slot();
        Kind kind = ledger.kinds.of(map.spec(position));
        WorkerView worker = emptiestFor(lane, kind);
        if (worker == null) {
            return false;
        }
        int run = lane.ready.run(map.together(position, most(worker, lane, kind)));
        lane.ready.take(run);
        ledger.giving.rows(worker, map, slot, run);
        return true;
    }

    // ---- which worker

    /** The emptiest worker that has room for a task of this lane and kind, or null. */
    private @Nullable WorkerView emptiestFor(Lane lane, Kind kind) {
        if (!lane.plain) {
            return eligibleFor(lane, kind);
        }
        int looked = 0;
        for (WorkerView worker = emptiest.first(); worker != null && looked < FEW; worker = emptiest.next(worker)) {
            if (room(worker, lane, kind) > 0) {
                return worker;
            }
            looked++;
        }
        return null;
    }

    /** The same for a lane that not all workers can serve: among those that can. */
    private @Nullable WorkerView eligibleFor(Lane lane, Kind kind) {
        WorkerView found = null;
        for (WorkerView worker : ledger.cluster.eligible(lane)) {
            if (room(worker, lane, kind) > 0 && (found == null || better(lane, worker, found))) {
                found = worker;
            }
        }
        if (found == null) {
            ledger.cluster.reserve(lane);
        }
        return found;
    }

    private static boolean better(Lane lane, WorkerView worker, WorkerView than) {
        if (lane.choosy() && lane.prefers(worker.info) != lane.prefers(than.info)) {
            return lane.prefers(worker.info);
        }
        boolean roomy = worker.freeSlots() >= lane.needs.threads();
        if (roomy != than.freeSlots() >= lane.needs.threads()) {
            return roomy;
        }
        return worker.occupied() < than.occupied();
    }

    /** The worker where a task with these inputs costs least, among those with room; or null. */
    private @Nullable WorkerView cheapestFor(Lane lane, Kind kind, int[] links) {
        if (!anyKept(links)) {
            return emptiestFor(lane, kind);
        }
        best = null;
        bestCost = Double.MAX_VALUE;
        for (int at = 0; at < Math.min(links.length, MOST_ASKED); at++) {
            considerHolders(lane, kind, links, links[at]);
        }
        if (lane.plain) {
            int looked = 0;
            for (WorkerView worker = emptiest.first(); worker != null && looked < FEW; looked++) {
                consider(worker, lane, kind, links);
                worker = emptiest.next(worker);
            }
        } else if (best == null) {
            return eligibleFor(lane, kind);
        }
        WorkerView found = best;
        best = null;
        return found;
    }

    private boolean anyKept(int[] links) {
        for (int input : links) {
            if (Replicas.kept(tasks.value(input))) {
                return true;
            }
        }
        return false;
    }

    private void considerHolders(Lane lane, Kind kind, int[] links, int input) {
        Object value = tasks.value(input);
        if (value instanceof Replicas replicas) {
            for (int at = 0; at < Math.min(replicas.count(), FEW); at++) {
                consider(ledger.workers.get(replicas.worker(at)), lane, kind, links);
            }
        } else if (Replicas.kept(value)) {
            consider(ledger.workers.get(tasks.worker(input)), lane, kind, links);
        }
    }

    private void consider(WorkerView worker, Lane lane, Kind kind, int[] links) {
        if (worker == best
                || !lane.fits(worker.info)
                || room(worker, lane, kind) <= 0
                || ledger.cluster.exceeds(worker, links)) {
            return;
        }
        double cost = worker.expectedNanos() / Math.max(1, worker.info.threads());
        for (int input : links) {
            if (Replicas.kept(tasks.value(input)) && !ledger.lineage.holds(worker, input)) {
                cost += NANOS_PER_FETCH + tasks.size(input) * NANOS_PER_BYTE;
            }
        }
        if (cost < bestCost || cost == bestCost && best != null && worker.number < best.number) {
            best = worker;
            bestCost = cost;
        }
    }

    // ---- how much

    /**
     * How many tasks of this lane and kind the worker may be given now: free slots, and for a kind that is known what may queue behind
     * them (see {@link Prefetch}).
     */
    int room(WorkerView worker, Lane lane, Kind kind) {
        // Whoever waits for nested work must not be waited for: its children would never run.
        boolean kept = worker.reserved != null && worker.reserved != lane && worker.blocked == 0;
        if (!worker.open() || kept) {
            return 0;
        }
        if (!lane.refusals.isEmpty() && ledger.cluster.refuses(worker, lane)) {
            return 0;
        }
        if (!lane.plain && !ledger.cluster.mayStart(worker, lane)) {
            return 0;
        }
        if (worker.exclusive > 0 || lane.exclusive) {
            // What waits for tasks of its own runs nothing, and what it waits for may be this one.
            return worker.exclusive == 0 && worker.outstanding == worker.blocked ? 1 : 0;
        }
        int free = worker.freeSlots();
        if (!lane.needs.resources().isEmpty() || lane.needs.threads() > 1) {
            return Math.min(free, 1);
        }
        return Math.max(0, free) + Prefetch.room(worker, kind);
    }
}
