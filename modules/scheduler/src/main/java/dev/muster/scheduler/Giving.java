package dev.muster.scheduler;

import dev.muster.protocol.Assignment;
import dev.muster.protocol.Inputs;
import dev.muster.protocol.Kept;
import dev.muster.protocol.Peer;
import dev.muster.protocol.TaskSpec;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives tasks to workers and takes them off their account. Owned by the scheduler's loop. */
final class Giving {
    private final Ledger ledger;
    private final TaskTable tasks;

    Giving(Ledger ledger) {
        this.ledger = ledger;
        tasks = ledger.tasks;
    }

    /** Gives a run of a map's tasks, whose rows lie in one slice. */
    void rows(WorkerView worker, MapTasks map, int slot, int count) {
        int position = slot - map.slot();
        TaskSpec spec = map.spec(position);
        int attempt = tasks.attempt(slot);
        boolean exclusive = tasks.is(slot, TaskTable.EXCLUSIVE);
        ledger.runs.worker(slot, count, worker.number);
        ledger.moveRun(slot, count, State.QUEUED, State.PROCESSING, Cause.GIVEN_OUT);
        enter(worker, slot, count, attempt, spec, exclusive);
        worker.run.add(new Assignment.Range(
                tasks.id(slot),
                attempt,
                spec,
                map.rank(position),
                map.work(position),
                map.rows(position, count),
                exclusive));
        if (ledger.observing) {
            for (int at = 0; at < count; at++) {
                ledger.observe(SchedulerOutput.Observation.STARTED, slot + at, null);
            }
        }
    }

    private static Inputs[] noInputs(int count) {
        Inputs[] inputs = new Inputs[count];
        Arrays.fill(inputs, Inputs.NONE);
        return inputs;
    }

    /** Gives consecutive single tasks that ask for the same, whose inputs are all the client's. What waits for them does not go ahead. */
    void bundle(WorkerView worker, int slot, int count) {
        Submission leader = tasks.submission(slot);
        TaskSpec spec = leader.spec(0);
        int attempt = tasks.attempt(slot);
        boolean exclusive = tasks.is(slot, TaskTable.EXCLUSIVE);
        Object[] works = new Object[count];
        Inputs[] inputs = null;
        for (int at = 0; at < count; at++) {
            Submission submission = tasks.submission(slot + at);
            works[at] = submission.work(0);
            int[] links = tasks.inputs(slot + at);
            if (links != null) {
                inputs = inputs == null ? noInputs(count) : inputs;
                inputs[at] = inputs(worker, links, submission.inputCount(links.length));
            }
        }
        ledger.runs.worker(slot, count, worker.number);
        ledger.moveRun(slot, count, State.QUEUED, State.PROCESSING, Cause.GIVEN_OUT);
        enter(worker, slot, count, attempt, spec, exclusive);
        worker.run.add(new Assignment.Bundle(tasks.id(slot), attempt, spec, leader.rank(0), works, inputs, exclusive));
        if (ledger.observing) {
            for (int at = 0; at < count; at++) {
                ledger.observe(SchedulerOutput.Observation.STARTED, slot + at, null);
            }
        }
    }

    /** Gives one task, and what may run right behind it. */
    void one(WorkerView worker, int slot, Cause cause) {
        give(worker, slot, cause);
        if (tasks.hasWaiters(slot) && !(tasks.submission(slot) instanceof Submission.Single && RunAhead.busy(worker))) {
            ledger.runAhead.follow(worker, slot);
        }
    }

    void give(WorkerView worker, int slot, Cause cause) {
        Submission submission = tasks.submission(slot);
        int position = slot - submission.slot();
        TaskSpec spec = submission.spec(position);
        int attempt = tasks.attempt(slot);
        boolean exclusive = tasks.is(slot, TaskTable.EXCLUSIVE);
        int[] links = tasks.inputs(slot);
        Inputs inputs = links == null ? Inputs.NONE : inputs(worker, links, submission.inputCount(links.length));
        tasks.worker(slot, worker.number);
        ledger.move(slot, State.PROCESSING, cause);
        if (tasks.missing(slot) > 0) {
            worker.ahead++;
        }
        enter(worker, slot, 1, attempt, spec, exclusive);
        worker.run.add(new Assignment.One(
                tasks.id(slot),
                attempt,
                spec,
                submission.rank(position),
                submission.work(position),
                inputs,
                exclusive));
        ledger.observe(SchedulerOutput.Observation.STARTED, slot, null);
    }

    private void enter(WorkerView worker, int slot, int count, int attempt, TaskSpec spec, boolean exclusive) {
        if (worker.outstanding == 0) {
            worker.given.clear();
        }
        worker.outstanding += count;
        worker.dryUntil = 0;
        worker.add(ledger.kinds.of(spec), count);
        worker.given.add(tasks.id(slot), count, attempt, ledger.runs, worker.number, worker.outstanding);
        if (exclusive) {
            worker.exclusive += count;
            worker.reserved = null;
        }
        if (!spec.needs().resources().isEmpty()) {
            ledger.cluster.take(worker, spec, count);
        }
        ledger.workers.emptiest.update(worker);
        ledger.workers.touch(worker);
    }

    /** The inputs of a task as its worker gets them: the client's values in place, of all others where they are. */
    private Inputs inputs(WorkerView worker, int[] links, int count) {
        if (count == 0) {
            return Inputs.NONE;
        }
        @Nullable Object[] values = new Object[count];
        Inputs.@Nullable Remote @Nullable [] remotes = null;
        for (int at = 0; at < count; at++) {
            int input = links[at];
            Object value = tasks.value(input);
            boolean there = tasks.state(input) == State.MEMORY;
            boolean owned = there && !Replicas.kept(value);
            Inputs.Remote remote = owned ? ledger.copies.at(worker, input) : remote(input, there);
            if (remote == null) {
                values[at] = value;
                continue;
            }
            if (remotes == null) {
                remotes = new Inputs.Remote[count];
            }
            values[at] = Kept.AT_WORKER;
            remotes[at] = remote;
        }
        return new Inputs(values, remotes);
    }

    private Inputs.Remote remote(int input, boolean there) {
        List<Peer> holders = there ? ledger.lineage.holders(input) : List.of();
        return new Inputs.Remote(tasks.id(input), tasks.attempt(input), there ? tasks.size(input) : 0, holders);
    }

    /** Tasks of one kind and attempt are not at their worker any more: they ended, came back or were stopped. */
    void left(WorkerView worker, int slot, int count, TaskSpec spec) {
        worker.outstanding -= count;
        worker.remove(ledger.kinds.of(spec), count);
        if (!spec.needs().resources().isEmpty()) {
            ledger.cluster.giveBack(worker, spec, count);
        }
        ledger.workers.emptiest.update(worker);
    }

    /** One task comes back unstarted: no progress of its worker, which may be asked as little as before for what it refused. */
    void cameBack(int slot) {
        WorkerView worker = ledger.workers.get(tasks.worker(slot));
        long before = worker.progress;
        leftOne(slot);
        worker.progress = before;
    }

    /** One task is not at its worker any more; its record says which and what is special about it. */
    WorkerView leftOne(int slot) {
        WorkerView worker = ledger.workers.get(tasks.worker(slot));
        if (tasks.missing(slot) > 0) {
            worker.ahead--;
        }
        if (tasks.is(slot, TaskTable.BLOCKED)) {
            worker.blocked--;
            tasks.clear(slot, TaskTable.BLOCKED);
        } else if (tasks.is(slot, TaskTable.EXCLUSIVE)) {
            worker.exclusive--;
        }
        left(worker, slot, 1, ledger.spec(slot));
        return worker;
    }

    /** The inputs of a task that was given out ahead of them are all there: it needs a slot like any other now. */
    void inputsThere(int slot) {
        WorkerView worker = ledger.workers.get(tasks.worker(slot));
        worker.ahead--;
        ledger.workers.emptiest.update(worker);
    }

    /** A task comes back unstarted, or its attempt is void: it waits again, without a worker. */
    void takeBack(int slot, Cause cause, int attempt) {
        ledger.move(slot, State.WAITING, cause);
        tasks.worker(slot, 0);
        tasks.attempt(slot, attempt);
    }
}
