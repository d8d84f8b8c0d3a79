package dev.muster.scheduler;

import dev.muster.protocol.Completion;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Kept;
import dev.muster.protocol.Message;
import dev.muster.protocol.Span;
import dev.muster.protocol.TaskIds;
import dev.muster.protocol.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What workers report of their attempts. Owned by the scheduler's loop. A report counts only if its attempt is the task's current one and
 * is at that worker; whatever else comes is late and is dropped.
 */
final class Ending {
    private final Ledger ledger;
    private final TaskTable tasks;

    Ending(Ledger ledger) {
        this.ledger = ledger;
        tasks = ledger.tasks;
    }

    // ---- values

    void finished(WorkerView worker, Message.Finished report) {
        if (report.sequence() <= worker.applied) {
            return; // it was applied already
        }
        worker.applied = report.sequence();
        ledger.posting.unacknowledged(worker);
        boolean queued = worker.queued() > 0;
        List<Completion> completions = report.completions();
        for (int at = 0; at < completions.size(); at++) {
            Completion completion = completions.get(at);
            worker.roundTrip.answered(ledger.now, completion.first(), completion.nanos());
            if (completion instanceof Completion.One one) {
                one(worker, one, queued);
            } else {
                range(worker, (Completion.Range) completion, queued);
            }
        }
        worker.reported(ledger.now);
    }

    private void range(WorkerView worker, Completion.Range range, boolean queued) {
        int done = 0;
        // How far to look for tasks alike: all the way, but only step by step where each task has its own end.
        int reach = range.count();
        TaskSpec spec = null;
        while (done < range.count()) {
            long id = range.first() + done;
            int run = ledger.runs.given(id, Math.min(reach, range.count() - done), range.attempt(), worker.number);
            if (run == 0) {
                late(worker, id, range.attempt(), false);
                done++;
                continue;
            }
            int slot = TaskIds.slot(id);
            spec = ledger.spec(slot);
            int plain = ledger.runs.plain(slot, run);
            if (plain > 0) {
                plainRange(worker, slot, plain, spec, range.values(), range.offset() + done);
                done += plain;
                reach = Math.min(range.count(), 2 * reach);
            } else {
                value(slot, range.values()[range.offset() + done], 0);
                done++;
                reach = 1;
            }
        }
        if (spec != null) {
            learn(ledger.kinds.of(spec), range.count(), range.nanos(), range.slowestNanos(), 0, queued);
        }
    }

    /** Tasks given out together that the client holds and nobody waits for: a few loops over columns. */
    private void plainRange(
            WorkerView worker, int slot, int count, TaskSpec spec, @Nullable Object[] values, int offset) {
        ledger.giving.left(worker, slot, count, spec);
        ledger.runs.values(slot, count, values, offset);
        ledger.inline.add(values, offset, count);
        ledger.moveRun(slot, count, State.PROCESSING, State.MEMORY, Cause.FINISHED);
        if (tasks.submission(slot) instanceof MapTasks map) {
            int position = slot - map.slot();
            map.unneeded(position, count);
            ledger.settle(map, position, count);
        } else {
            for (int at = 0; at < count; at++) {
                unneeded(slot + at);
                ledger.settle(slot + at);
            }
        }
        if (ledger.observing) {
            for (int at = 0; at < count; at++) {
                ledger.observe(SchedulerOutput.Observation.FINISHED, slot + at, null);
            }
        }
    }

    private void one(WorkerView worker, Completion.One one, boolean queued) {
        int slot = current(worker, one.first(), one.attempt());
        boolean kept = one.value() == Kept.AT_WORKER;
        if (one.fetched().length > 0) {
            ledger.lineage.fetched(worker, one.first(), one.fetched());
        }
        if (slot < 0) {
            late(worker, one.first(), one.attempt(), kept);
        } else {
            learn(ledger.kind(slot), 1, one.nanos(), one.nanos(), one.size(), queued);
            value(slot, one.value(), one.size());
        }
    }

    private static void learn(Kind kind, int tasks, long nanos, long slowest, long bytes, boolean queued) {
        kind.ran(tasks, nanos, slowest, bytes);
        if (queued) {
            kind.confirmed();
        }
    }

    /** The slot of a task whose current attempt this is, and at this worker; else -1. */
    private int current(WorkerView worker, long task, int attempt) {
        int slot = tasks.find(task);
        return slot >= 0
                        && tasks.state(slot) == State.PROCESSING
                        && tasks.attempt(slot) == attempt
                        && tasks.worker(slot) == worker.number
                ? slot
                : -1;
    }

    /** An attempt has its value. */
    private void value(int slot, @Nullable Object value, long size) {
        WorkerView worker = ledger.giving.leftOne(slot);
        boolean kept = value == Kept.AT_WORKER;
        tasks.value(slot, value);
        if (kept) {
            tasks.size(slot, size);
            worker.holding++;
        } else {
            ledger.inline.add(value);
            unneeded(slot);
        }
        ledger.troubleOver(slot);
        tasks.clear(slot, (byte) (TaskTable.EXCLUSIVE | TaskTable.VALUE_LOST));
        ledger.move(slot, State.MEMORY, Cause.FINISHED);
        tasks.clear(slot, TaskTable.ORPHAN);
        ledger.settle(slot);
        ledger.observe(SchedulerOutput.Observation.FINISHED, slot, null);
        ledger.release.inputsUsed(slot, kept && !ledger.spec(slot).atMostOnce());
        ledger.readiness.ended(slot);
        ledger.release.check(slot);
    }

    private void unneeded(int slot) {
        Submission submission = tasks.submission(slot);
        submission.unneeded(slot - submission.slot(), 1);
    }

    /** A report of an attempt that is not wanted any more: only that its thread is free is news. */
    private void late(WorkerView worker, long task, int attempt, boolean kept) {
        ledger.stopping.stopped(worker, task, attempt);
        if (kept) {
            int slot = tasks.find(task);
            boolean holds = slot >= 0
                    && tasks.attempt(slot) == attempt
                    && tasks.state(slot) == State.MEMORY
                    && ledger.lineage.holds(worker, slot);
            if (!holds) {
                ledger.posting.free(worker, Span.of(task, attempt));
            }
        }
    }

    // ---- failures

    void failed(WorkerView worker, Message.Failed report) {
        int slot = current(worker, report.task(), report.attempt());
        if (report.fetched().length > 0) {
            ledger.lineage.fetched(worker, report.task(), report.fetched());
        }
        worker.reported(ledger.now);
        if (slot < 0) {
            late(worker, report.task(), report.attempt(), false);
            return;
        }
        ledger.giving.leftOne(slot);
        ledger.failing.attemptFailed(slot, report.failure());
    }

    // ---- what comes back unstarted

    void returned(WorkerView worker, Message.Returned report) {
        if (report.recall()) {
            ledger.recall.answered(worker, !report.spans().isEmpty());
        }
        if (report.why() == Message.Returned.Why.DRAINING) {
            ledger.draining.begun(worker);
        }
        for (Span span : report.spans()) {
            for (int at = 0; at < span.count(); at++) {
                returned(worker, span.first() + at, span.attempt());
            }
        }
    }

    private void returned(WorkerView worker, long task, int attempt) {
        int slot = current(worker, task, attempt);
        if (slot < 0) {
            ledger.stopping.stopped(worker, task, attempt);
            return;
        }
        boolean ahead = tasks.missing(slot) > 0;
        ledger.giving.cameBack(slot);
        ledger.giving.takeBack(slot, Cause.RETURNED, attempt);
        if (!ahead) {
            // What was recalled is to go elsewhere: the worker is not the one to ask either, until it gets on.
            ledger.cluster.refused(worker, ledger.lanes.of(slot));
        }
        ledger.readiness.resume(slot);
    }

    /** An attempt could not start, since inputs were not where they should be. */
    void missing(WorkerView worker, Message.Missing report) {
        for (Message.Missing.Lost lost : report.inputs()) {
            ledger.lineage.notThere(lost.task(), lost.attempt(), lost.holder());
        }
        int slot = current(worker, report.task(), report.attempt());
        if (slot < 0) {
            ledger.stopping.stopped(worker, report.task(), report.attempt());
            return;
        }
        ledger.giving.leftOne(slot);
        Trouble trouble = ledger.trouble(slot);
        if (++trouble.misses > 3) {
            List<String> story = new ArrayList<>(ledger.storyOf(slot));
            for (Message.Missing.Lost lost : report.inputs()) {
                int input = tasks.find(lost.task());
                story.add("its input " + (input < 0 ? "(unknown)" : ledger.describe(input)) + ":");
                story.addAll(ledger.story.of(lost.task(), ledger.now, ledger.workers));
            }
            Failure failure = Failure.of(
                    Failure.Kind.INTERNAL,
                    ledger.describe(slot) + " was given up: its inputs were not at their holders " + trouble.misses
                            + " times. Its story:\n  " + String.join("\n  ", story));
            ledger.failing.fail(slot, failure, Cause.INPUT_MISSING);
            return;
        }
        ledger.giving.takeBack(slot, Cause.INPUT_MISSING, report.attempt());
        ledger.readiness.resume(slot);
    }

    // ---- nested work

    void waiting(WorkerView worker, long task, int attempt) {
        int slot = current(worker, task, attempt);
        if (slot >= 0 && !tasks.is(slot, TaskTable.BLOCKED)) {
            tasks.set(slot, TaskTable.BLOCKED);
            worker.blocked++;
            worker.exclusive -= tasks.is(slot, TaskTable.EXCLUSIVE) ? 1 : 0;
            worker.progress++;
            ledger.workers.emptiest.update(worker);
            ledger.deadlocks.waits(slot);
        }
    }

    void resumed(WorkerView worker, long task, int attempt) {
        int slot = current(worker, task, attempt);
        if (slot >= 0 && tasks.is(slot, TaskTable.BLOCKED)) {
            tasks.clear(slot, TaskTable.BLOCKED);
            worker.blocked--;
            worker.exclusive += tasks.is(slot, TaskTable.EXCLUSIVE) ? 1 : 0;
            ledger.workers.emptiest.update(worker);
        }
    }
}
