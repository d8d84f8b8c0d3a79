package dev.muster.scheduler;

import dev.muster.protocol.Failure;
import dev.muster.protocol.Span;
import java.util.ArrayList;
import java.util.List;

/** Cancels, deadlines, the end of the session. Owned by the scheduler's loop. */
final class Stopping {
    private final Ledger ledger;
    private final TaskTable tasks;

    Stopping(Ledger ledger) {
        this.ledger = ledger;
        tasks = ledger.tasks;
    }

    /** The client wants tasks to end. */
    void cancelRequested(SchedulerEvent.CancelRequested event) {
        long first = event.handle().firstTask();
        for (int position = event.from(); position < event.to(); position++) {
            int slot = tasks.find(first + position);
            if (slot >= 0 && tasks.state(slot).pending()) {
                cancel(slot, event.mode());
            }
        }
    }

    private void cancel(int slot, SchedulerEvent.CancelRequested.Mode mode) {
        boolean given = tasks.state(slot) == State.PROCESSING;
        if (given && mode == SchedulerEvent.CancelRequested.Mode.IF_WAITING) {
            // Whether it has started only its worker knows: it takes it out of its queue and says so, or lets it run.
            WorkerView worker = ledger.workers.get(tasks.worker(slot));
            Posting.merge(worker.cancel, Span.of(tasks.id(slot), tasks.attempt(slot)));
            ledger.workers.touch(worker);
            return;
        }
        String name = ledger.describe(slot);
        if (given) {
            WorkerView worker = stop(slot, true);
            if (mode == SchedulerEvent.CancelRequested.Mode.KILL_WORKER) {
                ledger.out.stop(worker.peer, name + " was cancelled with its worker");
            }
        }
        ledger.failing.fail(slot, Failure.of(Failure.Kind.CANCELLED, name + " was cancelled"), Cause.CANCELLED);
    }

    /**
     * Takes an attempt off its worker's account and tells the worker to stop it. Until the worker has answered, the attempt may
     * occupy a thread there.
     */
    WorkerView stop(int slot, boolean interrupt) {
        long task = tasks.id(slot);
        int attempt = tasks.attempt(slot);
        boolean ahead = tasks.missing(slot) > 0;
        WorkerView worker = ledger.giving.leftOne(slot);
        if (!ahead) {
            worker.stopping.put(task, attempt);
        }
        noteInputs(worker, slot, task);
        Posting.merge(interrupt ? worker.interrupt : worker.cancel, Span.of(task, attempt));
        ledger.workers.emptiest.update(worker);
        ledger.workers.touch(worker);
        return worker;
    }

    /** The attempt may be fetching inputs: which, so that the worker need not keep them if they are let go before it answers. */
    private void noteInputs(WorkerView worker, int slot, long task) {
        int[] links = tasks.inputs(slot);
        if (links == null) {
            return;
        }
        List<Span> kept = new ArrayList<>();
        for (int input : links) {
            if (tasks.state(input) == State.MEMORY && Replicas.kept(tasks.value(input))) {
                kept.add(Span.of(tasks.id(input), tasks.attempt(input)));
            }
        }
        if (!kept.isEmpty()) {
            worker.fetching.put(task, kept.toArray(new Span[0]));
        }
    }

    /** The worker speaks of an attempt that does not count any more: if it was being stopped, now it is. */
    void stopped(WorkerView worker, long task, int attempt) {
        worker.fetching.remove(task);
        if (worker.stopping.size() > 0 && worker.stopping.get(task, 0) == attempt) {
            worker.stopping.remove(task);
            worker.progress++;
            ledger.workers.emptiest.update(worker);
        }
    }

    /** When the task must have ended; {@link Long#MAX_VALUE} for never. */
    long deadlineOf(int slot) {
        Trouble trouble = ledger.troubleOrNull(slot);
        if (trouble != null && trouble.deadline != 0) {
            return trouble.deadline;
        }
        Submission submission = tasks.submission(slot);
        return submission.deadline(slot - submission.slot());
    }

    /** A task is tried again because the client wants it: what time it has counts from now. */
    void deadlineAnew(int slot) {
        long own = ledger.spec(slot).deadlineNanos();
        if (own > 0) {
            ledger.trouble(slot).deadline = ledger.now + own;
            ledger.timers.add(ledger.now + own, Timers.Purpose.DEADLINE, tasks.id(slot), 1);
        }
    }

    /** Tasks should have ended by now. */
    void deadline(long first, int count) {
        for (int at = 0; at < count; at++) {
            int slot = tasks.find(first + at);
            if (slot < 0 || !tasks.state(slot).pending()) {
                continue;
            }
            if (deadlineOf(slot) > ledger.now) {
                continue;
            }
            State state = tasks.state(slot);
            Failure failure = Failure.of(
                    Failure.Kind.TIMEOUT, ledger.describe(slot) + " passed its deadline while it was " + state.words);
            if (state == State.PROCESSING) {
                stop(slot, true);
            }
            ledger.failing.fail(slot, failure, Cause.DEADLINE);
        }
    }

    /** The session ends: what is unfinished fails, what is held is freed. */
    void close(String reason) {
        ledger.closed = true;
        Failure failure = Failure.of(Failure.Kind.CLOSED, "the client was closed: " + reason);
        for (int slot = 0; slot < tasks.end(); slot++) {
            if (tasks.used(slot) && tasks.state(slot).pending()) {
                if (tasks.state(slot) == State.PROCESSING) {
                    stop(slot, true);
                }
                ledger.failing.fail(slot, failure, Cause.CLOSED);
            }
        }
        for (int slot = 0; slot < tasks.end(); slot++) {
            if (tasks.used(slot)) {
                tasks.clear(slot, TaskTable.HELD);
                ledger.release.check(slot);
            }
        }
        ledger.submitting.close();
    }
}
