package dev.muster.scheduler;

import dev.muster.config.SchedulerSettings;
import dev.muster.protocol.Arguments;
import dev.muster.protocol.Assignment;
import dev.muster.protocol.Completion;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.protocol.TaskSpec;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What does the scheduler machine alone cost a task, in processor time and in bytes allocated? A worker that only echoes; nothing is asserted. Run its
 * {@code main}.
 */
final class Cost implements SchedulerOutput {
    private static final int TASKS = 1_000_000;
    private static final Object[] NONE = new Object[4096];
    private static final long[] NO_IDS = new long[0];
    private static final TaskSpec SPEC = TaskSpec.of(1, "k");

    private static final class Bound implements Handle, TaskRef {
        private long first;

        @Override
        public void bind(long firstTask) {
            first = firstTask;
        }

        @Override
        public long firstTask() {
            return first;
        }

        @Override
        public Handle handle() {
            return this;
        }

        @Override
        public int index() {
            return 0;
        }
    }

    private final SchedulerState state = new SchedulerState(
            new SchedulerSettings(3, Duration.ofSeconds(30), 1 << 16, Duration.ofSeconds(10), Duration.ofSeconds(30)));
    private final ArrayDeque<Message.Run> runs = new ArrayDeque<>();
    private final List<Peer> workers = new ArrayList<>();
    private final long[] sequences;
    private final ArrayDeque<Integer> to = new ArrayDeque<>();
    private long now = 1;
    private long settled;
    private long messages;

    private Cost(int workerCount) {
        sequences = new long[workerCount];
        for (int at = 0; at < workerCount; at++) {
            Peer peer = new Peer(at, 1);
            workers.add(peer);
            apply(new SchedulerEvent.WorkerJoined(new PeerInfo(
                    peer,
                    PeerInfo.Role.WORKER,
                    "w" + at,
                    "m",
                    "a",
                    1,
                    2,
                    0,
                    Map.of(),
                    Map.of(),
                    List.of(),
                    1,
                    "",
                    "17")));
            apply(new SchedulerEvent.Received(peer, new Message.Grant(2, 1_000_000, 1L << 40)));
        }
    }

    private void apply(SchedulerEvent event) {
        state.apply(now, event, this);
    }

    private void flush() {
        state.flush(now, this);
        now += 1000;
    }

    /** Answers all Runs that were sent. */
    private void echo() {
        flush();
        while (!runs.isEmpty()) {
            while (!runs.isEmpty()) {
                answer(to.poll(), runs.poll());
            }
            flush();
        }
    }

    private void answer(int worker, Message.Run run) {
        List<Completion> completions = new ArrayList<>(run.assignments().size());
        for (Assignment each : run.assignments()) {
            completions.add(
                    each instanceof Assignment.Range range
                            ? new Completion.Range(
                                    range.first(), range.count(), range.attempt(), NONE, 0, 50L * range.count(), 60)
                            : new Completion.One(each.first(), each.attempt(), null, 0, 50, NO_IDS));
        }
        messages++;
        apply(new SchedulerEvent.Received(workers.get(worker), new Message.Finished(++sequences[worker], completions)));
    }

    private void map() {
        Bound handle = new Bound();
        Object[] rows = new Object[TASKS];
        apply(new SchedulerEvent.MapSubmitted(
                handle, SPEC, "w", TASKS, new Arguments.Live(rows, 0, TASKS, 1), List.of(), null));
        echo();
        Object[] values = new Object[TASKS];
        state.values(handle.firstTask(), TASKS, values, 0);
        apply(new SchedulerEvent.Released(handle, 0, TASKS, true));
        flush();
    }

    private void singles(int batch) {
        Bound[] handles = new Bound[batch];
        for (int done = 0; done < TASKS; done += batch) {
            for (int at = 0; at < batch; at++) {
                handles[at] = new Bound();
                apply(new SchedulerEvent.Submitted(handles[at], SPEC, "w", List.of(), List.of(), null));
            }
            echo();
            for (int at = 0; at < batch; at++) {
                apply(new SchedulerEvent.Released(handles[at], 0, 1, true));
            }
        }
        flush();
    }

    private void chain(int batch) {
        Bound last = null;
        for (int done = 0; done < TASKS; done += batch) {
            for (int at = 0; at < batch; at++) {
                Bound next = new Bound();
                apply(new SchedulerEvent.Submitted(
                        next, SPEC, "w", last == null ? List.of() : List.of(last), List.of(), null));
                if (last != null) {
                    apply(new SchedulerEvent.Released(last, 0, 1, true));
                }
                last = next;
            }
            echo();
        }
        apply(new SchedulerEvent.Released(last, 0, 1, true));
        flush();
    }

    private void tree(int leaves) {
        int count = 2 * leaves - 1;
        int[][] inputs = new int[count][];
        int[] pending = new int[64];
        int depth = 0;
        int[] level = new int[64];
        int next = 0;
        for (int leaf = 0; leaf < leaves; leaf++) {
            inputs[next] = new int[0];
            pending[depth] = next++;
            level[depth++] = 0;
            while (depth > 1 && level[depth - 1] == level[depth - 2]) {
                inputs[next] = new int[] {pending[depth - 2], pending[depth - 1]};
                depth--;
                pending[depth - 1] = next++;
                level[depth - 1]++;
            }
        }
        TaskSpec[] specs = new TaskSpec[count];
        Arrays.fill(specs, SPEC);
        Object[] works = new Object[count];
        Arrays.fill(works, "w");
        Bound handle = new Bound();
        apply(new SchedulerEvent.GraphSubmitted(handle, specs, works, inputs, List.of(), new int[] {count - 1}, null));
        echo();
        apply(new SchedulerEvent.Released(handle, count - 1, count, true));
        flush();
    }

    private interface Question {
        void ask(Cost cost);
    }

    private static void measure(String name, int workers, int tasks, Question question) {
        double best = Double.MAX_VALUE;
        long bytes = 0;
        long messages = 0;
        for (int round = 0; round < 8; round++) {
            Cost cost = new Cost(workers);
            long before = allocated();
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            question.ask(cost);
            long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
            bytes = allocated() - before;
            messages = cost.messages;
            best = Math.min(best, (double) took / tasks);
            if (!cost.state.idle() || cost.state.records() != 0) {
                throw new IllegalStateException(name + " left " + cost.state.records() + " records");
            }
        }
        System.out.printf(
                "%-28s %4d workers %8.1f ns/task %6d B/task %8d Finished%n",
                name, workers, best, bytes / tasks, messages);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    public static void main(String[] args) {
        String only = args.length > 0 ? args[0] : "";
        for (int workers : new int[] {1, 2, 100, 1000}) {
            if ("map".startsWith(only)) {
                measure("map of 1 M", workers, TASKS, Cost::map);
            }
            if ("singles".startsWith(only)) {
                measure("singles, 64 a drain", workers, TASKS, cost -> cost.singles(64));
            }
            if ("chain".startsWith(only)) {
                measure("chain, 64 a drain", workers, TASKS, cost -> cost.chain(64));
            }
            if ("tree".startsWith(only)) {
                measure("tree of 2^17 leaves", workers, 2 << 17, cost -> cost.tree(1 << 17));
            }
        }
    }

    @Override
    public void send(Peer worker, Message message) {
        if (message instanceof Message.Run run) {
            runs.add(run);
            to.add((int) worker.id());
        }
    }

    @Override
    public void settled(Handle handle, int from, int upTo) {
        settled += upTo - from;
    }

    @Override
    public void reopened(Handle handle, int from, int upTo) {}

    @Override
    public void drop(Peer worker, String reason) {
        throw new IllegalStateException(reason);
    }

    @Override
    public void stop(Peer worker, String reason) {}

    @Override
    public void retired(Peer worker) {}

    @Override
    public void observed(Observation what, long task, int attempt, @Nullable Peer worker, @Nullable Failure failure) {}

    @Override
    public void log(String line) {}
}
