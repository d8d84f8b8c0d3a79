package dev.muster.scheduler;

import dev.muster.protocol.Failure;
import dev.muster.protocol.Message;
import dev.muster.protocol.PeerInfo;
import dev.muster.protocol.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Workers come, allow, refuse and leave; which of them may run what. Owned by the scheduler's loop.
 */
final class Cluster {
    /** A worker that gave tasks of a lane back unstarted is asked again when it has made progress, or after this long. */
    private static final long REFUSAL = 10_000_000;

    private static final double ROUNDING = 1e-9;

    private final Ledger ledger;
    private final TaskTable tasks;
    /** Grows when workers come or go, so that lanes look again who can serve them. */
    private int version;

    Cluster(Ledger ledger) {
        this.ledger = ledger;
        tasks = ledger.tasks;
    }

    /** Changes when workers come, go or are to leave. */
    int version() {
        return version;
    }

    // ---- coming and allowing

    void joined(PeerInfo info) {
        if (info.role() != PeerInfo.Role.WORKER || ledger.workers.find(info.peer()) != null) {
            return;
        }
        ledger.workers.add(info);
        version++;
    }

    void granted(WorkerView worker, Message.Grant grant) {
        boolean first = worker.slots == 0;
        worker.slots = grant.slots();
        worker.queueNanos = grant.queueNanos();
        worker.queueBytes = grant.queueBytes();
        changed(worker);
        if (first) {
            ledger.inline.opened(worker);
        }
        ledger.posting.tell(worker, ledger.lanes.queued());
    }

    void writable(WorkerView worker, boolean writable) {
        worker.writable = writable;
        changed(worker);
    }

    /** The worker leaves: it gets nothing more. */
    void drains(WorkerView worker) {
        if (!worker.draining) {
            worker.draining = true;
            version++;
            changed(worker);
        }
    }

    /** A worker has gone. */
    void gone() {
        version++;
    }

    private void changed(WorkerView worker) {
        worker.progress++;
        ledger.workers.emptiest.update(worker);
        ledger.copies.opened(worker);
    }

    // ---- who can serve a lane

    /** The workers that could run the lane's tasks, were they idle. */
    List<WorkerView> eligible(Lane lane) {
        if (lane.version != version) {
            lane.version = version;
            lane.eligible.clear();
            for (WorkerView worker : ledger.workers.all()) {
                if (!worker.draining && lane.fits(worker.info)) {
                    lane.eligible.add(worker);
                }
            }
        }
        return lane.eligible;
    }

    /** Keeps one worker free of others, so that a task which must run alone finds it idle some day. */
    void reserve(Lane lane) {
        if (!lane.exclusive || lane.reserved != null && lane.reserved.reserved == lane) {
            return;
        }
        WorkerView found = null;
        for (WorkerView worker : eligible(lane)) {
            boolean free = worker.reserved == null && worker.exclusive == 0 && worker.open();
            if (free && (found == null || worker.occupied() < found.occupied())) {
                found = worker;
            }
        }
        if (found != null) {
            found.reserved = lane;
            lane.reserved = found;
        }
    }

    /** Gives up reservations of lanes that have no task any more. */
    void unreserve() {
        List<Lane> lanes = ledger.lanes.all();
        for (int at = 0; at < lanes.size(); at++) {
            Lane lane = lanes.get(at);
            if (lane.queued == 0 && lane.reserved != null) {
                if (lane.reserved.reserved == lane) {
                    lane.reserved.reserved = null;
                }
                lane.reserved = null;
            }
        }
    }

    /** Whether the worker, as far as is known here, could start a task of the lane now. */
    boolean mayStart(WorkerView worker, Lane lane) {
        for (Map.Entry<String, Double> need : lane.needs.resources().entrySet()) {
            double has = worker.info.resources().getOrDefault(need.getKey(), 0.0);
            double taken = worker.taken.getOrDefault(need.getKey(), 0.0);
            if (taken + need.getValue() > has + ROUNDING) {
                return false;
            }
        }
        return true;
    }

    void take(WorkerView worker, TaskSpec spec, int count) {
        spec.needs().resources().forEach((name, amount) -> worker.taken.merge(name, amount * count, Double::sum));
    }

    void giveBack(WorkerView worker, TaskSpec spec, int count) {
        spec.needs().resources().forEach((name, amount) -> worker.taken.merge(name, -amount * count, Double::sum));
    }

    // ---- refusals

    /** The worker gave back a task of the lane: it is not asked again at once. */
    void refused(WorkerView worker, Lane lane) {
        int last = lane.refusals.size() - 1;
        if (last >= 0 && lane.refusals.get(last).worker() == worker) {
            lane.refusals.remove(last); // thousands may come back in one message
        }
        lane.refusals.add(new Lane.Refusal(worker, worker.progress, ledger.now + REFUSAL));
    }

    /** Whether the worker has refused the lane lately and has made no progress since. */
    boolean refuses(WorkerView worker, Lane lane) {
        lane.refusals.removeIf(this::isOver);
        for (int at = 0; at < lane.refusals.size(); at++) {
            if (lane.refusals.get(at).worker() == worker) {
                return true;
            }
        }
        return false;
    }

    private boolean isOver(Lane.Refusal refusal) {
        return refusal.until() <= ledger.now
                || refusal.worker().gone
                || refusal.progress() != refusal.worker().progress;
    }

    // ---- what nobody can run

    /** Whether the inputs kept elsewhere are more than the worker's memory. */
    boolean exceeds(WorkerView worker, int[] links) {
        return worker.info.memory() > 0 && keptBytes(links) > worker.info.memory();
    }

    private long keptBytes(int[] links) {
        long bytes = 0;
        for (int input : links) {
            bytes += tasks.size(input);
        }
        return bytes;
    }

    /** Fails a queued task whose inputs fit no worker; true if so. */
    boolean tooLarge(int slot, int[] links) {
        if (ledger.workers.largestMemory() == Long.MAX_VALUE || ledger.workers.count() == 0) {
            return false;
        }
        long bytes = keptBytes(links);
        if (bytes <= ledger.workers.largestMemory()) {
            return false;
        }
        ledger.failing.fail(
                slot,
                Failure.of(
                        Failure.Kind.IMPOSSIBLE,
                        ledger.describe(slot) + " was not sent: its " + Words.count(links.length, "input") + " take "
                                + Words.bytes(bytes) + ", and the largest of "
                                + Words.count(ledger.workers.count(), "worker") + " has "
                                + Words.bytes(ledger.workers.largestMemory())
                                + " of memory. Combine in smaller groups, or start a worker with a higher limit."),
                Cause.IMPOSSIBLE);
        return true;
    }

    /** Notes since when lanes have no worker, and fails the tasks of those that have had none for too long. */
    void giveUpHopeless() {
        List<Lane> lanes = ledger.lanes.all();
        for (int at = 0; at < lanes.size(); at++) {
            Lane lane = lanes.get(at);
            // A cluster where nobody stays is one that is to be scaled later: its tasks wait.
            if (lane.queued == 0
                    || !eligible(lane).isEmpty()
                    || eligible(ledger.lanes.plain()).isEmpty()) {
                lane.hopelessSince = Long.MAX_VALUE;
                continue;
            }
            lane.hopelessSince = Math.min(lane.hopelessSince, ledger.now);
            if (ledger.now - lane.hopelessSince >= patience()) {
                giveUp(lane);
            }
        }
    }

    private long patience() {
        return ledger.settings.noWorkerTimeout().toNanos();
    }

    private void giveUp(Lane lane) {
        while (lane.ready.find()) {
            int slot = lane.ready.slot();
            lane.ready.take(1);
            ledger.failing.fail(slot, Failure.of(Failure.Kind.IMPOSSIBLE, hopeless(slot, lane)), Cause.IMPOSSIBLE);
        }
        lane.hopelessSince = Long.MAX_VALUE;
    }

    private String hopeless(int slot, Lane lane) {
        return ledger.describe(slot) + " was given up: for " + Words.nanos(patience())
                + " (muster.scheduler.no-worker-timeout) no worker could ever run it. It asks for " + lane.describe()
                + "; there " + (ledger.workers.count() == 1 ? "is " : "are ")
                + Words.count(ledger.workers.count(), "worker") + ": " + lacking(lane)
                + ". Start a worker that has it, or ask for less.";
    }

    /** What each of the first few workers lacks. */
    String lacking(Lane lane) {
        List<String> lines = new ArrayList<>();
        for (WorkerView worker : ledger.workers.all()) {
            if (lines.size() == 5) {
                lines.add("and " + (ledger.workers.count() - 5) + " more");
                break;
            }
            lines.add(worker.info.name() + (worker.draining ? " is leaving" : " " + lane.lacks(worker.info)));
        }
        return String.join("; ", lines);
    }

    /** When {@link #giveUpHopeless} is to be called, or a refusal is over; {@link Long#MAX_VALUE} for never. */
    long nextTick() {
        long next = Long.MAX_VALUE;
        List<Lane> lanes = ledger.lanes.all();
        for (int at = 0; at < lanes.size(); at++) {
            Lane lane = lanes.get(at);
            if (lane.hopelessSince != Long.MAX_VALUE) {
                next = Math.min(next, lane.hopelessSince + patience());
            }
            if (lane.queued > 0) {
                for (Lane.Refusal refusal : lane.refusals) {
                    // One that is over stays noted until somebody asks for it; time has nothing to add.
                    next = refusal.until() > ledger.now ? Math.min(next, refusal.until()) : next;
                }
            }
        }
        return next;
    }
}
