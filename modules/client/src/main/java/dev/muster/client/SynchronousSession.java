package dev.muster.client;

import dev.muster.codec.Codec;
import dev.muster.codec.KryoCodec;
import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import dev.muster.node.Session;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.scheduler.Figures;
import dev.muster.scheduler.SchedulerEvent;
import dev.muster.scheduler.SchedulerEvent.GraphSubmitted;
import dev.muster.scheduler.SchedulerEvent.MapSubmitted;
import dev.muster.scheduler.SchedulerEvent.Scattered;
import dev.muster.scheduler.SchedulerEvent.Submitted;
import dev.muster.scheduler.SchedulerState;
import dev.muster.scheduler.TaskRef;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A session without a scheduler: every task runs in the thread that submits it, at once. Thread-safe. */
final class SynchronousSession implements Session, Insight {

    private static final AtomicLong NEXT_PEER = new AtomicLong(1);

    private final Peer peer = new Peer(-NEXT_PEER.getAndIncrement(), 1);
    private final Codec codec = KryoCodec.of(SynchronousSession.class.getClassLoader());
    private final AtomicLong nextTask = new AtomicLong(1);
    private final LongAdder finished = new LongAdder();
    private final LongAdder erred = new LongAdder();
    private volatile boolean closed;

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public boolean carriesObjects() {
        return true;
    }

    @Override
    public Codec codec() {
        return codec;
    }

    @Override
    public void offer(SchedulerEvent event) {
        if (event instanceof Submitted one) {
            run((TaskRecord) one.handle(), 1, one);
        } else if (event instanceof MapSubmitted map) {
            run((TaskRecord) map.handle(), map.count(), map);
        } else if (event instanceof GraphSubmitted graph) {
            run((TaskRecord) graph.handle(), graph.works().length, graph);
        } else if (event instanceof Scattered given) {
            given.handle().bind(nextTask.getAndAdd(given.values().length));
        } else if (event instanceof SchedulerEvent.RetryRequested again) {
            TaskRecord record = (TaskRecord) again.handle();
            SynchronousRun run = new SynchronousRun(this, record, again.from(), again.to());
            run.again(record.origin);
            tell(record, run, again.from(), again.to());
        }
        // Everything else is about tasks that have not ended, or values that another holds: there are none.
    }

    private void run(TaskRecord record, int count, SchedulerEvent submission) {
        record.bind(nextTask.getAndAdd(count));
        SynchronousRun run = new SynchronousRun(this, record, 0, count);
        run.all(submission);
        tell(record, run, 0, count);
    }

    /** One by one, since among them may be failures. */
    private void tell(TaskRecord record, SynchronousRun run, int from, int to) {
        for (int position = from; position < to; position++) {
            if (run.failure(record.firstTask() + position) == null) {
                finished.increment();
            } else {
                erred.increment();
            }
            record.settled(run, position, position + 1);
        }
    }

    @Override
    public String explain(TaskRef task) {
        return "it has its value";
    }

    /** Asked by nobody: a task's attempt knows its key here. */
    @Override
    public String key(long task) {
        return "task-" + task;
    }

    @Override
    public List<Peer> holders(TaskRef task) {
        return List.of();
    }

    @Override
    public Figures figures() {
        return new Figures(1, 1, 0, 0, finished.sum(), erred.sum(), List.of());
    }

    /** Listeners hear of workers only: a task is over before anybody could be told. */
    @Override
    public void observe(boolean on) {}

    @Override
    public <T> T ask(Function<SchedulerState, T> question) {
        throw new ClusterException(Code.CONFIG, "The synchronous client has no scheduler to ask");
    }

    @Override
    public void fetch(TaskRef task, Fetched answer) {
        answer.lost("the synchronous client keeps no values elsewhere");
    }

    /** The caller itself. */
    @Override
    public List<PeerInfo> workers() {
        return List.of(new PeerInfo(
                peer,
                PeerInfo.Role.WORKER,
                "caller",
                "",
                "caller",
                ProcessHandle.current().pid(),
                1,
                0,
                Map.of(),
                Map.of(),
                List.of(),
                0,
                "",
                Runtime.version().toString()));
    }

    @Override
    public Executor completions() {
        return Runnable::run;
    }

    @Override
    public boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Why a task fails whose input has failed; null if the input has its value. */
    static @Nullable Failure failureOf(TaskRef input) {
        RecordFuture<?> future = (RecordFuture<?>) input;
        if (!(future.peek() instanceof Outcome.Failed failed)) {
            return null;
        }
        Failure failure = failed.failure;
        return new Failure(
                failure.kind(),
                "its input " + future.key() + " failed: " + failure.message(),
                failure.error(),
                failure.types());
    }
}
