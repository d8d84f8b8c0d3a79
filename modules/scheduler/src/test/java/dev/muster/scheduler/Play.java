package dev.muster.scheduler;

import dev.muster.config.SchedulerSettings;
import dev.muster.protocol.Arguments;
import dev.muster.protocol.Assignment;
import dev.muster.protocol.Completion;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Inputs;
import dev.muster.protocol.Kept;
import dev.muster.protocol.Loss;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.protocol.Span;
import dev.muster.protocol.TaskSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A scheduler on a stage: tests say what happens in words and read the instructions as sentences. Each event is followed by
 * {@code validate()}.
 */
final class Play {
    static final long MS = 1_000_000;
    static final long SECOND = 1_000 * MS;

    /** A submission's handle; position 0 is called by the name alone, others "name[3]". */
    static final class Named implements Handle {
        final String name;
        private long first;

        Named(String name) {
            this.name = name;
        }

        @Override
        public void bind(long firstTask) {
            first = firstTask;
        }

        @Override
        public long firstTask() {
            return first;
        }
    }

    /** A task by handle and position. */
    record Ref(Handle handle, int index) implements TaskRef {}

    final SchedulerState state;
    private final Map<String, Named> handles = new LinkedHashMap<>();
    private final Map<String, PeerInfo> workers = new HashMap<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final Map<Peer, String> names = new HashMap<>();
    private UnaryOperator<TaskSpec> options = UnaryOperator.identity();
    private int kind = 1;
    private long peerId = 10;
    private long now = SECOND;
    private SchedulerEvent.Parent parent;
    /** All messages so far, newest last. */
    final List<Instruction> raw = new ArrayList<>();

    private Play(SchedulerSettings settings) {
        state = new SchedulerState(settings);
    }

    static Play scheduler() {
        return new Play(new SchedulerSettings(
                3, Duration.ofSeconds(30), 1 << 12, Duration.ofSeconds(10), Duration.ofSeconds(30)));
    }

    // ---- the cast

    /** Workers of one thread and one slot that may queue. */
    Play with(String... workerNames) {
        for (String name : workerNames) {
            join(name, 1, 1, 0, Map.of(), Map.of());
        }
        return this;
    }

    Play withThreads(String name, int threads) {
        join(name, threads, threads, 0, Map.of(), Map.of());
        return this;
    }

    List<String> join(
            String name, int threads, int slots, long memory, Map<String, Double> resources, Map<String, String> tags) {
        PeerInfo before = workers.get(name);
        Peer peer = before == null
                ? new Peer(peerId++, 1)
                : new Peer(before.peer().id(), before.peer().epoch() + 1);
        PeerInfo info = new PeerInfo(
                peer,
                PeerInfo.Role.WORKER,
                name,
                "machine",
                "address-" + name,
                1,
                threads,
                memory,
                resources,
                tags,
                List.of(),
                1,
                "",
                "17");
        workers.put(name, info);
        names.put(peer, name);
        sequences.put(name, 0L);
        List<String> told = new ArrayList<>(apply(new SchedulerEvent.WorkerJoined(info)));
        told.addAll(grant(name, slots));
        return told;
    }

    List<String> grant(String worker, int slots) {
        return from(worker, new Message.Grant(slots, SECOND, 1L << 30));
    }

    // ---- the client

    /** What the following submissions ask for. */
    Play asking(UnaryOperator<TaskSpec> change) {
        options = change;
        return this;
    }

    /** The following submissions are of this kind. */
    Play kind(int number) {
        kind = number;
        return this;
    }

    /** The following submissions come from this running task; null: from the client. */
    Play inside(String task, int attempt) {
        parent = task == null ? null : new SchedulerEvent.Parent(id(task), attempt);
        return this;
    }

    /** Submits a task with these inputs. */
    List<String> submit(String name, String... inputs) {
        return submitAfter(name, List.of(inputs), List.of());
    }

    List<String> submitAfter(String name, List<String> inputs, List<String> after) {
        return apply(new SchedulerEvent.Submitted(handle(name), spec(name), name, refs(inputs), refs(after), parent));
    }

    List<String> map(String name, int count) {
        return mapOf(name, count, count);
    }

    /** A map of which the first rows are there. */
    List<String> mapOf(String name, int count, int arrived, String... after) {
        return apply(new SchedulerEvent.MapSubmitted(
                handle(name), spec(name), name, count, rows(arrived), refs(List.of(after)), parent));
    }

    List<String> rowsArrive(String name, int count) {
        return apply(new SchedulerEvent.ArgumentsArrived(handles.get(name), rows(count)));
    }

    private static Arguments rows(int count) {
        return new Arguments.Live(new Object[count], 0, count, 1);
    }

    /** A graph: each task's inputs by position; wanted positions last. */
    List<String> graph(String name, int[][] inputs, int... wanted) {
        TaskSpec[] specs = new TaskSpec[inputs.length];
        Arrays.fill(specs, spec(name));
        Object[] works = new Object[inputs.length];
        Arrays.fill(works, name);
        return apply(new SchedulerEvent.GraphSubmitted(handle(name), specs, works, inputs, List.of(), wanted, parent));
    }

    List<String> scatter(String name, Object... values) {
        return apply(new SchedulerEvent.Scattered(handle(name), values, false));
    }

    List<String> broadcast(String name, Object... values) {
        return apply(new SchedulerEvent.Scattered(handle(name), values, true));
    }

    List<String> release(String task) {
        return apply(new SchedulerEvent.Released(handles.get(base(task)), index(task), index(task) + 1, true));
    }

    List<String> releaseAll(String name, int from, int to) {
        return apply(new SchedulerEvent.Released(handles.get(name), from, to, true));
    }

    /** The handle was lost to the collector. */
    List<String> collected(String task) {
        return apply(new SchedulerEvent.Released(handles.get(base(task)), index(task), index(task) + 1, false));
    }

    List<String> cancel(String task) {
        return cancel(task, SchedulerEvent.CancelRequested.Mode.INTERRUPT);
    }

    List<String> cancel(String task, SchedulerEvent.CancelRequested.Mode mode) {
        return apply(new SchedulerEvent.CancelRequested(handles.get(base(task)), index(task), index(task) + 1, mode));
    }

    List<String> retry(String task) {
        return apply(new SchedulerEvent.RetryRequested(handles.get(base(task)), index(task), index(task) + 1));
    }

    List<String> fetchFailed(String task, String holder) {
        return apply(new SchedulerEvent.FetchFailed(handles.get(base(task)), index(task), peer(holder)));
    }

    List<String> close() {
        return apply(new SchedulerEvent.Closed("test"));
    }

    // ---- the workers

    /** The worker finishes attempts: "x" or "x#2"; each value is the task's name. */
    List<String> finish(String worker, String... attempts) {
        return finishAfter(worker, 1000, attempts);
    }

    List<String> finishAfter(String worker, long nanos, String... attempts) {
        List<Completion> completions = new ArrayList<>();
        for (String each : attempts) {
            completions.add(
                    new Completion.One(id(each), attempt(each), "value of " + task(each), 0, nanos, new long[0]));
        }
        return from(worker, new Message.Finished(next(worker), completions));
    }

    /** The worker finishes an attempt and keeps its value, having fetched some inputs. */
    List<String> keep(String worker, String attempt, long size, String... fetched) {
        long[] ids = Arrays.stream(fetched).mapToLong(this::id).toArray();
        Completion one = new Completion.One(id(attempt), attempt(attempt), Kept.AT_WORKER, size, 1000, ids);
        return from(worker, new Message.Finished(next(worker), List.of(one)));
    }

    /** The worker finishes a range of a map. */
    List<String> finishRange(String worker, String name, int from, int to) {
        Object[] values = new Object[to - from];
        for (int at = 0; at < values.length; at++) {
            values[at] = name + (from + at);
        }
        Completion range = new Completion.Range(id(name) + from, to - from, 1, values, 0, 1000L * (to - from), 1000);
        return from(worker, new Message.Finished(next(worker), List.of(range)));
    }

    List<String> fail(String worker, String attempt, String... types) {
        Failure failure = new Failure(Failure.Kind.USER, "boom", null, List.of(types));
        return from(worker, new Message.Failed(id(attempt), attempt(attempt), failure, 1000, new long[0]));
    }

    List<String> failAs(String worker, String attempt, Failure.Kind kind, String... fetched) {
        long[] ids = Arrays.stream(fetched).mapToLong(this::id).toArray();
        return from(worker, new Message.Failed(id(attempt), attempt(attempt), Failure.of(kind, "it says"), 1000, ids));
    }

    List<String> giveBack(String worker, Message.Returned.Why why, String... attempts) {
        List<Span> spans = Arrays.stream(attempts)
                .map(each -> Span.of(id(each), attempt(each)))
                .toList();
        return from(worker, new Message.Returned(spans, why, why == Message.Returned.Why.RECALLED));
    }

    List<String> missing(String worker, String attempt, String input, int inputAttempt, String holder) {
        return from(
                worker,
                new Message.Missing(
                        id(attempt),
                        attempt(attempt),
                        List.of(new Message.Missing.Lost(id(input), inputAttempt, peer(holder)))));
    }

    List<String> lost(String worker) {
        return lost(worker, Loss.of(Loss.Kind.DIED, "exit code 137"));
    }

    List<String> lost(String worker, Loss loss) {
        return apply(new SchedulerEvent.WorkerLost(peer(worker), loss));
    }

    List<String> from(String worker, Message message) {
        return apply(new SchedulerEvent.Received(peer(worker), message));
    }

    List<String> writable(String worker, boolean writable) {
        return apply(new SchedulerEvent.Writable(peer(worker), writable));
    }

    private long next(String worker) {
        return sequences.merge(worker, 1L, Long::sum);
    }

    // ---- time

    /** Time goes by; the machine hears a tick. */
    List<String> after(long nanos) {
        now += nanos;
        return apply(SchedulerEvent.Tick.NOW);
    }

    long now() {
        return now;
    }

    // ---- looking

    List<String> apply(SchedulerEvent event) {
        List<Instruction> instructions = state.apply(now, event);
        state.validate();
        raw.addAll(instructions);
        List<String> words = new ArrayList<>();
        for (Instruction instruction : instructions) {
            describe(instruction, words);
        }
        return words;
    }

    Status status(String task) {
        return state.status(id(task));
    }

    Object value(String task) {
        return state.value(id(task));
    }

    Failure failure(String task) {
        return state.failure(id(task));
    }

    String explain(String task) {
        return state.explain(now, id(task));
    }

    /** The last message of a type that was sent. */
    <M extends Message> M last(Class<M> type) {
        for (int at = raw.size() - 1; at >= 0; at--) {
            if (raw.get(at) instanceof Instruction.Send send && type.isInstance(send.message())) {
                return type.cast(send.message());
            }
        }
        throw new AssertionError("no " + type.getSimpleName() + " was sent");
    }

    Peer peer(String worker) {
        return workers.get(worker).peer();
    }

    long id(String task) {
        return handles.get(base(task)).firstTask() + index(task);
    }

    private static String task(String attempt) {
        return attempt.contains("#") ? attempt.substring(0, attempt.indexOf('#')) : attempt;
    }

    private static String base(String attempt) {
        String task = task(attempt);
        return task.contains("[") ? task.substring(0, task.indexOf('[')) : task;
    }

    private static int index(String attempt) {
        String task = task(attempt);
        return task.contains("[") ? Integer.parseInt(task.substring(task.indexOf('[') + 1, task.indexOf(']'))) : 0;
    }

    private static int attempt(String attempt) {
        return attempt.contains("#") ? Integer.parseInt(attempt.substring(attempt.indexOf('#') + 1)) : 1;
    }

    Named handle(String name) {
        return handles.computeIfAbsent(name, Named::new);
    }

    private TaskSpec spec(String name) {
        return options.apply(TaskSpec.of(kind, "k" + kind));
    }

    private List<Ref> refs(List<String> tasks) {
        return tasks.stream()
                .map(task -> new Ref(handles.get(base(task)), index(task)))
                .toList();
    }

    // ---- sentences

    private void describe(Instruction instruction, List<String> words) {
        if (instruction instanceof Instruction.Send send) {
            describe(names.get(send.worker()), send.message(), words);
        } else if (instruction instanceof Instruction.Settled settled) {
            words.add("settled " + range(settled.handle(), settled.from(), settled.to()));
        } else if (instruction instanceof Instruction.Reopened reopened) {
            words.add("reopened " + range(reopened.handle(), reopened.from(), reopened.to()));
        } else if (instruction instanceof Instruction.Stop stop) {
            words.add("stop " + names.get(stop.worker()));
        } else if (instruction instanceof Instruction.Drop drop) {
            words.add("drop " + names.get(drop.worker()));
        } else if (instruction instanceof Instruction.Retired retired) {
            words.add("retired " + names.get(retired.worker()));
        } else if (instruction instanceof Instruction.Observed observed) {
            words.add("observed " + observed.what() + " " + name(observed.task()));
        }
    }

    private void describe(String worker, Message message, List<String> words) {
        if (message instanceof Message.Run run) {
            for (Assignment each : run.assignments()) {
                words.add("run " + name(each.first(), each.count()) + attemptWords(each.attempt()) + " on " + worker
                        + inputWords(each) + (each.exclusive() ? " alone" : ""));
            }
        } else if (message instanceof Message.Free free) {
            words.add("free " + spans(free.spans()) + " on " + worker);
        } else if (message instanceof Message.Cancel cancel) {
            words.add((cancel.interrupt() ? "interrupt " : "cancel ") + spans(cancel.spans()) + " on " + worker);
        } else if (message instanceof Message.Supply supply) {
            words.add("supply " + name(supply.task()) + " to " + worker);
        } else if (message instanceof Message.Inline inline) {
            words.add(inline.bytes() + " bytes inline from " + worker);
        } else if (message instanceof Message.Recall recall) {
            words.add("recall " + recall.count() + " from " + worker);
        } else if (message instanceof Message.Want want) {
            words.add("want " + want.tasks() + " of " + worker);
        } else if (message instanceof Message.Ping ping) {
            words.add("acknowledge " + ping.acknowledged() + " to " + worker);
        } else if (message instanceof Message.Ready ready) {
            words.add("ready " + ready.child() + " on " + worker
                    + (ready.failure() != null ? " failed " + ready.failure().kind() : " with " + ready.value()));
        } else {
            words.add(message.getClass().getSimpleName() + " to " + worker);
        }
    }

    private String inputWords(Assignment assignment) {
        if (!(assignment instanceof Assignment.One one) || one.inputs().remotes() == null) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < one.inputs().count(); at++) {
            Inputs.Remote remote = one.inputs().remote(at);
            if (remote != null) {
                text.append(text.length() == 0 ? " with " : ", ").append(name(remote.task()));
                if (remote.attempt() > 1) {
                    text.append("#").append(remote.attempt());
                }
                text.append(
                        remote.runAhead()
                                ? " to come"
                                : " from "
                                        + String.join(
                                                "+",
                                                remote.holders().stream()
                                                        .map(names::get)
                                                        .toList()));
            }
        }
        return text.toString();
    }

    private String spans(List<Span> spans) {
        return String.join(
                " ",
                spans.stream()
                        .map(span -> name(span.first(), span.count()) + attemptWords(span.attempt()))
                        .toList());
    }

    private static String attemptWords(int attempt) {
        return attempt == 1 ? "" : "#" + attempt;
    }

    private String range(Handle handle, int from, int to) {
        String name = handle instanceof Named named ? named.name : "?";
        return to - from == 1 ? name(handle.firstTask() + from) : name + "[" + from + ".." + to + ")";
    }

    String name(long id) {
        return name(id, 1);
    }

    private String name(long id, int count) {
        Named nearest = null;
        for (Named handle : handles.values()) {
            boolean before = handle.first != 0 && handle.first <= id && handle.first >>> 32 == id >>> 32;
            if (before && (nearest == null || handle.first >= nearest.first)) {
                nearest = handle;
            }
        }
        if (nearest == null) {
            return "?" + Long.toHexString(id);
        }
        long index = id - nearest.first;
        if (count > 1) {
            boolean one = handles.values().stream().noneMatch(other -> other.first > id && other.first < id + count);
            return one
                    ? nearest.name + "[" + index + ".." + (index + count) + ")"
                    : name(id) + "+" + name(id + 1, count - 1);
        }
        return index == 0 ? nearest.name : nearest.name + "[" + index + "]";
    }
}
