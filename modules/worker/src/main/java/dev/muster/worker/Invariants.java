package dev.muster.worker;

import dev.muster.protocol.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Everything that must hold between two events. Looks at all of a worker, so it is for tests. Owned by the worker's loop. */
final class Invariants {
    private final Workshop shop;
    private final Placement placement;
    private final InputTable inputs;
    /** Unfinished positions of runs, by assignment. */
    private final Map<WorkerTask, List<int[]>> onThreads = new IdentityHashMap<>();

    private final Map<SessionView, Set<WorkerTask>> running = new IdentityHashMap<>();

    Invariants(Workshop shop, Placement placement, InputTable inputs) {
        this.shop = shop;
        this.placement = placement;
        this.inputs = inputs;
    }

    void check() {
        threads();
        long flying = 0;
        for (SessionView session : shop.sessions()) {
            queues(session);
            tasks(session);
            flying += values(session);
            outbox(session);
        }
        must(flying == inputs.flying(), "bytes on their way are " + flying + ", counted as " + inputs.flying());
        work();
        grants();
    }

    private static void must(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalTransition("Invariant broken: " + otherwise, "");
        }
    }

    // ---- threads

    private void threads() {
        int held = 0;
        int blocked = 0;
        boolean exclusive = false;
        int running = 0;
        Map<String, Double> used = new HashMap<>();
        Map<SessionView, Long> turns = new IdentityHashMap<>();
        for (TaskThread thread : shop.threads.living()) {
            thread(thread);
            blocked += thread.blocked.isEmpty() ? 0 : 1;
            for (Given given : runs(thread)) {
                given(thread, given);
                if (given.running) {
                    held += given.task.threads;
                    running++;
                    exclusive |= given.task.assignment.exclusive();
                    turns.merge(given.task.session, (long) given.task.threads, Long::sum);
                }
                if (given.started) {
                    given.task.resources.forEach((name, amount) -> used.merge(name, amount, Double::sum));
                }
            }
        }
        Threads all = shop.threads;
        must(held + all.free() == all.count, held + " slots held and " + all.free() + " free of " + all.count);
        must(all.free() >= 0, "free slots are " + all.free());
        must(blocked == all.blocked(), blocked + " threads wait, counted as " + all.blocked());
        must(blocked <= shop.limits.maxWaiting(), blocked + " threads wait, more than " + shop.limits.maxWaiting());
        must(!exclusive || running == 1, "an exclusive run has " + (running - 1) + " beside it");
        must(
                all.living().size() <= all.count + shop.limits.maxWaiting(),
                all.living().size() + " threads live, more than " + all.count + " and " + shop.limits.maxWaiting());
        must(shop.resources.sound(), "a resource is taken beyond what there is");
        used.forEach((name, amount) -> must(
                Math.abs(amount - shop.resources.used(name)) < 1e-6,
                amount + " of resource " + name + " is held, counted as " + shop.resources.used(name)));
        for (SessionView session : shop.sessions()) {
            must(
                    session.turn.threads() == turns.getOrDefault(session, 0L),
                    "session " + session.client + " is charged for " + session.turn.threads() + " threads");
        }
    }

    private void thread(TaskThread thread) {
        must(!thread.dead, "thread " + thread.number + " is dead and among the living");
        boolean first = true;
        for (Given given : thread.given) {
            must(!given.started || first, "thread " + thread.number + " is at a run that is not its first");
            must(given.started || !first || !thread.blocked.isEmpty(), "thread " + thread.number + " is at no run");
            must(!given.started || given.running, "the run that thread " + thread.number + " is at holds no slot");
            first = false;
        }
        must(
                !thread.blocked.isEmpty() || thread.given.size() <= shop.limits.runsPerThread(),
                "thread " + thread.number + " has " + thread.given.size() + " runs");
        for (Given given : thread.blocked) {
            must(given.started && !given.running, "what waits on thread " + thread.number + " holds its slots");
        }
        int woken = thread.wokenWaits();
        must(
                woken == Collections.frequency(shop.threads.woken, thread),
                "thread " + thread.number + " has woken waits: " + woken);
    }

    private static List<Given> runs(TaskThread thread) {
        List<Given> runs = new ArrayList<>(thread.given);
        runs.addAll(thread.blocked);
        runs.addAll(thread.leaving);
        return runs;
    }

    private void given(TaskThread thread, Given given) {
        Execution run = given.run;
        must(given.thread == thread, "run " + run.number() + " is on another thread");
        must(
                run.from() <= given.done && given.done <= given.end && given.end <= run.to(),
                "run " + run.number() + " is at " + given.done + " to " + given.end);
        must(given.cuts >= 0, "run " + run.number() + " awaits " + given.cuts + " cuts");
        must(!given.emptied || given.cuts > 0, "run " + run.number() + " has left and is remembered");
        onThreads.computeIfAbsent(given.task, t -> new ArrayList<>()).add(new int[] {given.done, given.end});
        running.computeIfAbsent(given.task.session, s -> new LinkedHashSet<>()).add(given.task);
    }

    // ---- sessions

    private static void queues(SessionView session) {
        for (RunQueue queue : List.of(session.plain, session.special)) {
            long tasks = 0;
            for (int i = 0; i < queue.size(); i++) {
                Piece piece = queue.get(i);
                tasks += piece.count();
                must(piece.count() > 0, "an empty piece of " + piece.task + " is queued");
                must(session.queue(piece.task) == queue, piece.task + " is in the wrong queue");
                must(i == 0 || Piece.compare(queue.get(i - 1), piece) <= 0, piece.task + " is queued out of order");
            }
            must(tasks == queue.tasks(), tasks + " tasks are queued, counted as " + queue.tasks());
        }
    }

    private void tasks(SessionView session) {
        Set<WorkerTask> all = new LinkedHashSet<>(session.tasks());
        all.addAll(running.getOrDefault(session, Set.of()));
        int outstanding = 0;
        int waiting = 0;
        for (WorkerTask task : all) {
            outstanding += task.remaining;
            waiting += task.missing > 0 ? 1 : 0;
            task(task);
        }
        must(outstanding == session.outstanding, outstanding + " tasks are here, counted as " + session.outstanding);
        must(waiting == session.waiting, waiting + " tasks wait for inputs, counted as " + session.waiting);
    }

    private void task(WorkerTask task) {
        boolean[] seen = new boolean[task.count];
        int here = task.missing > 0 ? 1 : 0;
        for (Piece piece = task.pieces; piece != null; piece = piece.other) {
            here += mark(task, seen, piece.from, piece.to);
        }
        for (int[] part : onThreads.getOrDefault(task, List.of())) {
            here += mark(task, seen, part[0], part[1]);
        }
        must(here == task.remaining, here + " tasks of " + task + " are here, counted as " + task.remaining);
    }

    private static int mark(WorkerTask task, boolean[] seen, int from, int to) {
        for (int i = from; i < to; i++) {
            must(!seen[i], "task " + task.name(i) + " is in two places");
            seen[i] = true;
        }
        return to - from;
    }

    /** Checks the session's values; returns the bytes that are on their way. */
    private long values(SessionView session) {
        Map<Value, Integer> users = new IdentityHashMap<>();
        Set<WorkerTask> all = new LinkedHashSet<>(session.tasks());
        all.addAll(running.getOrDefault(session, Set.of()));
        for (WorkerTask task : all) {
            uses(task, users);
        }
        long[] sums = new long[3];
        session.values.forEach(value -> {
            value(value, users.getOrDefault(value, 0));
            sums[0] += value.state == State.FLIGHT ? value.size : 0;
            sums[1] += value.here() ? value.size : 0;
            sums[2] += value.state == State.WAITING ? 1 : 0;
        });
        must(sums[1] == session.values.bytes(), sums[1] + " bytes are here, counted as " + session.values.bytes());
        must(sums[2] == session.values.awaited(), sums[2] + " values are awaited, miscounted");
        return sums[0];
    }

    private static void uses(WorkerTask task, Map<Value, Integer> users) {
        int missing = 0;
        Value[] uses = task.uses;
        for (int i = 0; uses != null && i < uses.length; i++) {
            Value value = uses[i];
            if (value != null) {
                users.merge(value, 1, Integer::sum);
                boolean awaited = value.state != State.MEMORY && value.state != State.FORGOTTEN;
                missing += awaited ? 1 : 0;
                must(!awaited || value.dependants.contains(task), task + " waits for an input that does not know it");
            }
        }
        must(missing == task.missing, task + " waits for " + missing + " inputs, counted as " + task.missing);
    }

    private static void value(Value value, int users) {
        String name = "value of task " + Long.toHexString(value.task) + " attempt " + value.attempt;
        must(users == value.users, name + " has " + users + " users, counted as " + value.users);
        must(!value.here() || value.dependants.isEmpty(), name + " is here and awaited");
        must(!value.freed || users > 0 || !value.here(), name + " was freed, is unused, and is here");
        must(value.reported || users > 0 || !value.here(), name + " was never reported, is unused, and is here");
        must(users > 0 || value.state != State.WAITING && value.state != State.FETCH, name + " is awaited by nobody");
        must(value.state != State.FLIGHT || !value.asked.isEmpty(), name + " is on its way from nobody");
    }

    private static void outbox(SessionView session) {
        must(!session.away || session.outbox.isEmpty(), "a session that is away has reports to come");
        must(!session.drained || session.values.size() == 0, "a drained session has values");
    }

    // ---- the whole

    /** A free slot and a task that could start never stand beside each other after a flush. */
    private void work() {
        if (shop.threads.free() > 0 && placement.open() && placement.reserved() == null) {
            Piece piece = placement.choose();
            must(piece == null, (piece == null ? "" : piece.task) + " could start, and a slot is free");
        }
    }

    private void grants() {
        int slots = 0;
        for (SessionView session : shop.sessions()) {
            Message.Grant grant = session.granted;
            slots += grant == null || shop.now - session.grantedAt < Grants.PACE ? 0 : grant.slots();
        }
        int most = shop.threads.count + 2 * shop.sessions().size();
        must(slots <= most, slots + " slots are granted, more than " + most);
    }
}
