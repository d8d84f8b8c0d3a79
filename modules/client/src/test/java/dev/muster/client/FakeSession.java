package dev.muster.client;

import dev.muster.codec.Codec;
import dev.muster.codec.KryoCodec;
import dev.muster.codec.ThrownCodec;
import dev.muster.error.ClusterException;
import dev.muster.graph.Work;
import dev.muster.node.Outcomes;
import dev.muster.node.Session;
import dev.muster.node.SettledHandle;
import dev.muster.protocol.Arguments;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Payload;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.protocol.TaskSpec;
import dev.muster.scheduler.Figures;
import dev.muster.scheduler.Handle;
import dev.muster.scheduler.SchedulerEvent;
import dev.muster.scheduler.SchedulerState;
import dev.muster.scheduler.TaskRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A session whose scheduler is a map of tasks and whose worker is a small pool. One thread is its loop. Tasks can be held back, so that
 * a test decides when they run; every event is noted.
 */
final class FakeSession implements Session, Insight, Outcomes {

    private static final int THREADS = 4;
    private static final Runnable END = () -> {};

    final List<SchedulerEvent> events = new CopyOnWriteArrayList<>();
    private final boolean carriesObjects;
    private final Peer peer = new Peer(System.identityHashCode(this), 1);
    private final Codec codec = KryoCodec.of(FakeSession.class.getClassLoader());
    private final BlockingQueue<Runnable> mailbox = new LinkedBlockingQueue<>();
    private final ExecutorService pool = Executors.newFixedThreadPool(THREADS, FakeSession::daemon);
    private final ExecutorService callbacks = Executors.newSingleThreadExecutor(FakeSession::daemon);
    private final Map<Long, Task> tasks = new HashMap<>();
    private final ConcurrentLinkedQueue<Task> heldBack = new ConcurrentLinkedQueue<>();
    private final Thread loop = daemon(this::loop);
    private long nextTask = 1;
    private boolean holding;
    private volatile boolean closed;
    private volatile boolean ended;

    /** One task of the fake scheduler; owned by the loop. */
    private static final class Task {
        final Handle handle;
        final int position;
        final long id;
        final TaskSpec spec;
        final Work work;
        final List<Long> inputs;
        final @Nullable Object @Nullable [] row;
        final List<Long> waits = new ArrayList<>();
        boolean done;
        boolean released;
        int attempts;

        @Nullable
        Object value;

        @Nullable
        Failure failure;

        @Nullable
        Future<?> running;

        Task(
                Handle handle,
                int position,
                TaskSpec spec,
                Work work,
                List<Long> inputs,
                @Nullable Object @Nullable [] row) {
            this.handle = handle;
            this.position = position;
            this.id = handle.firstTask() + position;
            this.spec = spec;
            this.work = work;
            this.inputs = inputs;
            this.row = row;
        }
    }

    FakeSession(boolean carriesObjects) {
        this.carriesObjects = carriesObjects;
        loop.start();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "fake-session");
        thread.setDaemon(true);
        return thread;
    }

    private void loop() {
        try {
            for (Runnable next = mailbox.take(); next != END; next = mailbox.take()) {
                next.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- what tests do

    /** From now on tasks that become ready wait for {@link #letGo}. */
    void holdBack() {
        underLoop(() -> holding = true);
    }

    /** Runs what is held back, and everything from now on. */
    void letGo() {
        underLoop(() -> {
            holding = false;
            heldBack.forEach(this::start);
            heldBack.clear();
        });
    }

    /** Waits until everything that was offered so far has been applied. */
    void settle() {
        underLoop(() -> {});
    }

    <T> List<T> seen(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private void underLoop(Runnable action) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        mailbox.add(() -> {
            action.run();
            done.complete(null);
        });
        done.join();
    }

    // ---- the session

    @Override
    public void offer(SchedulerEvent event) {
        events.add(event);
        mailbox.add(() -> apply(event));
    }

    private void apply(SchedulerEvent event) {
        if (ended) {
            return;
        }
        if (event instanceof SchedulerEvent.Submitted e) {
            bind(e.handle(), 1);
            add(new Task(e.handle(), 0, e.spec(), work(e.work()), ids(e.inputs()), null), ids(e.after()));
        } else if (event instanceof SchedulerEvent.MapSubmitted e) {
            bind(e.handle(), e.count());
            rows(e.handle(), e.spec(), work(e.work()), 0, e.arguments(), ids(e.after()));
            pending.put(e.handle(), e);
        } else if (event instanceof SchedulerEvent.ArgumentsArrived e) {
            SchedulerEvent.MapSubmitted map = pending.get(e.handle());
            rows(e.handle(), map.spec(), work(map.work()), arrived.get(e.handle()), e.arguments(), ids(map.after()));
        } else if (event instanceof SchedulerEvent.ArgumentsFailed e) {
            SchedulerEvent.MapSubmitted map = pending.get(e.handle());
            for (int i = e.from(); i < map.count(); i++) {
                Task task = new Task(e.handle(), i, map.spec(), work(map.work()), List.of(), new Object[0]);
                tasks.put(task.id, task);
                end(task, null, e.failure());
            }
        } else if (event instanceof SchedulerEvent.GraphSubmitted e) {
            bind(e.handle(), e.works().length);
            for (int i = 0; i < e.works().length; i++) {
                List<Long> inputs = new ArrayList<>();
                for (int input : e.inputs()[i]) {
                    inputs.add(
                            input >= 0
                                    ? e.handle().firstTask() + input
                                    : e.outside().get(-1 - input).task());
                }
                add(new Task(e.handle(), i, e.specs()[i], work(e.works()[i]), inputs, null), List.of());
            }
        } else if (event instanceof SchedulerEvent.Scattered e) {
            bind(e.handle(), e.values().length);
            for (int i = 0; i < e.values().length; i++) {
                Task task = new Task(e.handle(), i, TaskSpec.of(0, "scattered"), in -> null, List.of(), null);
                tasks.put(task.id, task);
                end(task, e.values()[i], null);
            }
        } else if (event instanceof SchedulerEvent.Released e) {
            each(e.handle(), e.from(), e.to(), task -> {
                task.released = true;
                if (e.cancelUnfinished() && !task.done) {
                    cancel(task);
                }
            });
        } else if (event instanceof SchedulerEvent.CancelRequested e) {
            each(e.handle(), e.from(), e.to(), this::cancel);
        } else if (event instanceof SchedulerEvent.RetryRequested e) {
            each(e.handle(), e.from(), e.to(), task -> {
                task.done = false;
                task.failure = null;
                ((SettledHandle) e.handle()).reopened(task.position, task.position + 1);
                ready(task);
            });
        }
    }

    private final Map<Handle, SchedulerEvent.MapSubmitted> pending = new HashMap<>();
    private final Map<Handle, Integer> arrived = new HashMap<>();

    private void rows(Handle handle, TaskSpec spec, Work work, int from, Arguments arguments, List<Long> after) {
        for (int i = 0; i < arguments.count(); i++) {
            @Nullable Object[] row = new Object[arguments.arity()];
            if (arguments instanceof Arguments.Live live) {
                live.row(i, row);
            } else {
                codec.decodeRow((Arguments.Encoded) arguments, i, row);
            }
            add(new Task(handle, from + i, spec, work, List.of(), row), after);
        }
        arrived.put(handle, from + arguments.count());
    }

    private void bind(Handle handle, int count) {
        handle.bind(nextTask);
        nextTask += count;
    }

    private Work work(Object sent) {
        return sent instanceof Payload payload ? (Work) codec.decode(payload) : (Work) sent;
    }

    private static List<Long> ids(List<? extends TaskRef> references) {
        return references.stream().map(TaskRef::task).toList();
    }

    private void each(Handle handle, int from, int to, java.util.function.Consumer<Task> action) {
        for (int i = from; i < to; i++) {
            Task task = tasks.get(handle.firstTask() + i);
            if (task != null) {
                action.accept(task);
            }
        }
    }

    private void add(Task task, List<Long> after) {
        tasks.put(task.id, task);
        task.waits.addAll(task.inputs);
        task.waits.addAll(after);
        check(task);
    }

    private void check(Task task) {
        for (long input : task.waits) {
            Task other = tasks.get(input);
            if (!other.done) {
                return;
            }
            if (other.failure != null && !task.done) {
                Failure failure = other.failure;
                end(
                        task,
                        null,
                        new Failure(
                                failure.kind(),
                                "its input failed: " + failure.message(),
                                failure.error(),
                                failure.types()));
                return;
            }
        }
        ready(task);
    }

    private void ready(Task task) {
        if (task.running == null && !task.done) {
            if (holding) {
                heldBack.add(task);
            } else {
                start(task);
            }
        }
    }

    private void start(Task task) {
        if (task.done) {
            return;
        }
        @Nullable
        Object[] inputs = task.row != null
                ? task.row
                : task.inputs.stream().map(id -> decoded(tasks.get(id).value)).toArray();
        task.attempts++;
        task.running = pool.submit(() -> run(task, inputs));
    }

    private @Nullable Object decoded(@Nullable Object value) {
        return value instanceof Payload payload ? codec.decode(payload) : value;
    }

    private void run(Task task, @Nullable Object[] inputs) {
        Object value = null;
        Throwable thrown = null;
        CallerAttempt outer = new CallerAttempt(this, "fake", task.spec.name(), task.attempts).enter();
        try {
            value = task.work.run(inputs);
        } catch (Exception | Error e) {
            thrown = e;
        } finally {
            CallerAttempt.leave(outer);
        }
        Object sent = carriesObjects || thrown != null ? value : codec.encode(value);
        Failure failure = thrown == null ? null : failure(thrown);
        mailbox.add(() -> {
            task.running = null;
            if (!task.done) {
                end(task, sent, failure);
            }
        });
    }

    private Failure failure(Throwable thrown) {
        List<String> types = new ArrayList<>();
        for (Class<?> type = thrown.getClass(); type != Object.class; type = type.getSuperclass()) {
            types.add(type.getName());
        }
        return new Failure(
                Failure.Kind.USER,
                thrown.toString(),
                carriesObjects ? thrown : new ThrownCodec(codec).encode(thrown),
                types);
    }

    private void cancel(Task task) {
        if (!task.done) {
            if (task.running != null) {
                task.running.cancel(true);
                task.running = null;
            }
            end(task, null, Failure.of(Failure.Kind.CANCELLED, "somebody cancelled it"));
        }
    }

    private void end(Task task, @Nullable Object value, @Nullable Failure failure) {
        task.done = true;
        task.value = value;
        task.failure = failure;
        if (!task.released) {
            ((SettledHandle) task.handle).settled(this, task.position, task.position + 1);
        }
        for (Task each : List.copyOf(tasks.values())) {
            if (!each.done && each.waits.contains(task.id)) {
                check(each);
            }
        }
    }

    // ---- outcomes

    @Override
    public @Nullable Failure failure(long task) {
        return tasks.get(task).failure;
    }

    @Override
    public @Nullable Object value(long task) {
        return tasks.get(task).value;
    }

    @Override
    public void values(long first, int count, @Nullable Object[] target, int offset) {
        for (int i = 0; i < count; i++) {
            target[offset + i] = value(first + i);
        }
    }

    @Override
    public int attempts(long task) {
        return tasks.get(task).attempts;
    }

    @Override
    public String worker(long task) {
        return "fake-worker";
    }

    // ---- the rest

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public boolean carriesObjects() {
        return carriesObjects;
    }

    @Override
    public Codec codec() {
        return codec;
    }

    @Override
    public <T> T ask(Function<SchedulerState, T> question) {
        throw new IllegalStateException("the fake has no machine");
    }

    @Override
    public String explain(TaskRef task) {
        return "held back by a test";
    }

    @Override
    public String key(long task) {
        return "fake-" + task;
    }

    @Override
    public List<Peer> holders(TaskRef task) {
        return List.of(peer);
    }

    @Override
    public Figures figures() {
        long[] unfinished = new long[1];
        underLoop(() -> unfinished[0] =
                tasks.values().stream().filter(task -> !task.done).count());
        return new Figures(1, THREADS, unfinished[0], 0, 0, 0, List.of());
    }

    @Override
    public void observe(boolean on) {}

    @Override
    public void fetch(TaskRef task, Fetched answer) {
        answer.lost("the fake keeps nothing");
    }

    @Override
    public List<PeerInfo> workers() {
        return List.of(worker(peer, "fake-worker"));
    }

    static PeerInfo worker(Peer peer, String name) {
        return new PeerInfo(
                peer,
                PeerInfo.Role.WORKER,
                name,
                "here",
                "here",
                1,
                THREADS,
                0,
                Map.of(),
                Map.of(),
                List.of(),
                1,
                "",
                "17");
    }

    @Override
    public Executor completions() {
        return callbacks;
    }

    @Override
    public boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        underLoop(() -> {
            for (Task task : List.copyOf(tasks.values())) {
                if (!task.done) {
                    task.done = true;
                    task.failure = Failure.of(Failure.Kind.CLOSED, "the client was closed");
                    if (task.running != null) {
                        task.running.cancel(true);
                    }
                    if (!task.released) {
                        ((SettledHandle) task.handle).settled(this, task.position, task.position + 1);
                    }
                }
            }
            ended = true;
        });
        mailbox.add(END);
        pool.shutdownNow();
        callbacks.shutdown();
        try {
            loop.join(TimeUnit.SECONDS.toMillis(10));
            if (!pool.awaitTermination(10, TimeUnit.SECONDS) || !callbacks.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new ClusterException(
                        ClusterException.Code.INTERNAL,
                        "the fake's threads do not end: " + Arrays.toString(events.toArray()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
