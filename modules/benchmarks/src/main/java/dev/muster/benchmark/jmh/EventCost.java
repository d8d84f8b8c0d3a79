package dev.muster.benchmark.jmh;

import dev.muster.config.SchedulerSettings;
import dev.muster.protocol.Arguments;
import dev.muster.protocol.Assignment;
import dev.muster.protocol.Completion;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.protocol.TaskSpec;
import dev.muster.scheduler.Handle;
import dev.muster.scheduler.SchedulerEvent;
import dev.muster.scheduler.SchedulerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What does a task cost the scheduler's machine from its submission to its release, alone and as one of a map of a thousand? */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class EventCost {
    private static final int MAP = 1_000;
    private static final long TASK_NANOS = 100;
    private static final Peer WORKER = new Peer(7, 1);
    private static final TaskSpec SPEC = TaskSpec.of(1, "noop");
    private static final Object WORK = "work";
    private static final long[] NOTHING_FETCHED = {};

    private final Object[] rows = new Object[MAP];
    private final Answering worker = new Answering();
    private SchedulerState scheduler = new SchedulerState(SchedulerSettings.defaults());
    private long now;

    /** For JMH. */
    public EventCost() {}

    /** A scheduler with one worker that always has room. */
    @Setup
    public void start() {
        scheduler = new SchedulerState(SchedulerSettings.defaults());
        worker.sequence = 0;
        apply(new SchedulerEvent.WorkerJoined(new PeerInfo(
                WORKER, PeerInfo.Role.WORKER, "w", "m", "here", 1, 1, 0, Map.of(), Map.of(), List.of(), 1, "", "17")));
        apply(new SchedulerEvent.Received(WORKER, new Message.Grant(MAP, Long.MAX_VALUE / 4, Long.MAX_VALUE / 4)));
        scheduler.flush(now, worker);
    }

    private void apply(SchedulerEvent event) {
        now += TASK_NANOS;
        scheduler.apply(now, event, worker);
    }

    private Object finish(Tasks tasks) {
        scheduler.flush(now, worker);
        while (tasks.settled < tasks.count) {
            if (worker.given.isEmpty()) {
                throw new IllegalStateException(
                        "nothing was given to the worker: " + tasks.settled + " of " + tasks.count + " are settled");
            }
            List<Completion> completions = new ArrayList<>(worker.given.size());
            for (Assignment given : worker.given) {
                completions.add(completion(given));
            }
            worker.given.clear();
            apply(new SchedulerEvent.Received(WORKER, new Message.Finished(++worker.sequence, completions)));
            scheduler.flush(now, worker);
        }
        apply(new SchedulerEvent.Released(tasks, 0, tasks.count, false));
        scheduler.flush(now, worker);
        return tasks;
    }

    private static Completion completion(Assignment given) {
        int count = given.count();
        return !(given instanceof Assignment.One)
                ? new Completion.Range(
                        given.first(), count, given.attempt(), new Object[count], 0, TASK_NANOS * count, TASK_NANOS)
                : new Completion.One(given.first(), given.attempt(), WORK, 0, TASK_NANOS, NOTHING_FETCHED);
    }

    /** One task: submitted, given, finished, released. */
    @Benchmark
    public Object single() {
        Tasks tasks = new Tasks(1);
        apply(new SchedulerEvent.Submitted(tasks, SPEC, WORK, List.of(), List.of(), null));
        return finish(tasks);
    }

    /** A thousand tasks of one map; the figure is for each of them. */
    @Benchmark
    @OperationsPerInvocation(MAP)
    public Object map() {
        Tasks tasks = new Tasks(MAP);
        apply(new SchedulerEvent.MapSubmitted(
                tasks, SPEC, WORK, MAP, new Arguments.Live(rows, 0, MAP, 1), List.of(), null));
        return finish(tasks);
    }

    /** A client's handle that counts. */
    private static final class Tasks implements Handle {
        private final int count;
        private int settled;
        private long first;

        Tasks(int count) {
            this.count = count;
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

    /** Keeps what it is given, to be answered. */
    private static final class Answering extends SilentOutput {
        private final List<Assignment> given = new ArrayList<>();
        private long sequence;

        @Override
        public void send(Peer to, Message message) {
            if (message instanceof Message.Run run) {
                given.addAll(run.assignments());
            }
        }

        @Override
        public void settled(Handle handle, int from, int to) {
            ((Tasks) handle).settled += to - from;
        }
    }
}
