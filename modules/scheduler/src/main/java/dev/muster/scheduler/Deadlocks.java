package dev.muster.scheduler;

import dev.muster.protocol.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds children that can never start: what they need is held by tasks above them which wait, and no worker has as much besides. They
 * fail at once, since whoever waits for them would do so for ever. Owned by the scheduler's loop.
 *
 * <p>What the tasks above a child hold, and where, does not change while it is queued. So each child is judged when it is queued, and
 * again only when that can make a difference: when the cluster has changed, or when the one of those tasks starts to wait that did not
 * wait at the last judgement. Threads are no concern: whoever waits has given them back.
 */
final class Deadlocks {
    private static final double ROUNDING = 1e-9;
    private static final int PRUNE_FROM = 64;

    /** Consecutive tasks of one submission that were queued and ask for the same. */
    record Asking(long first, int count) {}

    private final Ledger ledger;
    private final TaskTable tasks;
    /** To be judged at the next flush. */
    private final List<Asking> fresh = new ArrayList<>();
    /** Some worker has enough for them, so they only wait for their turn. */
    private final List<Asking> patient = new ArrayList<>();

    private final List<Integer> holders = new ArrayList<>();
    private int version;
    private int pruneAt = PRUNE_FROM;

    Deadlocks(Ledger ledger) {
        this.ledger = ledger;
        tasks = ledger.tasks;
    }

    /** Tasks of a lane have been queued. */
    void queued(Lane lane, int slot, int count) {
        Family family = tasks.submission(slot).family;
        if (family != null && family.holder != null && !lane.needs.resources().isEmpty()) {
            fresh.add(new Asking(tasks.id(slot), count));
        }
    }

    /** A task has begun to wait for others. */
    void waits(int slot) {
        Trouble trouble = ledger.troubleOrNull(slot);
        if (trouble != null && !trouble.askers.isEmpty()) {
            fresh.addAll(trouble.askers);
            trouble.askers.clear();
        }
    }

    /** Called at each flush, before tasks are given out. */
    void consider() {
        if (version != ledger.cluster.version()) {
            version = ledger.cluster.version();
            fresh.addAll(patient);
            patient.clear();
        }
        if (fresh.isEmpty()) {
            return;
        }
        List<Asking> judged = List.copyOf(fresh);
        fresh.clear();
        judged.forEach(this::judge);
        if (patient.size() > pruneAt) {
            patient.removeIf(asking -> firstQueued(asking) < 0);
            pruneAt = PRUNE_FROM + 2 * patient.size();
        }
    }

    private void judge(Asking asking) {
        int slot = firstQueued(asking);
        if (slot < 0) {
            return;
        }
        Lane lane = ledger.lanes.of(slot);
        if (someWorkerIsFree(lane)) {
            patient.add(asking);
            return;
        }
        collectHolders(slot);
        if (someWorkerHasEnough(lane, false)) {
            patient.add(asking);
        } else if (someWorkerHasEnough(lane, true)) {
            ledger.trouble(busyHolder()).askers.add(asking);
        } else {
            fail(asking, lane);
        }
        holders.clear();
    }

    private int firstQueued(Asking asking) {
        for (int at = 0; at < asking.count; at++) {
            int slot = tasks.find(asking.first + at);
            if (slot >= 0 && tasks.state(slot) == State.QUEUED) {
                return slot;
            }
        }
        return -1;
    }

    /** Nobody holds too much of anything there; or there is no worker, which is another matter. */
    private boolean someWorkerIsFree(Lane lane) {
        List<WorkerView> eligible = ledger.cluster.eligible(lane);
        for (int at = 0; at < eligible.size(); at++) {
            if (ledger.cluster.mayStart(eligible.get(at), lane)) {
                return true;
            }
        }
        return eligible.isEmpty();
    }

    // ---- what is held above

    /** The running tasks above this one that hold resources, the nearest first. */
    private void collectHolders(int slot) {
        Family holder = holderAbove(slot);
        while (holder != null) {
            int above = tasks.find(holder.parent);
            if (above < 0 || tasks.state(above) != State.PROCESSING || tasks.attempt(above) != holder.attempt) {
                return;
            }
            holders.add(above);
            holder = holderAbove(above);
        }
    }

    private @Nullable Family holderAbove(int slot) {
        Family family = tasks.submission(slot).family;
        return family == null ? null : family.holder;
    }

    private boolean someWorkerHasEnough(Lane lane, boolean besidesWaiting) {
        List<WorkerView> eligible = ledger.cluster.eligible(lane);
        for (int at = 0; at < eligible.size(); at++) {
            if (hasEnough(eligible.get(at), lane, besidesWaiting)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the worker has what the lane needs besides what the tasks above hold there: all of them, or those that wait. */
    private boolean hasEnough(WorkerView worker, Lane lane, boolean besidesWaiting) {
        for (Map.Entry<String, Double> need : lane.needs.resources().entrySet()) {
            double left = worker.info.resources().getOrDefault(need.getKey(), 0.0);
            for (int holder : holders) {
                if (tasks.worker(holder) == worker.number && !(besidesWaiting && !waiting(holder))) {
                    left -= held(holder, need.getKey());
                }
            }
            if (need.getValue() > left + ROUNDING) {
                return false;
            }
        }
        return true;
    }

    private boolean waiting(int slot) {
        return tasks.is(slot, TaskTable.BLOCKED);
    }

    private double held(int slot, String resource) {
        return ledger.spec(slot).needs().resources().getOrDefault(resource, 0.0);
    }

    /** One of those that do not wait, which decide the matter: there is one. */
    private int busyHolder() {
        for (int holder : holders) {
            if (!waiting(holder)) {
                return holder;
            }
        }
        throw new IllegalStateException(
                "what all hold is too much, and what those hold that wait is not, yet all wait");
    }

    // ---- the end

    private void fail(Asking asking, Lane lane) {
        String held = words(lane);
        for (int at = 0; at < asking.count; at++) {
            int slot = tasks.find(asking.first + at);
            if (slot >= 0 && tasks.state(slot) == State.QUEUED) {
                ledger.failing.fail(
                        slot,
                        Failure.of(
                                Failure.Kind.IMPOSSIBLE,
                                ledger.describe(slot) + " was not started: it needs " + lane.needs.resources()
                                        + ", and "
                                        + held + ". No other worker has enough, so the wait would never end. "
                                        + "Return the inner task's future instead of waiting for it, ask for less, or "
                                        + "start a worker that has more."),
                        Cause.IMPOSSIBLE);
            }
        }
    }

    private String words(Lane lane) {
        List<String> parts = new ArrayList<>();
        for (int holder : holders) {
            for (String resource : lane.needs.resources().keySet()) {
                if (waiting(holder) && held(holder, resource) > 0) {
                    parts.add(ledger.describe(holder) + ", inside which it was submitted and which waits, holds "
                            + resource + "=" + held(holder, resource) + " on "
                            + ledger.workers.name(tasks.worker(holder)));
                }
            }
        }
        return String.join("; ", parts);
    }
}
