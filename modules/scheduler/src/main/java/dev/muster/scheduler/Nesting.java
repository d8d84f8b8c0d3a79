package dev.muster.scheduler;

import dev.muster.protocol.Failure;
import dev.muster.protocol.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that running tasks submit. Owned by the scheduler's loop. They belong to the attempt: when it is lost, fails or is stopped, those
 * that nobody else needs are cancelled. At its good end the shell lets go of the handles that did not escape, so there is nothing to do.
 */
final class Nesting {
    private static final int PRUNE_FROM = 64;

    /** One task by its id. */
    private record ById(long task) implements TaskRef {
        @Override
        public Handle handle() {
            return Handles.NONE;
        }

        @Override
        public int index() {
            return 0;
        }
    }

    private final Ledger ledger;
    private final TaskTable tasks;
    private final ArrayDeque<Family> orphaned = new ArrayDeque<>();
    private boolean stopping;

    Nesting(Ledger ledger) {
        this.ledger = ledger;
        tasks = ledger.tasks;
    }

    // ---- parents

    /** Whether the attempt still counts. */
    boolean runs(SchedulerEvent.Parent parent) {
        int slot = tasks.find(parent.task());
        return slot >= 0 && tasks.state(slot) == State.PROCESSING && tasks.attempt(slot) == parent.attempt();
    }

    /** What a submission inherits: the parent's priority and place in the order, one deeper. */
    Family family(SchedulerEvent.Parent parent) {
        int slot = tasks.find(parent.task());
        if (slot < 0) {
            return new Family(parent.task(), parent.attempt(), 0, 0, 1, false, null);
        }
        Submission submission = tasks.submission(slot);
        int position = slot - submission.slot();
        return new Family(
                parent.task(),
                parent.attempt(),
                submission.priority(position),
                submission.order(position),
                submission.depth() + 1,
                !submission.spec(position).needs().resources().isEmpty(),
                submission.family);
    }

    /** When the parent must have ended; {@link Long#MAX_VALUE} for never. */
    long deadline(SchedulerEvent.Parent parent) {
        int slot = tasks.find(parent.task());
        if (slot < 0) {
            return Long.MAX_VALUE;
        }
        return ledger.stopping.deadlineOf(slot);
    }

    /** Hangs a submission on its parent. */
    void adopt(Family family, long first, int count) {
        family.first = first;
        family.count = count;
        int slot = tasks.find(family.parent);
        if (slot < 0 || tasks.state(slot) != State.PROCESSING || tasks.attempt(slot) != family.attempt) {
            return;
        }
        Family older = tasks.children(slot);
        family.next = older;
        family.length = older == null ? 1 : older.length + 1;
        family.pruneAt = older == null ? PRUNE_FROM : older.pruneAt;
        if (family.length > family.pruneAt) {
            prune(family);
        }
        tasks.children(slot, family);
    }

    /** Drops children that are forgotten from the list, so that a parent may have any number one after the other. */
    private void prune(Family head) {
        Family last = head;
        int left = 1;
        for (Family each = head.next; each != null; each = each.next) {
            if (alive(each)) {
                last.next = each;
                last = each;
                left++;
            }
        }
        last.next = null;
        head.length = left;
        head.pruneAt = PRUNE_FROM + 2 * left;
    }

    private boolean alive(Family family) {
        for (int at = 0; at < family.count; at++) {
            if (tasks.find(family.first + at) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** The attempt is no more: its children that nobody else needs are cancelled, and theirs. */
    void stopChildren(int slot) {
        Family head = tasks.children(slot);
        if (head == null) {
            return;
        }
        tasks.children(slot, null);
        orphaned.add(head);
        if (stopping) {
            return;
        }
        stopping = true;
        for (Family family = orphaned.poll(); family != null; family = orphaned.poll()) {
            for (Family each = family; each != null; each = each.next) {
                stop(each);
            }
        }
        stopping = false;
    }

    /** An attempt is void and the task waits for the next: its children are stopped; true if that did not end the task too. */
    boolean goesOn(int slot) {
        long task = tasks.id(slot);
        stopChildren(slot);
        return tasks.find(task) == slot && tasks.state(slot) == State.WAITING;
    }

    private void stop(Family family) {
        for (int at = 0; at < family.count; at++) {
            int slot = tasks.find(family.first + at);
            if (slot < 0 || tasks.users(slot) > 0) {
                continue; // something else than the attempt uses it, so its handle counts
            }
            State state = tasks.state(slot);
            if (state.pending()) {
                // Told as cancelled rather than silently forgotten: a thread of the parent may be waiting for it.
                String name = ledger.describe(slot);
                if (state == State.PROCESSING) {
                    ledger.stopping.stop(slot, true);
                }
                ledger.failing.fail(
                        slot,
                        Failure.of(
                                Failure.Kind.CANCELLED,
                                name + " was cancelled: the attempt that submitted it is no more"),
                        Cause.CANCELLED);
            }
            int still = tasks.find(family.first + at);
            if (still >= 0) {
                ledger.release.releaseOne(still, true);
            }
        }
    }

    // ---- children of remote workers' tasks

    /** A task of a worker submits a child. */
    void submit(WorkerView worker, Message.Submit submit) {
        List<TaskRef> inputs = new ArrayList<>(submit.inputs().length);
        for (long input : submit.inputs()) {
            RemoteChild earlier = input < 0 ? worker.children.get(-1 - input) : null;
            inputs.add(earlier != null ? earlier : new ById(Math.max(0, input)));
        }
        RemoteChild child = new RemoteChild(worker.peer, submit.child());
        worker.children.put(submit.child(), child);
        int slot = ledger.submitting.single(
                child,
                submit.spec(),
                submit.work(),
                inputs,
                List.of(),
                new SchedulerEvent.Parent(submit.parent(), submit.attempt()));
        if (!submit.keep() && tasks.used(slot)) {
            ledger.release.releaseOne(slot, false);
        }
    }

    /** A child ended: its worker hears how. */
    void ready(RemoteChild child, int slot) {
        WorkerView worker = ledger.workers.find(child.worker);
        if (worker == null) {
            return;
        }
        Object value = tasks.value(slot);
        Failure failure = tasks.state(slot) == State.ERRED ? (Failure) value : null;
        worker.other.add(new Message.Ready(
                child.child,
                tasks.id(slot),
                tasks.attempt(slot),
                failure == null ? Lineage.visible(value) : null,
                ledger.lineage.holders(slot),
                failure));
        ledger.workers.touch(worker);
    }

    /** A worker lets go of children. */
    void freed(WorkerView worker, long[] children) {
        for (long number : children) {
            RemoteChild child = worker.children.remove(number);
            int slot = slot(child);
            if (slot >= 0) {
                ledger.release.releaseOne(slot, true);
            }
        }
    }

    /** A worker's task cancels children. */
    void cancelled(WorkerView worker, long[] children) {
        for (long number : children) {
            RemoteChild child = worker.children.get(number);
            if (child != null && slot(child) >= 0) {
                ledger.stopping.cancelRequested(
                        new SchedulerEvent.CancelRequested(child, 0, 1, SchedulerEvent.CancelRequested.Mode.INTERRUPT));
            }
        }
    }

    /** A worker is lost: nobody there waits for its tasks' children any more. */
    void workerLost(List<RemoteChild> children) {
        for (RemoteChild child : children) {
            int slot = slot(child);
            if (slot >= 0) {
                ledger.release.releaseOne(slot, true);
            }
        }
    }

    private int slot(@Nullable RemoteChild child) {
        return child == null ? -1 : tasks.find(child.firstTask());
    }
}
