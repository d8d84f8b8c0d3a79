package dev.muster.worker;

import dev.muster.config.WorkerSettings;
import dev.muster.protocol.Arguments;
import dev.muster.protocol.Assignment;
import dev.muster.protocol.Completion;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Inputs;
import dev.muster.protocol.Kept;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.protocol.Rank;
import dev.muster.protocol.Span;
import dev.muster.protocol.TaskSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A worker machine with threads that do what the test says. Applies events, validates after each, and answers cuts at once as a shell
 * does: what a thread is at is claimed, what is behind it is not.
 */
final class WorkerRig {
    static final Peer ME = new Peer(100, 1);
    static final Peer A = new Peer(1, 1);
    static final Peer B = new Peer(2, 1);
    static final Peer C = new Peer(3, 1);
    static final long US = 1_000;
    static final long MS = 1_000_000;
    static final long SECOND = 1_000_000_000;

    final WorkerState state;
    long now = 5_000_000_000L;
    private long acknowledged;
    /** What each thread has: its runs, the one it is at first; above those that wait. */
    private final Map<Integer, ArrayDeque<Progress>> threads = new TreeMap<>();

    private final Map<Integer, ArrayDeque<Progress>> waits = new TreeMap<>();

    /** A run on a thread. */
    static final class Progress {
        final Execution run;
        int next;
        int end;
        boolean begun;

        Progress(Execution run) {
            this.run = run;
            next = run.from();
            end = run.to();
        }
    }

    WorkerRig(int threads, Map<String, Double> resources, WorkerLimits limits) {
        PeerInfo info = new PeerInfo(
                ME,
                PeerInfo.Role.WORKER,
                "w",
                "m",
                "in-process",
                1,
                threads,
                1 << 20,
                resources,
                Map.of(),
                List.of(),
                1,
                "",
                "17");
        state = new WorkerState(info, limits);
    }

    static WorkerRig threads(int threads) {
        return new WorkerRig(threads, Map.of(), limits(8));
    }

    /** A worker with one session that has told nothing yet. */
    static WorkerRig open(int threads) {
        WorkerRig rig = threads(threads);
        rig.open(A);
        return rig;
    }

    static WorkerRig withResource(int threads, String name, double amount) {
        WorkerRig rig = new WorkerRig(threads, Map.of(name, amount), limits(8));
        rig.open(A);
        return rig;
    }

    static WorkerLimits limits(int maxWaiting) {
        return limits(maxWaiting, 2);
    }

    static WorkerLimits limits(int maxWaiting, int runsPerThread) {
        WorkerSettings defaults = WorkerSettings.defaults();
        WorkerSettings settings = new WorkerSettings(
                maxWaiting,
                defaults.dataPorts(),
                defaults.interruptGrace(),
                defaults.spillAt(),
                defaults.pauseAt(),
                defaults.replaceAt());
        return new WorkerLimits(settings, 5 * MS, 25 * US, runsPerThread, 1 << 16, 1 << 12);
    }

    // ---- events

    /** Applies an event and validates; cuts are answered, and what that brings about is appended. */
    List<Instruction> when(WorkerEvent event) {
        List<Instruction> first = state.apply(now, event);
        List<Instruction> all = new ArrayList<>(first);
        state.validate();
        for (Instruction instruction : first) {
            if (instruction instanceof Instruction.Execute execute) {
                Progress progress = new Progress(execute.run());
                progress.begun = runs(execute.thread()).isEmpty();
                runs(execute.thread()).addLast(progress);
            } else if (instruction instanceof Instruction.Resume resume) {
                runs(resume.thread()).addFirst(waits.get(resume.thread()).pollLast());
            }
        }
        for (Instruction.CutRun cut : only(first, Instruction.CutRun.class)) {
            all.addAll(when(answer(cut)));
        }
        return all;
    }

    private WorkerEvent answer(Instruction.CutRun cut) {
        List<Progress> all = new ArrayList<>(runs(cut.thread()));
        all.addAll(waits.getOrDefault(cut.thread(), new ArrayDeque<>()));
        for (Progress progress : all) {
            if (progress.run.number() == cut.run().number()) {
                int claimed = progress.begun ? Math.min(progress.end, progress.next + 1) : progress.next;
                progress.end = Math.min(progress.end, Math.max(claimed, cut.end()));
                return new WorkerEvent.Cut(cut.thread(), cut.run(), progress.end);
            }
        }
        return new WorkerEvent.Cut(cut.thread(), cut.run(), cut.run().to());
    }

    private ArrayDeque<Progress> runs(int thread) {
        return threads.computeIfAbsent(thread, t -> new ArrayDeque<>());
    }

    List<Instruction> open(Peer client) {
        return when(new WorkerEvent.SessionOpened(client));
    }

    List<Instruction> receive(Peer client, Message message) {
        return when(new WorkerEvent.Received(client, message));
    }

    List<Instruction> receive(Message message) {
        return receive(A, message);
    }

    List<Instruction> run(Assignment... assignments) {
        return run(A, assignments);
    }

    List<Instruction> run(Peer client, Assignment... assignments) {
        return receive(client, new Message.Run(acknowledged, Arrays.asList(assignments)));
    }

    List<Instruction> free(long first, int count, int attempt) {
        return receive(new Message.Free(0, List.of(new Span(first, count, attempt)), new long[0]));
    }

    List<Instruction> cancel(long first, int count, boolean interrupt) {
        return receive(new Message.Cancel(List.of(new Span(first, count, 1)), new long[0], interrupt));
    }

    List<Instruction> tick() {
        return when(WorkerEvent.Tick.NOW);
    }

    /** Lets time pass, and a tick come. */
    List<Instruction> after(long nanos) {
        now += nanos;
        return tick();
    }

    // ---- what threads do

    /** The run that the thread is at. */
    Execution at(int thread) {
        return runs(thread).getFirst().run;
    }

    /** Tasks given to the thread and not ended. */
    int given(int thread) {
        return runs(thread).stream().mapToInt(p -> p.end - p.next).sum();
    }

    int runsOf(int thread) {
        return runs(thread).size();
    }

    /** The thread ends this many tasks of the run it is at, each in this time with its position as value. */
    List<Instruction> ran(int thread, int count, long nanosEach) {
        Object[] values = new Object[count];
        Progress progress = runs(thread).getFirst();
        for (int i = 0; i < count; i++) {
            values[i] = progress.next + i;
        }
        return ran(thread, values, nanosEach);
    }

    List<Instruction> ran(int thread, Object[] values, long nanosEach) {
        return ran(thread, values, nanosEach, 100);
    }

    List<Instruction> ran(int thread, Object[] values, long nanosEach, long bytesEach) {
        Progress progress = runs(thread).getFirst();
        int from = progress.next;
        progress.next += values.length;
        long[] sizes = new long[values.length];
        Arrays.fill(sizes, bytesEach);
        return when(new WorkerEvent.Ran(
                thread, progress.run, from, progress.next, values, 0, sizes, values.length * nanosEach, nanosEach));
    }

    List<Instruction> emptied(int thread) {
        Progress progress = runs(thread).pollFirst();
        if (!runs(thread).isEmpty()) {
            runs(thread).getFirst().begun = true;
        }
        return when(new WorkerEvent.Emptied(thread, progress.run));
    }

    /** The thread ends its whole run with values and goes on. */
    List<Instruction> finish(int thread) {
        return finish(thread, MS);
    }

    List<Instruction> finish(int thread, long nanosEach) {
        Progress progress = runs(thread).getFirst();
        List<Instruction> all = new ArrayList<>();
        if (progress.end > progress.next) {
            all.addAll(ran(thread, progress.end - progress.next, nanosEach));
        }
        all.addAll(emptied(thread));
        return all;
    }

    /** The thread ends a single task whose value the shell stored. */
    List<Instruction> finishKept(int thread) {
        List<Instruction> all = new ArrayList<>(ran(thread, new Object[] {Kept.AT_WORKER}, MS));
        all.addAll(emptied(thread));
        return all;
    }

    List<Instruction> threw(int thread) {
        Progress progress = runs(thread).getFirst();
        Failure failure = new Failure(Failure.Kind.USER, "boom", "boom", List.of("x.Boom"));
        return when(new WorkerEvent.Threw(thread, progress.run, progress.next++, failure, MS));
    }

    /** The task that the thread is at waits. */
    List<Instruction> blocked(int thread, boolean timed) {
        Progress progress = runs(thread).pollFirst();
        waits.computeIfAbsent(thread, t -> new ArrayDeque<>()).addLast(progress);
        List<Instruction> all = when(new WorkerEvent.Blocked(thread, timed));
        if (all.stream().anyMatch(Instruction.Refuse.class::isInstance)) {
            waits.get(thread).pollLast();
            runs(thread).addFirst(progress);
        }
        // What was behind it has been taken back; the thread drops it.
        for (Progress behind : List.copyOf(runs(thread))) {
            if (behind.end == behind.next) {
                runs(thread).remove(behind);
                all.addAll(when(new WorkerEvent.Emptied(thread, behind.run)));
            }
        }
        return all;
    }

    List<Instruction> unblocked(int thread) {
        return when(new WorkerEvent.Unblocked(thread));
    }

    List<Instruction> writtenOff(int thread) {
        runs(thread).clear();
        waits.remove(thread);
        return when(new WorkerEvent.ThreadWrittenOff(thread));
    }

    // ---- words

    static TaskSpec spec(int kind) {
        return TaskSpec.of(kind, "kind" + kind);
    }

    static TaskSpec spec(int kind, int threads, Map<String, Double> resources) {
        TaskSpec plain = spec(kind);
        return new TaskSpec(
                kind,
                plain.name(),
                0,
                new TaskSpec.Needs(threads, resources),
                plain.retry(),
                plain.selection(),
                0,
                0,
                false);
    }

    static TaskSpec timed(int kind, long timeoutNanos) {
        TaskSpec plain = spec(kind);
        return new TaskSpec(
                kind, plain.name(), 0, plain.needs(), plain.retry(), plain.selection(), timeoutNanos, 0, false);
    }

    static Rank rank(long order) {
        return new Rank(0, order, 0, order);
    }

    static Assignment.One one(long id) {
        return one(id, spec(1), Inputs.NONE);
    }

    static Assignment.One one(long id, TaskSpec spec, Inputs inputs) {
        return new Assignment.One(id, 1, spec, rank(id), "work", inputs, false);
    }

    static Assignment.One ranked(long id, Rank rank) {
        return new Assignment.One(id, 1, spec(1), rank, "work", Inputs.NONE, false);
    }

    static Assignment.One exclusive(long id) {
        return new Assignment.One(id, 1, spec(1), rank(id), "work", Inputs.NONE, true);
    }

    static Assignment.Range range(long first, int count) {
        return range(first, count, spec(1));
    }

    static Assignment.Range range(long first, int count, TaskSpec spec) {
        Arguments rows = new Arguments.Live(new Object[count], 0, count, 1);
        return new Assignment.Range(first, 1, spec, rank(first), "work", rows, false);
    }

    /** Inputs that are elsewhere, or, without holders, to be made here. */
    static Inputs needs(long task, Peer... holders) {
        return new Inputs(
                new Object[] {Kept.AT_WORKER}, new Inputs.Remote[] {new Inputs.Remote(task, 1, 100, List.of(holders))});
    }

    /** Teaches the worker that the kind takes so long. */
    WorkerRig knows(int kind, long nanosEach) {
        for (int i = 0; i < 4; i++) {
            run(range(1_000_000_000L + kind * 1_000L + i, 1, spec(kind)));
            finish(busyThread(), nanosEach);
        }
        acknowledge();
        return this;
    }

    private int busyThread() {
        return threads.entrySet().stream()
                .filter(e -> !e.getValue().isEmpty())
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    /** The scheduler acknowledges everything. */
    List<Instruction> acknowledge() {
        return receive(new Message.Ping(Long.MAX_VALUE, false));
    }

    // ---- what was said

    static <M extends Message> List<M> sent(List<Instruction> instructions, Class<M> type) {
        return sent(instructions, A, type);
    }

    static <M extends Message> List<M> sent(List<Instruction> instructions, Peer client, Class<M> type) {
        return instructions.stream()
                .filter(i -> i instanceof Instruction.Send send && send.client().equals(client))
                .map(i -> ((Instruction.Send) i).message())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    static <I extends Instruction> List<I> only(List<Instruction> instructions, Class<I> type) {
        return instructions.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Ids of the first tasks of the runs that were given to threads, in order. */
    static List<Long> started(List<Instruction> instructions) {
        return only(instructions, Instruction.Execute.class).stream()
                .map(e -> e.run().assignment().first() + e.run().from())
                .toList();
    }

    /** Ids reported as finished, in order. */
    static List<Long> finished(List<Instruction> instructions) {
        List<Long> ids = new ArrayList<>();
        for (Message.Finished message : sent(instructions, Message.Finished.class)) {
            for (Completion completion : message.completions()) {
                for (int i = 0; i < completion.count(); i++) {
                    ids.add(completion.first() + i);
                }
            }
        }
        return ids;
    }

    /** Ids reported as failed with this kind. */
    static List<Long> failed(List<Instruction> instructions, Failure.Kind kind) {
        return sent(instructions, Message.Failed.class).stream()
                .filter(f -> f.failure().kind() == kind)
                .map(Message.Failed::task)
                .toList();
    }

    /** Ids given back for this reason. */
    static List<Long> returned(List<Instruction> instructions, Message.Returned.Why why) {
        List<Long> ids = new ArrayList<>();
        for (Message.Returned message : sent(instructions, Message.Returned.class)) {
            for (Span span : message.why() == why ? message.spans() : List.<Span>of()) {
                for (int i = 0; i < span.count(); i++) {
                    ids.add(span.first() + i);
                }
            }
        }
        return ids;
    }
}
