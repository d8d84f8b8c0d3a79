package dev.muster.scheduler;

import dev.muster.protocol.Arguments;
import dev.muster.protocol.Failure;
import dev.muster.protocol.TaskIds;
import dev.muster.protocol.TaskSpec;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes in what the client submits. Owned by the scheduler's loop. */
final class Submitting {
    private final Ledger ledger;
    private final TaskTable tasks;
    /** Maps whose arguments have not all arrived. */
    private final Map<Handle, MapTasks> arriving = new IdentityHashMap<>();

    private long nextOrder = 1;

    Submitting(Ledger ledger) {
        this.ledger = ledger;
        tasks = ledger.tasks;
    }

    // ---- one task

    void single(SchedulerEvent.Submitted event) {
        single(event.handle(), event.spec(), event.work(), event.inputs(), event.after(), event.parent());
    }

    int single(
            Handle handle,
            TaskSpec spec,
            Object work,
            List<? extends TaskRef> inputs,
            List<? extends TaskRef> after,
            SchedulerEvent.@Nullable Parent parent) {
        Family family = parent == null ? null : ledger.nesting.family(parent);
        Submission submission = new Submission.Single(handle, nextOrder++, family, spec, work, inputs.size());
        int slot = begin(submission);
        tasks.set(slot, TaskTable.HELD);
        boolean ready = inputs.isEmpty() && after.isEmpty();
        if (ready) {
            ledger.readiness.queue(slot, Cause.SUBMITTED);
        } else {
            ledger.move(slot, State.WAITING, Cause.SUBMITTED);
        }
        ledger.observe(SchedulerOutput.Observation.SUBMITTED, slot, null);
        limit(submission, parent);
        if (!refused(slot, 1, parent) && !ready) {
            join(slot, inputs, after);
        }
        return slot;
    }

    private void join(int slot, List<? extends TaskRef> inputs, List<? extends TaskRef> after) {
        int[] links = new int[inputs.size() + after.size()];
        for (int at = 0; at < links.length; at++) {
            TaskRef input = at < inputs.size() ? inputs.get(at) : after.get(at - inputs.size());
            links[at] = tasks.find(input.task());
            if (links[at] < 0) {
                tasks.submission(slot).broken = true;
                ledger.failing.fail(slot, released(slot, at), Cause.INPUT_FAILED);
                return;
            }
        }
        ledger.readiness.depend(slot, links);
        ledger.readiness.start(slot);
    }

    private Failure released(int slot, int input) {
        return Failure.of(
                Failure.Kind.CANCELLED,
                ledger.describe(slot) + " cannot run: its input " + input
                        + " had been released before it was submitted. Keep the future until what needs it is submitted.");
    }

    // ---- a map

    void map(SchedulerEvent.MapSubmitted event) {
        if (event.count() == 0) {
            event.handle().bind(TaskIds.of(1, 0));
            return;
        }
        SchedulerEvent.Parent parent = event.parent();
        Family family = parent == null ? null : ledger.nesting.family(parent);
        MapTasks map = new MapTasks(event.handle(), nextOrder, family, event.spec(), event.work(), event.count());
        nextOrder += event.count();
        int slot = begin(map);
        startRange(map, slot);
        limit(map, parent);
        if (refused(slot, event.count(), parent)) {
            return;
        }
        map.open = event.after().isEmpty();
        if (!map.open) {
            gate(map, event.after());
        }
        arguments(map, event.arguments());
        if (map.arrived() < map.count) {
            arriving.put(map.handle, map);
        }
    }

    private void startRange(MapTasks map, int slot) {
        int done = 0;
        while (done < map.count) {
            int run = TaskTable.inPage(slot + done, map.count - done);
            ledger.runs.flags(slot + done, run, TaskTable.HELD);
            ledger.moveRun(slot + done, run, State.FORGOTTEN, State.WAITING, Cause.SUBMITTED);
            done += run;
        }
        if (ledger.observing) {
            for (int at = 0; at < map.count; at++) {
                ledger.observe(SchedulerOutput.Observation.SUBMITTED, slot + at, null);
            }
        }
    }

    private void gate(MapTasks map, List<? extends TaskRef> after) {
        Submission.Gate gate = new Submission.Gate(map);
        int slot = tasks.take(gate);
        map.gate = tasks.id(slot);
        tasks.set(slot, TaskTable.ORPHAN);
        ledger.move(slot, State.WAITING, Cause.SUBMITTED);
        join(slot, List.of(), after);
    }

    /** The next rows of a map. */
    void arrived(SchedulerEvent.ArgumentsArrived event) {
        MapTasks map = arriving.get(event.handle());
        if (map == null) {
            return; // all of its tasks have ended meanwhile
        }
        arguments(map, event.arguments());
        if (map.arrived() == map.count) {
            arriving.remove(map.handle);
        }
    }

    private void arguments(MapTasks map, Arguments rows) {
        if (rows.count() == 0) {
            return;
        }
        int from = map.arrived();
        map.add(rows);
        long first = map.handle.firstTask();
        for (int position = from; position < map.arrived(); ) {
            int waiting = ledger.runs.in(State.WAITING, first + position, map.arrived() - position);
            if (waiting == 0 && tasks.find(first + position) < 0) {
                map.unneeded(position, 1);
            }
            position += Math.max(1, waiting);
        }
        if (map.open) {
            ledger.readiness.queueRows(map, from, map.arrived());
        }
    }

    /** The rest of a map's rows cannot be encoded. */
    void argumentsFailed(SchedulerEvent.ArgumentsFailed event) {
        MapTasks map = arriving.remove(event.handle());
        if (map != null) {
            map.cutShort = true;
            for (int position = event.from(); position < map.count; position++) {
                int slot = tasks.find(map.handle.firstTask() + position);
                if (slot >= 0 && tasks.state(slot) == State.WAITING) {
                    ledger.failing.fail(slot, event.failure(), Cause.ARGUMENTS_FAILED);
                }
            }
        }
    }

    // ---- a graph

    void graph(SchedulerEvent.GraphSubmitted event) {
        int count = event.specs().length;
        if (count == 0) {
            event.handle().bind(TaskIds.of(1, 0));
            return;
        }
        SchedulerEvent.Parent parent = event.parent();
        Family family = parent == null ? null : ledger.nesting.family(parent);
        Submission.Graph graph = new Submission.Graph(
                event.handle(),
                nextOrder,
                family,
                ledger.now,
                event.specs().clone(),
                event.works().clone());
        nextOrder += count;
        int slot = begin(graph);
        for (int wanted : event.wanted()) {
            tasks.set(slot + wanted, TaskTable.HELD);
        }
        for (int at = 0; at < count; at++) {
            ledger.move(slot + at, State.WAITING, Cause.SUBMITTED);
            ledger.observe(SchedulerOutput.Observation.SUBMITTED, slot + at, null);
        }
        limit(graph, parent);
        if (!refused(slot, count, parent) && dependAll(slot, event)) {
            startAll(slot, count);
        }
    }

    private boolean dependAll(int slot, SchedulerEvent.GraphSubmitted event) {
        int[] outside = new int[event.outside().size()];
        for (int at = 0; at < outside.length; at++) {
            outside[at] = tasks.find(event.outside().get(at).task());
            if (outside[at] < 0) {
                Failure failure = released(slot, at);
                tasks.submission(slot).broken = true;
                for (int task = 0; task < event.specs().length; task++) {
                    ledger.failing.fail(slot + task, failure, Cause.INPUT_FAILED);
                }
                return false;
            }
        }
        for (int task = 0; task < event.specs().length; task++) {
            int[] from = event.inputs()[task];
            if (from.length > 0) {
                int[] links = new int[from.length];
                for (int at = 0; at < from.length; at++) {
                    links[at] = from[at] >= 0 ? slot + from[at] : outside[-1 - from[at]];
                }
                ledger.readiness.depend(slot + task, links);
            }
        }
        return true;
    }

    private void startAll(int slot, int count) {
        for (int at = slot; at < slot + count; at++) {
            if (!tasks.is(at, TaskTable.HELD) && tasks.users(at) == 0) {
                tasks.set(at, TaskTable.ORPHAN); // nobody takes its value, yet it was asked for
            }
        }
        for (int at = slot; at < slot + count; at++) {
            if (tasks.state(at) == State.WAITING) {
                ledger.readiness.start(at);
            }
        }
    }

    // ---- values

    /** Values of the client's: finished at once. Small ones ride along with every task that takes them; see {@link Copies} for others. */
    void scattered(SchedulerEvent.Scattered event) {
        int count = event.values().length;
        if (count == 0) {
            event.handle().bind(TaskIds.of(1, 0));
            return;
        }
        Submission.Supplied supplied = new Submission.Supplied(event.handle(), count, nextOrder);
        nextOrder += count;
        int slot = begin(supplied);
        int done = 0;
        while (done < count) {
            int run = TaskTable.inPage(slot + done, count - done);
            ledger.runs.flags(slot + done, run, TaskTable.HELD);
            ledger.runs.values(slot + done, run, event.values(), done);
            ledger.moveRun(slot + done, run, State.FORGOTTEN, State.MEMORY, Cause.SCATTERED);
            done += run;
        }
        ledger.copies.supplied(supplied, slot, event.values(), event.broadcast());
        ledger.out.settled(event.handle(), 0, count);
    }

    // ---- what all have in common

    /** An internal task, which nobody holds, of one input. */
    int copy(TaskSpec spec, Object work, int input) {
        Submission.Copy copy = new Submission.Copy(nextOrder++, spec, work);
        int slot = tasks.take(copy);
        tasks.set(slot, TaskTable.ORPHAN);
        ledger.move(slot, State.WAITING, Cause.SUBMITTED);
        ledger.readiness.depend(slot, new int[] {input});
        ledger.readiness.start(slot);
        return slot;
    }

    private int begin(Submission submission) {
        int slot = tasks.take(submission);
        submission.handle.bind(tasks.id(slot));
        Family family = submission.family;
        if (family != null) {
            ledger.nesting.adopt(family, tasks.id(slot), submission.count);
        }
        return slot;
    }

    /** Sets the clock for tasks that must have ended in time; children inherit what their parent has left. */
    private void limit(Submission submission, SchedulerEvent.@Nullable Parent parent) {
        submission.deadline = parent == null ? Long.MAX_VALUE : ledger.nesting.deadline(parent);
        int from = 0;
        while (from < submission.count) {
            long own = submission.spec(from).deadlineNanos();
            int to = from + 1;
            if (submission instanceof Submission.Graph) {
                while (to < submission.count && submission.spec(to).deadlineNanos() == own) {
                    to++;
                }
            } else {
                to = submission.count;
                submission.deadline = own == 0 ? submission.deadline : Math.min(submission.deadline, ledger.now + own);
            }
            long due = submission.deadline(from);
            if (due < Long.MAX_VALUE) {
                ledger.timers.add(due, Timers.Purpose.DEADLINE, tasks.id(submission.slot()) + from, to - from);
            }
            from = to;
        }
    }

    /** Fails tasks that may not begin: the session is closed, or their parent's attempt is no more. */
    private boolean refused(int slot, int count, SchedulerEvent.@Nullable Parent parent) {
        Failure failure;
        Cause cause;
        if (ledger.closed) {
            failure = Failure.of(Failure.Kind.CLOSED, "the client is closed; nothing more can be submitted");
            cause = Cause.CLOSED;
        } else if (parent != null && !ledger.nesting.runs(parent)) {
            failure = Failure.of(
                    Failure.Kind.CANCELLED, "the attempt that submitted " + ledger.describe(slot) + " runs no more");
            cause = Cause.CANCELLED;
        } else {
            return false;
        }
        tasks.submission(slot).broken = true;
        for (int at = slot; at < slot + count; at++) {
            ledger.failing.fail(at, failure, cause);
            if (cause == Cause.CANCELLED && tasks.used(at)) {
                // Whoever submitted it has been told, and is not there to let go of it.
                ledger.release.releaseOne(at, true);
            }
        }
        return true;
    }

    /** The session is over: no more arguments are expected. */
    void close() {
        arriving.clear();
    }

    /** Maps whose arguments have not all arrived, with the number that has; for explanations. */
    Map<Handle, Integer> arriving() {
        Map<Handle, Integer> counts = new HashMap<>();
        arriving.forEach((handle, map) -> counts.put(handle, map.arrived()));
        return counts;
    }
}
