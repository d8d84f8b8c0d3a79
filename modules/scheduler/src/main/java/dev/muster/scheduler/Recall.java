package dev.muster.scheduler;

import dev.muster.protocol.Message;

/**
 * Takes back what queues at one worker while another idles. Owned by the scheduler's loop. It has no event of its own: a timer runs
 * while there is a worker with a free slot, nothing ready for it, and another that has something queued behind a task.
 */
final class Recall {
    /** How often it is looked, in the shortest case. */
    private static final long PERIOD = 100_000;
    /** How often in the longest: when all that could be asked have been, and do not answer. */
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
        if (!worthwhile()) {
            dueAt = Long.MAX_VALUE;
        } else if (dueAt == Long.MAX_VALUE) {
            dueAt = ledger.now + PERIOD;
        } else if (dueAt <= ledger.now) {
            dueAt = ledger.now + recall();
        } else if (dueAt - ledger.now > PERIOD && askable()) {
            dueAt = ledger.now + PERIOD;
        }
    }

    /** Whether the fullest worker was not asked yet: it may have become so since it was looked last. */
    private boolean askable() {
        WorkerView fullest = ledger.workers.emptiest.last();
        return fullest != null && !fullest.recalling && fullest.dryUntil <= ledger.now;
    }

    /** When it is to be looked again; {@link Long#MAX_VALUE} for never. */
    long nextTick() {
        return dueAt;
    }

    private boolean worthwhile() {
        if (ledger.workers.count() < 2 || ledger.lanes.queued() > 0) {
            return false;
        }
        WorkerView emptiest = ledger.workers.emptiest.first();
        WorkerView fullest = ledger.workers.emptiest.last();
        return emptiest != null && fullest != null && Emptiest.hasFreeSlot(emptiest) && fullest.queued() > 0;
    }

    /** Takes back from the worker whose queue lasts longest; the time until it is worth looking again. */
    private long recall() {
        WorkerView victim = null;
        long wait = LONGEST_WAIT;
        double longest = 0;
        int looked = 0;
        WorkerView each = ledger.workers.emptiest.last();
        while (each != null && looked < FEW && each.queued() > 0) {
            double lasts = lasts(each);
            if (each.recalling) {
                // Its answer is an event, after which it is looked again anyway.
            } else if (each.dryUntil > ledger.now) {
                wait = Math.min(wait, each.dryUntil - ledger.now);
            } else if (lasts < 2.0 * each.roundTripNanos()) {
                wait = Math.min(wait, each.reportedAt + 2 * each.roundTripNanos() - ledger.now);
            } else if (lasts > longest) {
                victim = each;
                longest = lasts;
            }
            looked++;
            each = ledger.workers.emptiest.previous(each);
        }
        if (victim != null) {
            int queued = victim.queued();
            // If its threads do not get on, everything that waits for them is better off elsewhere.
            int count = stuck(victim) ? queued : (queued + 1) / 2;
            victim.recalling = true;
            victim.other.add(new Message.Recall(count));
            ledger.workers.touch(victim);
            return PERIOD;
        }
        return Math.max(PERIOD, wait);
    }

    /** How long the worker's queue would last: by what is expected of it, and no less than it has been waiting without a report. */
    private double lasts(WorkerView worker) {
        double expected = worker.queuedNanos() / Math.max(1, worker.info.threads());
        return Math.max(expected, ledger.now - worker.reportedAt);
    }

    private boolean stuck(WorkerView worker) {
        return ledger.now - worker.reportedAt > 2 * worker.roundTripNanos() + (long) worker.expectedNanos();
    }

    /** The worker answered; it may be asked again, but not soon if it had nothing to give: what it has waits for inputs then. */
    void answered(WorkerView worker, boolean nothing) {
        worker.recalling = false;
        worker.dryUntil = nothing ? ledger.now + LONGEST_WAIT : 0;
        if (dueAt != Long.MAX_VALUE) {
            dueAt = Math.min(dueAt, ledger.now + PERIOD);
        }
    }
}
