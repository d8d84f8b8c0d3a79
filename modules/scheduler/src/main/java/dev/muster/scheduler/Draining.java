package dev.muster.scheduler;

import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.TaskSpec;
import dev.muster.protocol.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Workers that leave in good order. Owned by the scheduler's loop. They get no new tasks; when nothing of this session runs there any more,
 * the values that only they hold are copied: an internal task on another worker takes the value as its input, and whoever fetches a value
 * becomes a holder. Then they hear that nothing is needed of them.
 */
final class Draining {
    /** So many values are on their way from one worker at once. */
    private static final int AT_ONCE = 16;

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
            } else if (worker.outstanding == 0 && worker.stopping.size() == 0 && handedOver(worker)) {
                leaving.remove(at);
                worker.retired = true;
                worker.other.add(new Message.Drained());
                ledger.workers.touch(worker);
                ledger.out.retired(worker.peer);
            }
        }
    }

    /** Whether no value is the worker's alone; if one is, it is on its way to another worker now, as far as there is one. */
    private boolean handedOver(WorkerView worker) {
        if (worker.holding == 0) {
            return true;
        }
        IntStack held = new IntStack();
        ledger.lineage.each(worker, held);
        boolean all = true;
        while (!held.isEmpty()) {
            int slot = held.pop();
            if (ledger.lineage.holdsAlone(worker, slot)) {
                all = false;
                if (worker.copying.size() < AT_ONCE && worker.copying.get(tasks.id(slot), 0) == 0) {
                    copy(worker, slot);
                }
            }
        }
        return all;
    }

    private void copy(WorkerView from, int slot) {
        String to = anyOther();
        if (to == null) {
            return; // it waits for one to join
        }
        from.copying.put(tasks.id(slot), 1);
        TaskSpec spec = new TaskSpec(
                Kinds.COPY.kind(),
                Kinds.COPY.name(),
                Integer.MAX_VALUE,
                TaskSpec.Needs.ONE_THREAD,
                new TaskSpec.Selection(Set.of(), Set.of(), Map.of(), Map.of()).equals(TaskSpec.Selection.ANY)
                        ? TaskSpec.Retry.NEVER
                        : TaskSpec.Retry.NEVER,
                TaskSpec.Selection.ANY,
                0,
                0,
                false);
        ledger.submitting.copy(spec, Work.FETCH, slot);
    }

    private String anyOther() {
        return "";
    }
}
