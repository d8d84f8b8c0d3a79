package dev.muster.worker;

import com.sun.management.ThreadMXBean;
import dev.muster.config.WorkerSettings;
import dev.muster.protocol.Arguments;
import dev.muster.protocol.Assignment;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Inputs;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.protocol.Rank;
import dev.muster.protocol.TaskSpec;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What does a task cost the worker machine, from Run to Finished, in a range and alone? Prints nanoseconds for each of several rounds.
 * Run with {@code main}; the threads are simulated and cost next to nothing, the scheduler acknowledges at once.
 */
final class WorkerSpeed implements WorkerOutput {
    /** Processor time, so that a busy machine does not spoil the figures. */
    private static final ThreadMXBean CLOCK = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final Peer CLIENT = new Peer(1, 1);
    private static final int THREADS = 2;
    private static final int TASKS = 1_000_000;

    private final WorkerState machine;
    private final ArrayDeque<Execution> given = new ArrayDeque<>();
    private final ArrayDeque<Integer> threads = new ArrayDeque<>();
    private final Object[] values = new Object[4_096];
    private long now = 1;
    private long acknowledged;
    private long finished;
    private long allocated;

    private WorkerSpeed() {
        PeerInfo self = new PeerInfo(
                new Peer(9, 1),
                PeerInfo.Role.WORKER,
                "w",
                "m",
                "in-process",
                1,
                THREADS,
                0,
                Map.of(),
                Map.of(),
                List.of(),
                1,
                "",
                "17");
        machine = new WorkerState(self, WorkerSettings.defaults());
        machine.apply(now, new WorkerEvent.SessionOpened(CLIENT), this);
        machine.flush(now, this);
    }

    /** Prints what a task costs. */
    public static void main(String[] arguments) {
        WorkerSpeed speed = new WorkerSpeed();
        for (int round = 0; round < Integer.getInteger("rounds", 8); round++) {
            speed.measure("range ", () -> speed.ranges(TASKS));
            speed.measure("single", () -> speed.singles(TASKS));
        }
    }

    private void measure(String what, Runnable work) {
        long nanos = time(work);
        System.out.printf("%s %6.1f ns %6.1f B a task%n", what, nanos / (double) TASKS, allocated / (double) TASKS);
    }

    private long time(Runnable work) {
        long start = CLOCK.getCurrentThreadCpuTime();
        long before = finished;
        long bytes = CLOCK.getCurrentThreadAllocatedBytes();
        work.run();
        if (finished - before != TASKS) {
            throw new IllegalStateException(finished - before + " tasks finished of " + TASKS);
        }
        allocated = CLOCK.getCurrentThreadAllocatedBytes() - bytes;
        return CLOCK.getCurrentThreadCpuTime() - start;
    }

    /** Slices of 4,096, the next before the last one has ended. */
    private void ranges(int tasks) {
        TaskSpec spec = TaskSpec.of(1, "range");
        for (int first = 0; first < tasks; first += 4_096) {
            int count = Math.min(4_096, tasks - first);
            Arguments rows = new Arguments.Live(values, 0, count, 1);
            Rank rank = new Rank(0, first, 0, first);
            run(List.of(new Assignment.Range((1L << 32) + first, 1, spec, rank, "work", rows, false)));
            work(first + 4_096 < tasks ? 1 : 0);
        }
    }

    /** Batches of 64. */
    private void singles(int tasks) {
        TaskSpec spec = TaskSpec.of(2, "single");
        for (int first = 0; first < tasks; first += 64) {
            List<Assignment> assignments = new ArrayList<>(64);
            for (int i = first; i < Math.min(tasks, first + 64); i++) {
                assignments.add(
                        new Assignment.One((2L << 32) + i, 1, spec, new Rank(0, i, 0, i), "work", Inputs.NONE, false));
            }
            run(assignments);
            work(0);
        }
    }

    private void run(List<Assignment> assignments) {
        now += 10;
        machine.apply(now, new WorkerEvent.Received(CLIENT, new Message.Run(acknowledged, assignments)), this);
        machine.flush(now, this);
    }

    /** Threads work until no more than this many runs are left. */
    private void work(int left) {
        while (given.size() > left) {
            Execution run = given.pollFirst();
            int thread = threads.pollFirst();
            int count = run.count();
            now += 5L * count;
            machine.apply(
                    now, new WorkerEvent.Ran(thread, run, run.from(), run.to(), values, 0, null, 5L * count, 5), this);
            machine.apply(now, new WorkerEvent.Emptied(thread, run), this);
            machine.flush(now, this);
        }
    }

    @Override
    public void send(Peer client, Message message) {
        if (message instanceof Message.Finished done) {
            acknowledged = done.sequence();
            for (int i = 0; i < done.completions().size(); i++) {
                finished += done.completions().get(i).count();
            }
        }
    }

    @Override
    public void execute(int thread, Execution run) {
        given.addLast(run);
        threads.addLast(thread);
    }

    @Override
    public void cut(int thread, Execution run, int end) {
        throw new IllegalStateException("nothing is stuck here");
    }

    @Override
    public void interrupt(int thread, Execution run, int position, boolean timedOut) {}

    @Override
    public void resume(int thread) {}

    @Override
    public void refuse(int thread, Failure failure) {}

    @Override
    public void end(int thread) {}

    @Override
    public void fetch(Peer session, long task, int attempt, long size, List<Peer> holders) {}

    @Override
    public void discard(Peer session, long task, int attempt) {}

    @Override
    public void spill(Peer session, long bytes) {}

    @Override
    public void collect() {}

    @Override
    public void replace(String reason) {}

    @Override
    public void leave() {}

    @Override
    public void log(String line) {}
}
