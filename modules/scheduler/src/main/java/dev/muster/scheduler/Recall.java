package dev.muster.scheduler;

import dev.muster.protocol.Message;
import org.jspecify.annotations.Nullable;

/**
 * Takes back what queues at one worker while another idles. Owned by the scheduler's loop. It has no event of its own: a timer runs
 * while there is a worker with a free slot, nothing ready for it, and another that has something queued behind a task.
 */
final class Recall {
    /** How long it waits before it looks, at most. */
    private static final long PERIOD = 100_000;
    /** It waits for this part of a round trip: what comes in by itself meanwhile need not be taken back, and the wait hardly counts. */
    private static final int PART = 8;
    /** How long it waits when all that could be asked have been, and do not answer. */
    private static final long LONGEST_WAIT = 10_000_000;
    /** How many of the fullest workers are looked at. */
    private static final int FEW = 4;

    private final Ledger ledger;
    private long dueAt = Long.MAX_VALUE;

    Recall(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Called at each flush: starts the timer, stops it, or recalls when it is due. */
    void consider() {
        WorkerView fullest = worthwhile();
        if (fullest == null) {
            dueAt = Long.MAX_VALUE;
            return;
        }
        long soon = ledger.now + period(fullest);
        if (dueAt == Long.MAX_VALUE) {
            dueAt = soon;
        } else if (dueAt <= ledger.now) {
            dueAt = recall(soon);
        } else if (dueAt > soon && askable(fullest) && lasts(fullest)) {
            dueAt = soon; // it may have become the fullest since it was looked last
        }
    }

    private boolean askable(WorkerView worker) {
        return !worker.recalling && worker.dryUntil <= ledger.now;
    }

    private static long period(WorkerView worker) {
        return Math.min(PERIOD, worker.roundTrip.nanos() / PART);
    }

    /** When it is to be looked again; {@link Long#MAX_VALUE} for never. */
    long nextTick() {
        return dueAt;
    }

    /** The fullest worker, if something queues there while a slot is free elsewhere and nothing is ready for it; else null. */
    private @Nullable WorkerView worthwhile() {
        if (ledger.workers.count() < 2 || ledger.lanes.queued() > 0) {
            return null;
        }
        WorkerView emptiest = ledger.workers.emptiest.first();
        WorkerView fullest = ledger.workers.emptiest.last();
        boolean unequal = emptiest != null && Emptiest.hasFreeSlot(emptiest) && fullest != null && fullest.queued() > 0;
        return unequal ? fullest : null;
    }

    /** Takes back from the worker whose queue lasts longest; when it is worth looking again, not before {@code soon}. */
    private long recall(long soon) {
        WorkerView victim = null;
        long again = ledger.now + LONGEST_WAIT;
        double longest = 0;
        int looked = 0;
        WorkerView each = ledger.workers.emptiest.last();
        while (each != null && looked < FEW && each.queued() > 0) {
            if (each.recalling) {
                // Its answer is an event, after which it is looked again anyway.
            } else if (each.dryUntil > ledger.now) {
                again = Math.min(again, each.dryUntil);
            } else if (!lasts(each)) {
                again = Math.min(again, each.reportedAt + 2 * each.roundTrip.nanos());
            } else if (queueNanos(each) > longest) {
                victim = each;
                longest = queueNanos(each);
            }
            looked++;
            each = ledger.workers.emptiest.previous(each);
        }
        if (victim == null) {
            return Math.max(soon, again);
        }
        int queued = victim.queued();
        // If its threads do not get on, everything that waits for them is better off elsewhere.
        int count = stuck(victim) ? queued : Math.max((queued + 1) / 2, freeSlots(queued));
        victim.recalling = true;
        victim.other.add(new Message.Recall(count));
        ledger.workers.touch(victim);
        return soon;
    }

    /** Whether what queues there will do so for longer than it takes to bring it elsewhere. */
    private boolean lasts(WorkerView worker) {
        return queueNanos(worker) >= 2.0 * worker.roundTrip.nanos();
    }

    /** How long the worker's queue would last: by what is expected of it, and no less than it has been waiting without a report. */
    private double queueNanos(WorkerView worker) {
        double expected = worker.queuedNanos() / Math.max(1, worker.threads);
        return Math.max(expected, (double) (ledger.now - worker.reportedAt));
    }

    private boolean stuck(WorkerView worker) {
        return ledger.now - worker.reportedAt > 2 * worker.roundTrip.nanos() + (long) worker.expectedNanos();
    }

    /** How many slots are free, counted as far as {@code most}. */
    private int freeSlots(int most) {
        int free = 0;
        WorkerView each = ledger.workers.emptiest.first();
        while (each != null && free < most && Emptiest.hasFreeSlot(each)) {
            free += each.freeSlots();
            each = ledger.workers.emptiest.next(each);
        }
        return Math.min(free, most);
    }

    /**
     * The worker answered; it may be asked again, at once if there was something to take back. If there was nothing, not soon, unless it
     * is given more: what it has waits for inputs then.
     */
    void answered(WorkerView worker, boolean something) {
        worker.recalling = false;
        worker.dryUntil = something ? 0 : ledger.now + LONGEST_WAIT;
        if (dueAt != Long.MAX_VALUE) {
            dueAt = Math.min(dueAt, ledger.now + (something ? 0 : period(worker)));
        }
    }
}
