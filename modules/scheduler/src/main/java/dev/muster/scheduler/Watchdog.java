package dev.muster.scheduler;

import java.util.List;

/** Tells the log when nothing runs and nothing moves though something should. Owned by the scheduler's loop. */
final class Watchdog {
    private static final int FEW = 5;

    private final Ledger ledger;
    private long toldAt = Long.MIN_VALUE;

    Watchdog(Ledger ledger) {
        this.ledger = ledger;
    }

    private long patience() {
        return ledger.settings.watchdog().toNanos();
    }

    private boolean nothingRuns() {
        for (WorkerView worker : ledger.workers.all()) {
            if (worker.outstanding > 0) {
                return false;
            }
        }
        return true;
    }

    /** When {@link #tick} is to be called; {@link Long#MAX_VALUE} for never. */
    long nextTick() {
        return ledger.pending == 0 ? Long.MAX_VALUE : Math.max(ledger.movedAt, toldAt) + patience();
    }

    /** Looks whether all stands still. */
    void tick() {
        if (ledger.now < nextTick()) {
            return;
        }
        toldAt = ledger.now;
        if (nothingRuns()) {
            List<String> lines = new Explain(ledger).stuck(FEW);
            ledger.out.log(
                    "nothing runs and nothing has moved for " + Words.nanos(ledger.now - ledger.movedAt) + ", yet "
                            + Words.count(ledger.pending, "task") + " should. The first: " + String.join(" ", lines));
        }
    }
}
