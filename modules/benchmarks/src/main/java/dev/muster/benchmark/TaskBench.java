package dev.muster.benchmark;

import dev.muster.client.Client;
import dev.muster.client.TaskFuture;
import dev.muster.function.Function0;
import dev.muster.function.Function1;
import dev.muster.function.Function2;
import dev.muster.function.Function3;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * How short may the tasks of a pattern be for the machine to spend half of its time in them: METG(50 %), the minimum effective task
 * granularity of Task Bench?
 *
 * <p>Each point of each step is a task of a given length with the inputs its pattern says. Efficiency is the length of all tasks over
 * the threads, divided by the time from the first submission to the last value: whoever builds the graph is part of the price. The
 * length is halved from 1 ms until the efficiency falls below one half; the answer lies between the last two lengths.
 */
final class TaskBench implements Question {
    static final int WIDTH = 16;

    private static final double HALF = 0.5;
    private static final double LONGEST_MICROSECONDS = 1_000;
    private static final double SHORTEST_MICROSECONDS = 0.1;
    private static final double RUN_MICROSECONDS = 150_000;
    private static final int FEWEST_STEPS = 20;
    private static final int MOST_STEPS = 4_000;
    private static final int TRIES = 3;

    private final Pattern pattern;

    TaskBench(Pattern pattern) {
        this.pattern = pattern;
    }

    @Override
    public Row row() {
        return Row.promised(
                "metg-" + pattern.label().replace('_', '-'),
                "METG(50 %) of Task Bench " + pattern.label() + ", 16 wide",
                Unit.MICROSECONDS,
                10,
                2);
    }

    @Override
    public List<Contestant> contestants() {
        return List.of(
                new Contestant(Contestant.MUSTER, effort -> {
                    try (Client client = Pools.muster()) {
                        return granularity(effort, (steps, iterations) -> muster(client, steps, iterations));
                    }
                }),
                new Contestant(Contestant.FORK_JOIN, effort -> {
                    try (var pool = Pools.forkJoin()) {
                        return granularity(
                                effort, (steps, iterations) -> completable(pool.executor(), steps, iterations));
                    }
                }),
                new Contestant(Contestant.COMPLETABLE, effort -> {
                    try (var pool = Pools.threadPool()) {
                        return granularity(
                                effort, (steps, iterations) -> completable(pool.executor(), steps, iterations));
                    }
                }));
    }

    /** Runs the pattern once. */
    private interface Run {
        void run(int steps, long iterations) throws Exception;
    }

    private double granularity(Effort effort, Run run) throws Exception {
        double iterations = Kernel.perMicrosecond(effort);
        if (effort.smoke()) {
            return LONGEST_MICROSECONDS * efficiency(run, 5, LONGEST_MICROSECONDS / 100, iterations);
        }
        effort.median(() -> efficiency(run, FEWEST_STEPS * 10, 1, iterations));
        double longer = LONGEST_MICROSECONDS;
        double efficiencyOfLonger = 1;
        for (double length = LONGEST_MICROSECONDS; length >= SHORTEST_MICROSECONDS; length /= 2) {
            double efficiency = best(run, length, iterations);
            if (efficiency < HALF) {
                double part = (efficiencyOfLonger - HALF) / (efficiencyOfLonger - efficiency);
                return longer * Math.pow(length / longer, part);
            }
            longer = length;
            efficiencyOfLonger = efficiency;
        }
        return longer;
    }

    private double best(Run run, double length, double iterations) throws Exception {
        int steps = (int)
                Math.min(MOST_STEPS, Math.max(FEWEST_STEPS, RUN_MICROSECONDS * Pools.threads() / (WIDTH * length)));
        double[] tries = new double[TRIES];
        for (int i = 0; i < TRIES; i++) {
            tries[i] = efficiency(run, steps, length, iterations);
        }
        Arrays.sort(tries);
        return tries[TRIES / 2];
    }

    private double efficiency(Run run, int steps, double length, double iterations) throws Exception {
        long tasks = 0;
        for (int step = 0; step < steps; step++) {
            tasks += pattern.points(step, WIDTH);
        }
        double seconds = Effort.seconds(() -> run.run(steps, Math.round(length * iterations)));
        return tasks * length / Pools.threads() / (seconds * 1e6);
    }

    /** A point's value is how many steps lie below it, so that a wrong or missing input shows at the end. */
    private static int point(long iterations, int highestInput) {
        return highestInput + 1 + Kernel.run(iterations);
    }

    private static void check(int value, int steps) {
        if (value != steps) {
            throw new IllegalStateException("a point of the last of " + steps + " steps has " + value);
        }
    }

    private void muster(Client client, int steps, long iterations) {
        Function0<Integer> none = () -> point(iterations, 0);
        Function1<Integer, Integer> one = a -> point(iterations, a);
        Function2<Integer, Integer, Integer> two = (a, b) -> point(iterations, Math.max(a, b));
        Function3<Integer, Integer, Integer, Integer> three =
                (a, b, c) -> point(iterations, Math.max(a, Math.max(b, c)));
        List<TaskFuture<Integer>> before = List.of();
        for (int step = 0; step < steps; step++) {
            TaskFuture<Integer>[] now = futures(pattern.points(step, WIDTH));
            for (int p = 0; p < now.length; p++) {
                int[] in = step == 0 ? new int[0] : pattern.inputs(step, p, WIDTH);
                now[p] = switch (in.length) {
                    case 0 -> client.submit(none);
                    case 1 -> before.get(in[0]).thenApply(one);
                    case 2 -> client.combine(two, before.get(in[0]), before.get(in[1]));
                    default -> client.combine(three, before.get(in[0]), before.get(in[1]), before.get(in[2]));
                };
            }
            before = Arrays.asList(now);
        }
        for (int value : client.gather(before)) {
            check(value, steps);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    private static TaskFuture<Integer>[] futures(int count) {
        return new TaskFuture[count];
    }

    private void completable(Executor pool, int steps, long iterations) {
        CompletableFuture<?>[] before = {};
        for (int step = 0; step < steps; step++) {
            CompletableFuture<?>[] now = new CompletableFuture<?>[pattern.points(step, WIDTH)];
            for (int p = 0; p < now.length; p++) {
                int[] in = step == 0 ? new int[0] : pattern.inputs(step, p, WIDTH);
                now[p] = completable(pool, iterations, inputs(before, in));
            }
            before = now;
        }
        for (CompletableFuture<?> last : before) {
            check((Integer) last.join(), steps);
        }
    }

    private static CompletableFuture<?>[] inputs(CompletableFuture<?>[] before, int[] in) {
        CompletableFuture<?>[] inputs = new CompletableFuture<?>[in.length];
        for (int i = 0; i < in.length; i++) {
            inputs[i] = before[in[i]];
        }
        return inputs;
    }

    private static CompletableFuture<?> completable(Executor pool, long iterations, CompletableFuture<?>[] in) {
        return switch (in.length) {
            case 0 -> CompletableFuture.supplyAsync(() -> point(iterations, 0), pool);
            case 1 -> in[0].thenApplyAsync(a -> point(iterations, (Integer) a), pool);
            case 2 ->
                in[0].thenCombineAsync(in[1], (a, b) -> point(iterations, Math.max((Integer) a, (Integer) b)), pool);
            default ->
                CompletableFuture.allOf(in)
                        .thenApplyAsync(
                                all -> {
                                    int highest = 0;
                                    for (CompletableFuture<?> each : in) {
                                        highest = Math.max(highest, (Integer) each.join());
                                    }
                                    return point(iterations, highest);
                                },
                                pool);
        };
    }
}
