package dev.muster.scheduler;

import dev.muster.protocol.Message;
import dev.muster.protocol.Payload;
import dev.muster.protocol.Peer;
import java.util.ArrayList;
import java.util.List;

/**
 * Workers that leave in good order. Owned by the scheduler's loop. They get no new tasks; when nothing of this session runs there any more,
 * the values that only they hold are copied: an internal task on another worker takes the value as its input, and whoever fetches a value
 * becomes a holder. Then they hear that nothing is needed of them.
 */
final class Draining {
    /** So many values are on their way from one worker at once. */
    private static final int AT_ONCE = 64;

    private static final int MOST_TRIES = 3;

    private final Ledger ledger;
    private final TaskTable tasks;
    private final List<WorkerView> leaving = new ArrayList<>();

    Draining(Ledger ledger) {
        this.ledger = ledger;
        tasks = ledger.tasks;
    }

    /** The client wants these workers to leave. */
    void requested(List<Peer> peers) {
        for (Peer peer : peers) {
            WorkerView worker = ledger.workers.find(peer);
            if (worker != null && !worker.draining) {
                worker.other.add(new Message.Draining());
                ledger.workers.touch(worker);
                begun(worker);
            }
        }
    }

    /** The worker leaves, for whatever reason. */
    void begun(WorkerView worker) {
        if (!worker.draining) {
            ledger.cluster.drains(worker);
            leaving.add(worker);
        }
    }

    /** The worker says that it has nothing of this session any more. */
    void drained(WorkerView worker) {
        if (!worker.retired) {
            begun(worker);
        }
    }

    /** Called at each flush: moves values, and lets go of workers that are done. */
    void advance() {
        for (int at = leaving.size() - 1; at >= 0; at--) {
            WorkerView worker = leaving.get(at);
            if (worker.gone) {
                leaving.remove(at);
            } else if (ended(worker) && worker.stopping.size() == 0 && handedOver(worker)) {
                leaving.remove(at);
                worker.retired = true;
                worker.other.add(new Message.Drained());
                ledger.workers.touch(worker);
                ledger.out.retired(worker.peer);
            }
        }
    }

    /**
     * Whether nothing of this session runs there any more. Attempts that wait for tasks of their own count as nothing where nobody stays
     * who could run those: they would wait for ever, and run again when there is another worker.
     */
    private boolean ended(WorkerView worker) {
        return worker.outstanding == 0 || worker.outstanding == worker.blocked && nobodyStays();
    }

    private boolean nobodyStays() {
        return ledger.cluster.eligible(ledger.lanes.plain()).isEmpty();
    }

    /** Whether no value is the worker's alone; those that are get on their way to other workers, as far as there are any. */
    private boolean handedOver(WorkerView worker) {
        if (worker.holding == 0) {
            return true;
        }
        if (nobodyStays()) {
            return true; // nobody stays who could take them: they are lost with the worker, and computed again
        }
        worker.moving.removeIf(copy -> tasks.find(copy) < 0);
        if (!worker.moving.isEmpty()) {
            return false;
        }
        IntStack held = new IntStack();
        ledger.lineage.each(worker, held);
        boolean all = true;
        while (!held.isEmpty() && worker.moving.size() < AT_ONCE) {
            int slot = held.pop();
            if (ledger.lineage.holdsAlone(worker, slot)) {
                all &= !copy(worker, slot);
            }
        }
        return all;
    }

    /** Sends for another copy; false if that has failed too often. */
    private boolean copy(WorkerView from, int slot) {
        long task = tasks.id(slot);
        int tries = from.moves.get(task, 0);
        if (tries == MOST_TRIES) {
            return false; // it is lost with the worker, and computed again
        }
        from.moves.put(task, tries + 1);
        int copy = ledger.submitting.copy(Kinds.COPY, Payload.NOTHING, slot);
        from.moving.add(tasks.id(copy));
        return true;
    }
}
