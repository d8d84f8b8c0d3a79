package dev.muster.scheduler;

import dev.muster.protocol.Failure;
import dev.muster.protocol.Kept;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who holds which kept value, and what happens when the last holder is gone: the task runs again, and before it those of its inputs
 * whose values were let go meanwhile. Owned by the scheduler's loop.
 */
final class Lineage {
    private final Ledger ledger;
    private final TaskTable tasks;
    private final IntStack needed = new IntStack();
    private boolean recomputing;

    Lineage(Ledger ledger) {
        this.ledger = ledger;
        tasks = ledger.tasks;
    }

    // ---- holders

    /** The workers that hold the task's value, or a copy of the client's. */
    List<Peer> holders(int slot) {
        Object value = tasks.value(slot);
        if (!Replicas.kept(value)) {
            return ledger.copies.holders(slot);
        }
        if (value instanceof Replicas replicas) {
            List<Peer> holders = new ArrayList<>(replicas.count());
            for (int at = 0; at < replicas.count(); at++) {
                holders.add(ledger.workers.get(replicas.worker(at)).peer);
            }
            return holders;
        }
        return List.of(ledger.workers.get(tasks.worker(slot)).peer);
    }

    boolean holds(WorkerView worker, int slot) {
        Object value = tasks.value(slot);
        return value instanceof Replicas replicas
                ? replicas.has(worker.number)
                : value == Kept.AT_WORKER && tasks.worker(slot) == worker.number;
    }

    /** Whether no other worker holds it. */
    boolean holdsAlone(WorkerView worker, int slot) {
        return tasks.value(slot) == Kept.AT_WORKER && tasks.worker(slot) == worker.number;
    }

    void addHolder(WorkerView worker, int slot) {
        if (holds(worker, slot)) {
            return;
        }
        if (tasks.value(slot) instanceof Replicas replicas) {
            replicas.add(worker.number);
        } else {
            tasks.value(slot, new Replicas(tasks.worker(slot), worker.number));
        }
        worker.holding++;
    }

    /** Takes a worker out of the holders; true if it was the last one. */
    private boolean removeHolder(WorkerView worker, int slot) {
        worker.holding--;
        if (!(tasks.value(slot) instanceof Replicas replicas)) {
            return true;
        }
        replicas.remove(worker.number);
        tasks.worker(slot, replicas.worker(0));
        if (replicas.count() == 1) {
            tasks.value(slot, Kept.AT_WORKER);
        }
        return false;
    }

    /**
     * A worker says that for an attempt it fetched these inputs, and now holds them too. The attempt may have been stopped, and the inputs
     * let go or lost and computed again since: then it must not keep them.
     */
    void fetched(WorkerView worker, long task, long[] inputs) {
        Span[] meant = worker.fetching.get(task);
        for (long input : inputs) {
            int slot = tasks.find(input);
            if (slot >= 0) {
                fetched(worker, slot);
                continue;
            }
            for (int at = 0; meant != null && at < meant.length; at++) {
                if (meant[at].first() == input) {
                    ledger.posting.freeAll(worker, input, meant[at].attempt());
                }
            }
        }
    }

    /** It does not say of which attempt the value was: clear only as long as there has been one. */
    private void fetched(WorkerView worker, int slot) {
        long input = tasks.id(slot);
        int attempt = tasks.attempt(slot);
        State state = tasks.state(slot);
        if (state != State.MEMORY) {
            ledger.posting.freeAll(worker, input, state == State.ERRED ? attempt : attempt - 1);
        } else if (attempt == 1 && Replicas.kept(tasks.value(slot))) {
            addHolder(worker, slot);
        } else {
            ledger.posting.freeAll(worker, input, holds(worker, slot) ? attempt - 1 : attempt);
        }
    }

    /** A holder does not have the value. */
    void notThere(long task, int attempt, Peer holder) {
        int slot = tasks.find(task);
        WorkerView worker = ledger.workers.find(holder);
        if (slot < 0 || worker == null || tasks.state(slot) != State.MEMORY || tasks.attempt(slot) != attempt) {
            return;
        }
        if (holds(worker, slot)) {
            // It may hold what an earlier attempt made: that must go too.
            ledger.posting.freeAll(worker, task, attempt);
            drop(worker, slot);
        } else if (!Replicas.kept(tasks.value(slot))) {
            ledger.copies.notThere(worker, slot);
        }
    }

    private void drop(WorkerView worker, int slot) {
        if (removeHolder(worker, slot)) {
            lost(slot);
        }
    }

    /** Tells all holders that the value is not needed. */
    void freeEverywhere(int slot) {
        Object value = tasks.value(slot);
        Span span = Span.of(tasks.id(slot), tasks.attempt(slot));
        if (value instanceof Replicas replicas) {
            for (int at = 0; at < replicas.count(); at++) {
                freeAt(ledger.workers.get(replicas.worker(at)), span);
            }
        } else if (value == Kept.AT_WORKER) {
            freeAt(ledger.workers.get(tasks.worker(slot)), span);
        } else {
            ledger.copies.free(slot);
        }
    }

    private void freeAt(WorkerView worker, Span span) {
        worker.holding--;
        ledger.posting.free(worker, span);
    }

    /**
     * A worker that was lost and came back offers what it holds. A value is kept only if its attempt had been applied before the loss and no
     * newer one was given out since; the worker is told to forget all others.
     */
    void offered(WorkerView worker, Message.Inventory inventory) {
        for (Span span : inventory.held()) {
            for (int at = 0; at < span.count(); at++) {
                offered(worker, span.first() + at, span.attempt());
            }
        }
    }

    private void offered(WorkerView worker, long task, int attempt) {
        int slot = tasks.find(task);
        if (slot >= 0 && tasks.state(slot) == State.MEMORY && tasks.attempt(slot) == attempt) {
            if (Replicas.kept(tasks.value(slot))) {
                addHolder(worker, slot);
            } else if (!ledger.copies.offered(worker, slot)) {
                ledger.posting.free(worker, Span.of(task, attempt));
            }
            return;
        }
        boolean waits = slot >= 0 && (tasks.state(slot) == State.WAITING || tasks.state(slot) == State.QUEUED);
        if (waits && tasks.is(slot, TaskTable.VALUE_LOST) && tasks.attempt(slot) == attempt + 1) {
            takeOffer(worker, slot, attempt);
        } else {
            ledger.posting.free(worker, Span.of(task, attempt));
        }
    }

    private void takeOffer(WorkerView worker, int slot, int attempt) {
        int[] links = tasks.inputs(slot);
        for (int at = 0; links != null && at < links.length; at++) {
            tasks.unlink(links[at], slot);
        }
        ledger.move(slot, State.MEMORY, Cause.OFFERED);
        tasks.attempt(slot, attempt);
        tasks.worker(slot, worker.number);
        tasks.value(slot, Kept.AT_WORKER);
        tasks.clear(slot, (byte) (TaskTable.VALUE_LOST | TaskTable.DELAYED));
        worker.holding++;
        ledger.troubleOver(slot);
        ledger.settle(slot);
        ledger.release.inputsUsed(slot, true);
        ledger.readiness.ended(slot);
        ledger.release.check(slot);
    }

    // ---- losses

    /** A worker is gone, and with it what it held. */
    void workerLost(WorkerView worker) {
        if (worker.holding == 0) {
            return;
        }
        IntStack hit = new IntStack();
        each(worker, hit);
        while (!hit.isEmpty()) {
            int slot = hit.pop();
            if (tasks.used(slot) && tasks.state(slot) == State.MEMORY && holds(worker, slot)) {
                drop(worker, slot);
            }
        }
    }

    /** Collects the slots of all values that the worker holds. */
    void each(WorkerView worker, IntStack into) {
        for (int from = tasks.end() - TaskPage.SIZE; from >= 0; from -= TaskPage.SIZE) {
            TaskPage page = tasks.pageOrNull(from);
            if (page == null || page.kept == 0) {
                continue;
            }
            for (int slot = from + TaskPage.SIZE - 1; slot >= from; slot--) {
                if (tasks.state(slot) == State.MEMORY && holds(worker, slot)) {
                    into.push(slot);
                }
            }
        }
    }

    /** The last holder of a value is gone. */
    private void lost(int slot) {
        if (ledger.spec(slot).atMostOnce()) {
            tasks.value(slot, null);
            ledger.reopen(slot);
            ledger.failing.fail(
                    slot,
                    Failure.of(
                            Failure.Kind.WORKER_LOST,
                            "The value of " + ledger.describe(slot)
                                    + " was lost with its worker, and it may run at most once"),
                    Cause.VALUE_LOST);
            return;
        }
        recompute(slot, Cause.VALUE_LOST);
    }

    /** A value that was let go is needed to compute another one again. */
    void need(int slot) {
        recompute(slot, Cause.NEEDED_AGAIN);
    }

    private void recompute(int first, Cause why) {
        again(first, why);
        if (recomputing) {
            return;
        }
        recomputing = true;
        while (!needed.isEmpty()) {
            int slot = needed.pop();
            if (tasks.used(slot) && tasks.state(slot) == State.WAITING) {
                ledger.readiness.resume(slot);
            }
        }
        recomputing = false;
    }

    private void again(int slot, Cause why) {
        if (why == Cause.VALUE_LOST) {
            ledger.reopen(slot);
            tasks.set(slot, TaskTable.VALUE_LOST);
            tasks.attempt(slot, tasks.attempt(slot) + 1);
        }
        tasks.value(slot, null);
        tasks.worker(slot, 0);
        ledger.move(slot, State.WAITING, why);
        int[] links = tasks.inputs(slot);
        for (int at = 0; links != null && at < links.length; at++) {
            tasks.addHeirs(links[at], -1);
            tasks.addUsers(links[at], 1);
        }
        needed.push(slot);
    }

    /** The value of a task for callers: never the machine's own objects. */
    static @Nullable Object visible(@Nullable Object value) {
        return value instanceof Replicas ? Kept.AT_WORKER : value;
    }
}
