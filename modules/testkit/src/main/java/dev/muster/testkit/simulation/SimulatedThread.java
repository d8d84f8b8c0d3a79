package dev.muster.testkit.simulation;

import dev.muster.protocol.Assignment;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Kept;
import dev.muster.testkit.simulation.Pass.Activity;
import dev.muster.testkit.simulation.Pass.Stage;
import dev.muster.worker.Execution;
import dev.muster.worker.WorkerEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A task thread: at most one run and the next, claims against cuts, reports in batches, waits for nested work. Owned by one simulation.
 *
 * <p>A thread whose task waits runs what it is given on top of that task, so its passes form a stack.
 */
final class SimulatedThread {
    /** More than a machine gives one thread. */
    private static final int MOST_RUNS = 64;

    /** The first unreported value waits no longer. */
    private static final long REPORT_NANOS = 50_000;
    /** A task that has not ended so long after its interrupt ignores it. */
    private static final long WRITE_OFF_NANOS = 1_000_000_000;

    final int number;
    private final SimulatedWorker worker;
    private final Deque<Execution> given = new ArrayDeque<>();
    private final Deque<Pass> stack = new ArrayDeque<>();
    private final Map<Long, Integer> cuts = new HashMap<>();
    /** Runs given before the machine knew of the wait on top: not to be begun before that wait is over. */
    private final Set<Execution> behind = new HashSet<>();

    private boolean dead;

    SimulatedThread(SimulatedWorker worker, int number) {
        this.worker = worker;
        this.number = number;
    }

    /** Nothing given, nothing running, nothing waiting. */
    boolean idle() {
        return given.isEmpty() && stack.isEmpty();
    }

    /** Written off or ended. */
    boolean dead() {
        return dead;
    }

    void execute(Execution run) {
        if (dead) {
            throw new SimulationFault("thread " + number + " is gone and was given " + run);
        }
        given.add(run);
        int held = given.size() - behind.size() + (stack.isEmpty() || waits() ? 0 : 1);
        if (held > MOST_RUNS) {
            throw new SimulationFault("thread " + number + " holds " + held + " runs with " + run);
        }
        worker.after(worker.wakeNanos(), this::advance);
    }

    private boolean waits() {
        Pass top = stack.peek();
        return top != null && top.activity != null && top.activity.stage != Stage.RUNNING;
    }

    /** Takes back what is not claimed from a position on, and says at once what that was. */
    void cut(Execution run, int end) {
        worker.offer(new WorkerEvent.Cut(number, run, cutNow(run, end)));
        worker.after(worker.wakeNanos(), this::advance);
    }

    private int cutNow(Execution run, int end) {
        for (Pass pass : stack) {
            if (pass.run.number() == run.number()) {
                pass.end = Math.min(pass.end, Math.max(end, pass.next));
                return pass.end;
            }
        }
        if (given.contains(run)) {
            return cuts.merge(run.number(), Math.max(end, run.from()), Math::min);
        }
        return run.to();
    }

    void interrupt(Execution run, int position, boolean timedOut) {
        worker.after(worker.wakeNanos(), () -> {
            for (Pass pass : stack) {
                Activity at = pass.activity;
                if (at != null && pass.run.number() == run.number() && at.position == position) {
                    interrupt(at, timedOut);
                    return;
                }
            }
        });
    }

    private void interrupt(Activity at, boolean timedOut) {
        at.interrupted = true;
        at.timedOut |= timedOut;
        if (at.work.manner == Work.Manner.DEAF) {
            worker.after(WRITE_OFF_NANOS, () -> writeOff(at));
        } else if (at.stage == Stage.RUNNING) {
            finish(at);
        } else {
            advance();
        }
    }

    private void writeOff(Activity at) {
        if (at.over || dead) {
            return;
        }
        for (Pass pass : stack) {
            report(pass);
        }
        dead = true;
        worker.note("writes off thread " + number, at.attempt);
        for (Pass pass : stack) {
            if (pass.activity != null) {
                pass.activity.over = true;
                if (pass.activity.stage == Stage.RUNNING) {
                    worker.cluster.auditor.ends(worker, pass.run.assignment());
                }
            }
        }
        worker.offer(new WorkerEvent.ThreadWrittenOff(number));
    }

    void resume() {
        for (Pass pass : stack) {
            Activity at = pass.activity;
            if (at != null && at.stage == Stage.RESUMING && !at.resumed) {
                at.resumed = true;
                worker.after(worker.wakeNanos(), this::advance);
                return;
            }
        }
        throw new SimulationFault(
                "thread " + number + " on " + worker.name + " is told to go on, but does not wait for that");
    }

    /** The machine needs the thread no more. */
    void end() {
        if (!idle()) {
            throw new SimulationFault("thread " + number + " on " + worker.name + " is ended while it has work");
        }
        dead = true;
    }

    /** Goes on with whatever there is to do. */
    void advance() {
        while (!dead) {
            Pass top = stack.peek();
            if (top != null && top.activity != null && !goesOn(top.activity)) {
                return;
            }
            top = stack.peek();
            if (top == null || top.activity != null) {
                Execution run = take(top != null);
                if (run == null) {
                    return;
                }
                Integer end = cuts.remove(run.number());
                top = new Pass(run, end == null ? run.to() : end);
                stack.push(top);
            }
            if (top.next < top.end) {
                claim(top);
                return;
            }
            report(top);
            stack.pop();
            worker.offer(new WorkerEvent.Emptied(number, top.run));
        }
    }

    /** The next run; on top of a wait only what was given for that. */
    private @Nullable Execution take(boolean onTop) {
        for (Execution run : given) {
            if (!onTop || !behind.contains(run)) {
                given.remove(run);
                behind.remove(run);
                return run;
            }
        }
        return null;
    }

    /** The machine has heard that this thread waits: what it had been given before stands behind the wait. */
    void waitKnown() {
        behind.addAll(given);
        Pass top = stack.peek();
        if (top != null && top.activity != null && top.activity.stage == Stage.WAITING) {
            top.activity.known = true;
            worker.after(worker.wakeNanos(), this::advance);
        }
    }

    /** The machine refuses the wait: the task ends with this failure. */
    void refuse(Failure failure) {
        Pass top = stack.peek();
        if (top == null || top.activity == null || top.activity.stage == Stage.RUNNING) {
            throw new SimulationFault("thread " + number + " does not wait, and its wait is refused");
        }
        top.activity.refused = failure;
        top.activity.stage = Stage.RUNNING;
        worker.cluster.auditor.resumes(worker, top.run.assignment(), top.activity.attempt);
        finish(top.activity);
    }

    /** True if the thread may look for another run, false if the task keeps it. */
    private boolean goesOn(Activity at) {
        if (at.stage == Stage.WAITING && (at.childrenEnded() || at.interrupted)) {
            at.stage = Stage.RESUMING;
            worker.offer(new WorkerEvent.Unblocked(number));
        }
        if (at.stage == Stage.RESUMING && at.resumed) {
            at.stage = Stage.RUNNING;
            worker.cluster.auditor.resumes(worker, at.pass.run.assignment(), at.attempt);
            secondHalf(at);
            return false;
        }
        return at.stage != Stage.RUNNING && at.known;
    }

    private void claim(Pass pass) {
        if (!worker.cluster.scenario.validating() && pass.run.assignment() instanceof Assignment.Range) {
            claimMany(pass);
            return;
        }
        int position = pass.next++;
        Assignment assignment = pass.run.assignment();
        long task = assignment.first() + position;
        Result attempt = new Result(pass.run.session(), task, assignment.attempt());
        Work work = worker.work(pass.run, position);
        long[] inputs = worker.inputs(pass.run, position);
        worker.cluster.auditor.begins(worker, pass.run.session(), assignment, task, work);
        worker.cluster.idleness.begin(worker, 1);
        worker.note("thread " + number + " begins", new Beginning(attempt, inputs));
        Activity at = new Activity(pass, position, attempt, work, inputs);
        pass.activity = at;
        if (work.nanos == Work.FOREVER) {
            return;
        }
        long half = work.nanos * worker.seat.slowness() / 2;
        worker.after(half, () -> firstHalfDone(at, half));
    }

    /** For the story. */
    private record Beginning(Result attempt, long[] inputs) {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(attempt.toString());
            for (long input : inputs) {
                text.append(' ').append(Long.toHexString(input));
            }
            return text.toString();
        }
    }

    /** In runs for figures: as many tasks as end before a report is due, in one go. */
    private void claimMany(Pass pass) {
        int from = pass.next;
        long nanos = 0;
        while (pass.next < pass.end && (nanos < REPORT_NANOS || pass.next == from)) {
            Work work = worker.work(pass.run, pass.next++);
            long takes = work.nanos * worker.seat.slowness();
            nanos += takes;
            pass.slowest = Math.max(pass.slowest, takes);
        }
        pass.nanos += nanos;
        Result attempt = new Result(pass.run.session(), pass.run.assignment().first() + from, 1);
        pass.activity = new Activity(pass, from, attempt, worker.work(pass.run, from), Work.NO_INPUTS);
        worker.cluster.idleness.begin(worker, pass.next - from);
        worker.after(nanos, () -> endMany(pass, from));
    }

    private void endMany(Pass pass, int from) {
        pass.activity = null;
        for (int position = from; position < pass.next; position++) {
            Work work = worker.work(pass.run, position);
            long task = pass.run.assignment().first() + position;
            if (work.kept) {
                Result result = new Result(
                        pass.run.session(), task, pass.run.assignment().attempt());
                worker.store.put(result, 0L);
                worker.cluster.stored(result, 1);
            }
            pass.values.add(work.kept ? Kept.AT_WORKER : (Object) 0L);
            pass.sizes.add(work.kept ? 1L << 20 : 8L);
        }
        worker.cluster.idleness.end(worker);
        report(pass);
        advance();
    }

    private void firstHalfDone(Activity at, long half) {
        if (at.over) {
            return;
        }
        if (at.work.manner == Work.Manner.POISON) {
            worker.cluster.mishaps.poisoned(worker);
            return;
        }
        if (at.work.children.isEmpty()) {
            worker.after(half, () -> finish(at));
            return;
        }
        worker.nested.submitChildren(this, at);
        at.stage = Stage.WAITING;
        worker.cluster.auditor.waits(worker, at.pass.run.assignment());
        report(at.pass);
        worker.offer(new WorkerEvent.Blocked(number, false));
        advance();
    }

    private void secondHalf(Activity at) {
        worker.after(at.interrupted ? 0 : at.work.nanos * worker.seat.slowness() / 2, () -> finish(at));
    }

    private void finish(Activity at) {
        if (at.over || dead) {
            return;
        }
        at.over = true;
        Pass pass = at.pass;
        pass.activity = null;
        worker.cluster.auditor.ends(worker, pass.run.assignment());
        worker.cluster.idleness.end(worker);
        worker.nested.releaseChildren(at);
        long nanos = at.work.nanos == Work.FOREVER ? 1_000_000 : at.work.nanos * worker.seat.slowness();
        @Nullable Failure failure = failure(at);
        if (failure != null) {
            report(pass, pass.next - 1);
            worker.offer(new WorkerEvent.Threw(number, pass.run, at.position, failure, nanos));
        } else {
            ended(at, pass, nanos);
        }
        advance();
    }

    private void ended(Activity at, Pass pass, long nanos) {
        long value = at.work.value(at.inputs, at.childValues());
        boolean kept = at.work.kept;
        if (kept) {
            if (worker.store.put(at.attempt, value) == null) {
                worker.cluster.stored(at.attempt, 1);
            }
        }
        pass.values.add(kept ? Kept.AT_WORKER : (Object) value);
        pass.sizes.add(kept ? 1L << 16 : 8L);
        pass.nanos += nanos;
        pass.slowest = Math.max(pass.slowest, nanos);
        if (!pass.reportNoted) {
            pass.reportNoted = true;
            worker.after(REPORT_NANOS, () -> {
                pass.reportNoted = false;
                if (!dead) {
                    report(pass);
                }
            });
        }
    }

    private static @Nullable Failure failure(Activity at) {
        if (at.refused != null) {
            return at.refused;
        }
        if (at.interrupted) {
            return Failure.of(
                    at.timedOut ? Failure.Kind.TIMEOUT : Failure.Kind.CANCELLED, "interrupted: " + at.attempt);
        }
        if (at.work.thrown++ < at.work.throwing) {
            String error = at.work.error;
            return new Failure(
                    Failure.Kind.USER, "thrown by " + at.attempt, error, List.of(error, "java.lang.Exception"));
        }
        return null;
    }

    private void report(Pass pass) {
        report(pass, pass.activity == null ? pass.next : pass.next - 1);
    }

    /** Reports what has ended and was not reported; {@code end} is the position after the last of it. */
    private void report(Pass pass, int end) {
        int count = pass.values.size();
        if (count == 0) {
            return;
        }
        long[] sizes = pass.sizes.stream().mapToLong(Long::longValue).toArray();
        worker.offer(new WorkerEvent.Ran(
                number, pass.run, end - count, end, pass.values.toArray(), 0, sizes, pass.nanos, pass.slowest));
        pass.values.clear();
        pass.sizes.clear();
        pass.nanos = 0;
        pass.slowest = 0;
    }

    /** Adds the attempt whose code the thread is in, as a flight recorder has it; what waits is in nobody's code. */
    void running(List<Result> into) {
        Pass top = stack.peek();
        if (top != null && top.activity != null && top.activity.stage == Stage.RUNNING) {
            into.add(top.activity.attempt);
        }
    }

    @Override
    public String toString() {
        return "thread " + number + " on " + worker.name + ": given " + given + ", at "
                + stack.stream()
                        .map(pass ->
                                pass.activity == null ? "nothing" : pass.activity.attempt + " " + pass.activity.stage)
                        .toList();
    }
}
