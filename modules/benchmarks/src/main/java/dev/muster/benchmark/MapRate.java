package dev.muster.benchmark;

import dev.muster.client.Client;
import dev.muster.function.Function1;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** How many tasks a second does a map of a million functions that do nothing reach, all results gathered? */
final class MapRate implements Question {
    private static final int TASKS = 1_000_000;

    @Override
    public Row row() {
        return Row.promised("map", "map of 1 M no-ops, gathered", Unit.TASKS_PER_SECOND, 3e6, 8e6);
    }

    @Override
    public List<Contestant> contestants() {
        return List.of(
                new Contestant(Contestant.MUSTER, MapRate::muster),
                new Contestant(Contestant.THREAD_POOL, effort -> {
                    try (var pool = Pools.threadPool()) {
                        return executor(effort, pool.executor());
                    }
                }),
                new Contestant(Contestant.FORK_JOIN, effort -> {
                    try (var pool = Pools.forkJoin()) {
                        return executor(effort, pool.executor());
                    }
                }),
                new Contestant(Contestant.COMPLETABLE, MapRate::completable),
                new Contestant(Contestant.STREAM, MapRate::stream));
    }

    private static List<Integer> inputs(Effort effort) {
        return IntStream.range(0, effort.of(TASKS)).boxed().toList();
    }

    private static Integer same(Integer n) {
        return n;
    }

    private static void check(List<Integer> inputs, List<Integer> results) {
        if (results.size() != inputs.size() || !results.get(results.size() - 1).equals(inputs.get(inputs.size() - 1))) {
            throw new IllegalStateException("wrong results: " + results.size() + " of " + inputs.size());
        }
    }

    private static double muster(Effort effort) throws Exception {
        List<Integer> inputs = inputs(effort);
        Function1<Integer, Integer> same = MapRate::same;
        try (Client client = Pools.muster()) {
            return effort.median(() -> Effort.rate(
                    inputs.size(), () -> check(inputs, client.map(same, inputs).results())));
        }
    }

    private static double executor(Effort effort, ExecutorService pool) throws Exception {
        List<Integer> inputs = inputs(effort);
        return effort.median(() -> Effort.rate(inputs.size(), () -> {
            List<Future<Integer>> futures = new ArrayList<>(inputs.size());
            for (Integer n : inputs) {
                Callable<Integer> call = () -> same(n);
                futures.add(pool.submit(call));
            }
            List<Integer> results = new ArrayList<>(inputs.size());
            for (Future<Integer> future : futures) {
                results.add(future.get());
            }
            check(inputs, results);
        }));
    }

    private static double completable(Effort effort) throws Exception {
        List<Integer> inputs = inputs(effort);
        try (var pool = Pools.threadPool()) {
            return effort.median(() -> Effort.rate(inputs.size(), () -> {
                List<CompletableFuture<Integer>> futures = new ArrayList<>(inputs.size());
                for (Integer n : inputs) {
                    futures.add(CompletableFuture.supplyAsync(() -> same(n), pool.executor()));
                }
                List<Integer> results = new ArrayList<>(inputs.size());
                for (CompletableFuture<Integer> future : futures) {
                    results.add(future.join());
                }
                check(inputs, results);
            }));
        }
    }

    private static double stream(Effort effort) throws Exception {
        List<Integer> inputs = inputs(effort);
        try (var pool = Pools.forkJoin()) {
            ForkJoinPool executor = pool.executor();
            return effort.median(() -> Effort.rate(
                    inputs.size(),
                    () -> check(
                            inputs,
                            executor.submit(() -> inputs.parallelStream()
                                            .map(MapRate::same)
                                            .toList())
                                    .get())));
        }
    }
}
