package dev.muster.benchmark;

import dev.muster.client.Client;
import dev.muster.client.TaskFuture;
import dev.muster.function.Function0;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** How many single tasks a second can one thread submit and see finished, each with a future of its own that is held? */
final class SubmitRate implements Question {
    private static final int TASKS = 1_000_000;

    @Override
    public Row row() {
        return Row.promised(
                "submit", "1 M single submits by one thread, all finished", Unit.TASKS_PER_SECOND, 1.5e6, 3e6);
    }

    @Override
    public List<Contestant> contestants() {
        return List.of(
                new Contestant(Contestant.MUSTER, SubmitRate::muster),
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
                new Contestant(Contestant.COMPLETABLE, SubmitRate::completable));
    }

    private static double muster(Effort effort) throws Exception {
        int tasks = effort.of(TASKS);
        Function0<Integer> function = () -> 1;
        TaskFuture<?>[] held = new TaskFuture<?>[tasks];
        try (Client client = Pools.muster()) {
            return effort.median(() -> Effort.rate(tasks, () -> {
                for (int i = 0; i < tasks; i++) {
                    held[i] = client.submit(function);
                }
                for (TaskFuture<?> future : held) {
                    future.result();
                }
            }));
        }
    }

    private static double executor(Effort effort, ExecutorService pool) throws Exception {
        int tasks = effort.of(TASKS);
        Callable<Integer> function = () -> 1;
        Future<?>[] held = new Future<?>[tasks];
        return effort.median(() -> Effort.rate(tasks, () -> {
            for (int i = 0; i < tasks; i++) {
                held[i] = pool.submit(function);
            }
            for (Future<?> future : held) {
                future.get();
            }
        }));
    }

    private static double completable(Effort effort) throws Exception {
        int tasks = effort.of(TASKS);
        CompletableFuture<?>[] held = new CompletableFuture<?>[tasks];
        try (var pool = Pools.threadPool()) {
            return effort.median(() -> Effort.rate(tasks, () -> {
                for (int i = 0; i < tasks; i++) {
                    held[i] = CompletableFuture.supplyAsync(() -> 1, pool.executor());
                }
                for (CompletableFuture<?> future : held) {
                    future.join();
                }
            }));
        }
    }
}
