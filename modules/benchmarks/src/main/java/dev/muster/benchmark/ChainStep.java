package dev.muster.benchmark;

import dev.muster.client.Client;
import dev.muster.client.TaskFuture;
import dev.muster.function.Function1;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;

/** What does a step of a chain of 10,000 tasks cost, from the first submit to the last value, each needing the one before? */
final class ChainStep implements Question {
    private static final int STEPS = 10_000;

    @Override
    public Row row() {
        return Row.promised("chain", "chain of 10 k dependent tasks, a step", Unit.MICROSECONDS, 3, 1);
    }

    @Override
    public List<Contestant> contestants() {
        return List.of(
                new Contestant(Contestant.MUSTER, ChainStep::muster),
                new Contestant(Contestant.THREAD_POOL, ChainStep::threadPool),
                new Contestant(Contestant.COMPLETABLE, ChainStep::completable));
    }

    private static void check(int value, int steps) {
        if (value != steps) {
            throw new IllegalStateException("wrong value " + value + " after " + steps + " steps");
        }
    }

    private static double muster(Effort effort) throws Exception {
        int steps = effort.of(STEPS);
        Function1<Integer, Integer> step = n -> n + 1;
        try (Client client = Pools.muster()) {
            return effort.median(() -> Effort.microsecondsEach(steps, () -> {
                TaskFuture<Integer> state = client.submit(() -> 0);
                for (int i = 0; i < steps; i++) {
                    state = state.thenApply(step);
                }
                check(state.result(), steps);
            }));
        }
    }

    private static double completable(Effort effort) throws Exception {
        int steps = effort.of(STEPS);
        try (var pool = Pools.threadPool()) {
            return effort.median(() -> Effort.microsecondsEach(steps, () -> {
                CompletableFuture<Integer> state = CompletableFuture.supplyAsync(() -> 0, pool.executor());
                for (int i = 0; i < steps; i++) {
                    state = state.thenApplyAsync(n -> n + 1, pool.executor());
                }
                check(state.join(), steps);
            }));
        }
    }

    /** The best a pool can do by hand: each step submits the next. */
    private static double threadPool(Effort effort) throws Exception {
        int steps = effort.of(STEPS);
        try (var pool = Pools.threadPool()) {
            return effort.median(() -> Effort.microsecondsEach(steps, () -> {
                Step first = new Step(pool.executor(), steps);
                pool.executor().execute(first);
                first.end.await();
                check(first.value, steps);
            }));
        }
    }

    private static final class Step implements Runnable {
        final CountDownLatch end = new CountDownLatch(1);
        private final ExecutorService pool;
        private final int steps;
        private int value;

        Step(ExecutorService pool, int steps) {
            this.pool = pool;
            this.steps = steps;
        }

        @Override
        public void run() {
            if (value == steps) {
                end.countDown();
            } else {
                value++;
                pool.execute(this);
            }
        }
    }
}
