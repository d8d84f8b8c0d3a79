package dev.muster.node;

import dev.muster.codec.Codec;
import dev.muster.data.DataClient;
import dev.muster.data.ResultKey;
import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import dev.muster.graph.Work;
import dev.muster.loop.LoopEvent;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Message;
import dev.muster.protocol.Payload;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.scheduler.Handle;
import dev.muster.scheduler.SchedulerEvent;
import dev.muster.scheduler.SchedulerState;
import dev.muster.scheduler.TaskRef;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The session as a task sees it whose client lives in another JVM: submissions, releases and cancels travel on the worker's control
 * connection, ends come back as {@code Ready}. Thread-safe.
 *
 * <p>Children are numbered here; a handle is bound to {@link Children#BASE} + number, which can never be mistaken for a task id of the session.
 */
final class ProxySession implements Session {
    private final Peer client;
    private final WorkerShell worker;
    private final Codec codec;
    private final Children children = new Children();
    private volatile boolean closed;

    ProxySession(Peer client, WorkerShell worker, Codec codec) {
        this.client = client;
        this.worker = worker;
        this.codec = codec;
    }

    @Override
    public Peer peer() {
        return client;
    }

    @Override
    public boolean carriesObjects() {
        return false;
    }

    @Override
    public int longestPayload() {
        return worker.longestPayload();
    }

    @Override
    public Codec codec() {
        return codec;
    }

    @Override
    public void offer(SchedulerEvent event) {
        if (event instanceof SchedulerEvent.Submitted e) {
            long child = bind(e.handle(), 1);
            submit(e.parent(), child, e.spec(), e.work(), e.inputs(), e.after());
        } else if (event instanceof SchedulerEvent.MapSubmitted e) {
            map(e);
        } else if (event instanceof SchedulerEvent.GraphSubmitted e) {
            graph(e);
        } else if (event instanceof SchedulerEvent.Released e) {
            long[] gone = children.release(e.handle(), e.from(), e.to());
            if (gone.length > 0) {
                worker.sendFor(client, new Message.Free(0, List.of(), gone));
            }
        } else if (event instanceof SchedulerEvent.CancelRequested e) {
            boolean interrupt = e.mode() != SchedulerEvent.CancelRequested.Mode.IF_WAITING;
            long[] known = children.cancel(numbers(e.handle(), e.from(), e.to()), this::endLater);
            if (known.length > 0) {
                worker.sendFor(client, new Message.Cancel(List.of(), known, interrupt));
            }
        } else if (!(event instanceof SchedulerEvent.Awaited)) {
            throw new ClusterException(
                    Code.CONFIG,
                    event.getClass().getSimpleName()
                            + " is not possible inside a task whose client lives in another JVM. "
                            + "Do it in the program that made the client.");
        }
    }

    /** The handle is told under the loop, as of any other end. */
    private void endLater(Message.Ready end) {
        worker.loop().offer(new LoopEvent() {
            @Override
            protected void run(long now) {
                children.end(end);
            }
        });
    }

    private long bind(Handle handle, int count) {
        long first = children.add(handle, count);
        handle.bind(Children.BASE + first);
        return first;
    }

    private void submit(
            SchedulerEvent.@Nullable Parent parent,
            long child,
            dev.muster.protocol.TaskSpec spec,
            Object work,
            List<? extends TaskRef> inputs,
            List<? extends TaskRef> after) {
        if (parent == null) {
            throw new ClusterException(Code.INTERNAL, "A nested submission without the task that makes it");
        }
        long[] refs = new long[inputs.size()];
        for (int i = 0; i < refs.length; i++) {
            refs[i] = Children.reference(inputs.get(i).task());
        }
        var message = new Message.Submit(parent.task(), parent.attempt(), child, spec, work, refs, true);
        children.whenReady(child, after, inputs, () -> worker.sendFor(client, message));
    }

    /** A nested map is a handful of tasks: each becomes a child with its arguments bound into its function. */
    private void map(SchedulerEvent.MapSubmitted e) {
        if (e.arguments().count() != e.count()) {
            throw new ClusterException(Code.INTERNAL, "A nested map needs its arguments at once");
        }
        Work work = (Work) Objects.requireNonNull(codec.decode((Payload) e.work()));
        var rows = (dev.muster.protocol.Arguments.Encoded) e.arguments();
        long first = bind(e.handle(), e.count());
        for (int i = 0; i < e.count(); i++) {
            @Nullable Object[] row = new Object[rows.arity()];
            codec.decodeRow(rows, i, row);
            submit(e.parent(), first + i, e.spec(), codec.encode(new Bound(work, row)), List.of(), e.after());
        }
    }

    private void graph(SchedulerEvent.GraphSubmitted e) {
        long first = bind(e.handle(), e.works().length);
        for (int i = 0; i < e.works().length; i++) {
            List<TaskRef> inputs = new ArrayList<>(e.inputs()[i].length);
            for (int input : e.inputs()[i]) {
                inputs.add(
                        input >= 0
                                ? new Element(e.handle(), input)
                                : e.outside().get(-1 - input));
            }
            submit(e.parent(), first + i, e.specs()[i], e.works()[i], inputs, List.of());
        }
    }

    private static long[] numbers(Handle handle, int from, int to) {
        long[] numbers = new long[to - from];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = handle.firstTask() - Children.BASE + from + i;
        }
        return numbers;
    }

    /** A child ended. Called under the worker's loop. */
    void ready(Message.Ready ready) {
        children.end(ready);
    }

    /** The client is gone: whoever waits here learns it. Called under the worker's loop. */
    void ended() {
        closed = true;
        children.failAll(Failure.of(Failure.Kind.CLOSED, "The client " + client + " that owns this task is gone"));
    }

    @Override
    public <T> T ask(Function<SchedulerState, T> question) {
        throw new ClusterException(
                Code.CONFIG, "The scheduler can only be asked in the program that made the client, not inside a task");
    }

    @Override
    public long now() {
        return worker.loop().now();
    }

    @Override
    public void fetch(TaskRef task, Fetched answer) {
        Message.Ready ready = children.ended(task.task() - Children.BASE);
        if (ready == null) {
            answer.lost("the child has not ended");
        } else {
            fetchFrom(
                    new ResultKey(client, ready.task(), ready.attempt()),
                    ready.holders().iterator(),
                    answer);
        }
    }

    private void fetchFrom(ResultKey key, Iterator<Peer> holders, Fetched answer) {
        Payload own = worker.store().get(key);
        if (own != null) {
            answer.value(own);
            return;
        }
        List<String> addresses = List.of();
        while (holders.hasNext() && addresses.isEmpty()) {
            addresses = worker.dataAddresses(holders.next());
        }
        if (addresses.isEmpty()) {
            answer.lost("no holder of task " + key.task() + " could be reached");
            return;
        }
        worker.data().fetch(addresses.get(0), key, new DataClient.Answer() {
            @Override
            public void found(Payload value) {
                answer.value(value);
            }

            @Override
            public void absent(String reason) {
                fetchFrom(key, holders, answer);
            }
        });
    }

    @Override
    public List<PeerInfo> workers() {
        return worker.workers();
    }

    @Override
    public Executor completions() {
        return worker.loop().completions();
    }

    @Override
    public boolean closed() {
        return closed;
    }

    /** Does nothing: a task does not end its client. */
    @Override
    public void close() {}

    private record Element(Handle handle, int index) implements TaskRef {}

    /** A function with its arguments. */
    private record Bound(Work work, @Nullable Object[] row) implements Work {
        @Override
        public @Nullable Object run(@Nullable Object[] inputs) throws Exception {
            return work.run(row);
        }
    }
}
