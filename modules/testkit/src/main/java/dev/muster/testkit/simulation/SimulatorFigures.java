package dev.muster.testkit.simulation;

import dev.muster.protocol.TaskSpec;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Figures of the machines from simulated clusters: what a task costs with few and many workers, how near the makespan comes to the ideal,
 * how long a slot stands idle in vain, what prefetch brings, how many results of a reduction live at once. Stateless.
 *
 * <p>Virtual times and counts are the same in every run; clock times are this machine's. Messages take from half to one and a half of
 * the usual time; on a network with stragglers one in 40 takes ten times as long.
 */
public final class SimulatorFigures {
    /** The clock of runs that are to be the same each time: their figures have no clock times. */
    public static final LongSupplier NO_CLOCK = () -> 0;

    private static final long MICROSECOND = 1_000;
    private static final long MILLISECOND = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    private SimulatorFigures() {}

    /**
     * Prints the table.
     *
     * @param arguments how many tasks the runs for cost have; one million if absent
     */
    public static void main(String[] arguments) {
        LongSupplier processor = processorTime();
        int tasks = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        cost(2, Math.min(tasks, 200_000), processor); // warms up the compiler
        for (int workers : new int[] {2, 100, 1_000}) {
            print("cost of a task with %,5d workers, %,d tasks: %s", workers, tasks, cost(workers, tasks, processor));
        }
        print("mixed 1 ms and 1 s tasks: makespan %.3f of ideal", mixed());
        print("20,000 x 1 us, 20 x 200 ms, 20,000 x 1 us of one kind: makespan %.3f of ideal", trap());
        print("longest idle slot in vain: %s", idle(false));
        print("the same with stragglers: %s", idle(true));
        for (long nanos : new long[] {10 * MICROSECOND, 100 * MICROSECOND, MILLISECOND}) {
            print("prefetch, tasks of %,d us: %s", nanos / MICROSECOND, prefetch(nanos));
        }
        print("fib(20) by nested submission on one thread: %d threads at most", fibonacci(20));
        for (int[] shape : new int[][] {{2, 1}, {2, 4}, {8, 1}, {8, 4}}) {
            print(
                    "%d-ary reduction of 10,000 roots, %d workers: %s",
                    shape[0], shape[1], reduce(10_000, shape[0], shape[1]));
        }
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    /** A clock of the calling thread's processor time: other programs on the machine do not count. */
    public static LongSupplier processorTime() {
        return ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime;
    }

    // ---- what a task costs

    /**
     * What a task costs. Immutable.
     *
     * @param schedulerNanos clock time in the scheduler's machine, for each task
     * @param workerNanos clock time in the workers' machines
     * @param events events applied
     * @param messages messages sent
     */
    public record Cost(double schedulerNanos, double workerNanos, double events, double messages) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%.0f ns in the scheduler, %.0f ns in workers, %.4f events, %.4f messages",
                    schedulerNanos,
                    workerNanos,
                    events,
                    messages);
        }
    }

    /**
     * What a task of a map costs, from its submission to its release: tasks of 5 µs on workers with one thread each.
     *
     * @param clock read around each drain, such as {@link #processorTime}
     */
    public static Cost cost(int workers, int tasks, LongSupplier clock) {
        FigureRun run = new FigureRun(workers, 1, 25 * MICROSECOND, clock);
        Work work = FigureRun.work(1, 1, 5 * MICROSECOND, false);
        long schedulerBefore = run.schedulerNanos();
        long workersBefore = run.workerNanos();
        long eventsBefore = run.cluster.eventsApplied;
        long messagesBefore = run.cluster.network.sent();
        Bulk bulk = run.map(tasks, work);
        run.makespan();
        run.release(bulk);
        run.runFor(SECOND / 10);
        return new Cost(
                (double) (run.schedulerNanos() - schedulerBefore) / tasks,
                (double) (run.workerNanos() - workersBefore) / tasks,
                (double) (run.cluster.eventsApplied - eventsBefore) / tasks,
                (double) (run.cluster.network.sent() - messagesBefore) / tasks);
    }

    // ---- makespan

    /** Makespan against ideal of 20,000 tasks of 1 ms and 160 of 1 s, two kinds in drawn order, on 4 workers with 2 threads. */
    public static double mixed() {
        FigureRun run = new FigureRun(4, 2, 25 * MICROSECOND, NO_CLOCK);
        Chance chance = new Chance(11);
        int[] left = {20_000, 160};
        long total = 0;
        while (left[0] + left[1] > 0) {
            int kind = chance.below(left[0] + left[1]) < left[0] ? 0 : 1;
            left[kind]--;
            long nanos = kind == 0 ? MILLISECOND : SECOND;
            total += nanos;
            run.single(FigureRun.work(total, kind + 1, nanos, false));
        }
        return (double) run.makespan() / (total / 8.0);
    }

    /** Makespan against ideal of tasks of one kind of which a few take 200,000 times as long, on 2 workers with one thread. */
    public static double trap() {
        FigureRun run = new FigureRun(2, 1, 10 * MICROSECOND, NO_CLOCK);
        run.map(trapRows());
        double ideal = (40_000 * MICROSECOND + 20 * 200 * MILLISECOND) / 2.0;
        return run.makespan() / ideal;
    }

    private static Work[] trapRows() {
        Work[] rows = new Work[40_020];
        Work small = FigureRun.work(1, 1, MICROSECOND, false);
        Work big = FigureRun.work(2, 1, 200 * MILLISECOND, false);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i >= 20_000 && i < 20_020 ? big : small;
        }
        return rows;
    }

    // ---- idle slots

    /**
     * The longest that a slot stood idle while another worker had a task queued that it could start, in usual round trips. Immutable.
     *
     * @param longest in all
     * @param besidesLate without the time in which a message that could have ended it was late: a straggler alone lasts up to 7.5 usual
     *     round trips, and no more than one task a thread may queue of a kind that is now and then slow
     */
    public record Idle(double longest, double besidesLate) {
        Idle or(Idle other) {
            return new Idle(Math.max(longest, other.longest), Math.max(besidesLate, other.besidesLate));
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.2f round trips, %.2f besides late messages", longest, besidesLate);
        }
    }

    /**
     * How long slots stand idle in vain in clusters of several sizes, with tasks of one kind of which one in 50 takes 2,000 times as long.
     *
     * @param stragglers whether one message in 40 takes ten times as long
     */
    public static Idle idle(boolean stragglers) {
        Idle idle = new Idle(0, 0);
        for (int variant = 0; variant < 4; variant++) {
            idle = idle.or(idle(Scenario.figure(4, 2, 200 * MICROSECOND, stragglers), variant));
            idle = idle.or(idle(Scenario.figure(4, 2, 20 * MICROSECOND, stragglers), variant));
            idle = idle.or(idle(Scenario.figure(2, 4, 50 * MICROSECOND, stragglers), variant));
            idle = idle.or(idle(Scenario.figure(16, 1, 200 * MICROSECOND, stragglers), variant));
            idle = idle.or(idle(Scenario.figure(16, 1, 25 * MICROSECOND, stragglers), variant));
        }
        return idle;
    }

    private static Idle idle(Scenario scenario, int variant) {
        FigureRun run = new FigureRun(scenario, NO_CLOCK).watchingIdleness();
        Chance chance = new Chance(variant);
        Work[] rows = new Work[3_000];
        for (int i = 0; i < rows.length; i++) {
            long nanos = chance.oneIn(50) ? chance.around(100 * MILLISECOND) : chance.around(50 * MICROSECOND);
            rows[i] = FigureRun.work(i, 1, nanos, false);
        }
        run.map(rows);
        run.makespan();
        double roundTrip = 2.0 * scenario.delayNanos();
        Idleness idleness = run.cluster.idleness;
        return new Idle(idleness.longest() / roundTrip, idleness.longestBesidesLate() / roundTrip);
    }

    // ---- prefetch

    /**
     * What prefetch brings. Immutable.
     *
     * @param cold makespan against ideal of a kind that was never seen
     * @param warm of the same again
     * @param mostQueued tasks that one worker had and had not begun
     */
    public record Prefetch(double cold, double warm, long mostQueued) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "cold %.3f, warm %.3f of ideal, at most %d queued at a worker",
                    cold,
                    warm,
                    mostQueued);
        }
    }

    /** 4,000 equal tasks on 2 workers with 2 threads, 25 µs from end to end, with stragglers; then 4,000 more. */
    public static Prefetch prefetch(long nanos) {
        FigureRun run = new FigureRun(2, 2, 25 * MICROSECOND, NO_CLOCK).watchingIdleness();
        Work work = FigureRun.work(1, 1, nanos, false);
        double ideal = 4_000 * nanos / 4.0;
        run.map(4_000, work);
        double cold = run.makespan() / ideal;
        long before = run.cluster.agenda.now();
        run.map(4_000, work);
        double warm = (run.makespan() - (before - run.began())) / ideal;
        return new Prefetch(cold, warm, run.cluster.idleness.mostQueued());
    }

    // ---- live results

    /**
     * Live results of a reduction. Immutable.
     *
     * @param most results that were stored at once, wherever
     * @param copies values that were stored at once, where a result that a dependant has fetched counts at both workers
     * @param allowed results by the rule: threads and prefetch of all workers, and (fan-in - 1) x depth
     * @param prefetched tasks that a worker had queued at most
     */
    public record Reduction(long most, long copies, long allowed, long prefetched) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "at most %d live (%d with copies), %d allowed (%d prefetched)",
                    most,
                    copies,
                    allowed,
                    prefetched);
        }
    }

    /** A graph of kept roots of 1 ms and a tree above them, in depth-first order, on workers with two threads, with stragglers. */
    public static Reduction reduce(int roots, int fanIn, int workers) {
        Tree tree = new Tree(roots, fanIn);
        FigureRun run = new FigureRun(workers, 2, 25 * MICROSECOND, NO_CLOCK).watchingIdleness();
        run.graph(tree.works(), tree.inputs());
        run.makespan();
        long prefetched = run.cluster.idleness.mostQueued();
        long allowed = workers * (2 + prefetched) + (long) (fanIn - 1) * tree.depth();
        return new Reduction(run.cluster.resultsMost(), run.cluster.storedMost(), allowed, prefetched);
    }

    // ---- nested work

    /** The most threads that a worker with one slot had at once for {@code fib(n)} by nested submission. */
    public static int fibonacci(int n) {
        FigureRun run = new FigureRun(1, 1, 10 * MICROSECOND, NO_CLOCK);
        run.single(fibonacci(n, new long[1]));
        run.makespan();
        return run.cluster.seated().get(0).mostThreads();
    }

    private static Work fibonacci(int n, long[] numbers) {
        List<Work> children = n < 2 ? List.of() : List.of(fibonacci(n - 1, numbers), fibonacci(n - 2, numbers));
        return Work.of(++numbers[0], TaskSpec.of(1, "fib"), 2 * MICROSECOND)
                .children(children)
                .build();
    }

    /** A reduction in the order in which a depth-first walk ends its nodes. */
    private static final class Tree {
        private final List<int[]> inputs = new ArrayList<>();
        private final int fanIn;
        private final int depth;

        Tree(int roots, int fanIn) {
            this.fanIn = fanIn;
            int levels = 0;
            for (long width = 1; width < roots; width *= fanIn) {
                levels++;
            }
            depth = levels;
            add(roots, levels);
        }

        /** Adds a subtree with so many roots; the position of its top. Recursion as deep as the tree, which is shallow. */
        private int add(int roots, int level) {
            if (level == 0 || roots == 1) {
                inputs.add(new int[0]);
                return inputs.size() - 1;
            }
            int below = 1;
            for (int i = 1; i < level; i++) {
                below *= fanIn;
            }
            List<Integer> children = new ArrayList<>();
            for (int left = roots; left > 0; left -= below) {
                children.add(add(Math.min(below, left), level - 1));
            }
            inputs.add(children.stream().mapToInt(Integer::intValue).toArray());
            return inputs.size() - 1;
        }

        int depth() {
            return depth;
        }

        int[][] inputs() {
            return inputs.toArray(new int[0][]);
        }

        Work[] works() {
            Work root = FigureRun.work(1, 1, MILLISECOND, true);
            Work node = FigureRun.work(2, 2, MILLISECOND, true);
            return inputs.stream().map(each -> each.length == 0 ? root : node).toArray(Work[]::new);
        }
    }
}
