package dev.muster.benchmark;

import dev.muster.client.Client;
import dev.muster.client.TaskFuture;
import dev.muster.function.Function0;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.function.IntFunction;

/**
 * How long is a caller held by one submit in the worst of a thousand, while 64 threads submit at once?
 *
 * <p>Each sample is one call; the callers are many more than the CPUs, so a sample in which the system took the CPU away is in it too.
 */
final class SubmitTail implements Question {
    private static final int CALLERS = 64;
    private static final int CALLS = 10_000;

    @Override
    public Row row() {
        return Row.promised("submit-tail", "p99.9 of a submit, 64 threads submitting", Unit.MICROSECONDS, 100, 15);
    }

    @Override
    public List<Contestant> contestants() {
        return List.of(
                new Contestant(Contestant.MUSTER, SubmitTail::muster),
                new Contestant(Contestant.THREAD_POOL, effort -> {
                    try (var pool = Pools.threadPool()) {
                        return executor(effort, pool.executor());
                    }
                }),
                new Contestant(Contestant.FORK_JOIN, effort -> {
                    try (var pool = Pools.forkJoin()) {
                        return executor(effort, pool.executor());
                    }
                }));
    }

    private static double muster(Effort effort) throws Exception {
        Function0<Integer> function = () -> 1;
        try (Client client = Pools.muster()) {
            return effort.median(() -> {
                TaskFuture<?>[] last = new TaskFuture<?>[CALLERS];
                double tail = tail(effort, caller -> last[caller] = client.submit(function));
                for (TaskFuture<?> future : last) {
                    future.result();
                }
                return tail;
            });
        }
    }

    private static double executor(Effort effort, ExecutorService pool) throws Exception {
        Callable<Integer> function = () -> 1;
        return effort.median(() -> {
            double tail = tail(effort, caller -> pool.submit(function));
            pool.submit(function).get();
            return tail;
        });
    }

    private static double tail(Effort effort, IntFunction<Object> submit) throws InterruptedException {
        int calls = effort.of(CALLS);
        long[] nanos = new long[CALLERS * calls];
        CountDownLatch go = new CountDownLatch(1);
        Thread[] callers = new Thread[CALLERS];
        for (int c = 0; c < CALLERS; c++) {
            int caller = c;
            callers[c] = new Thread(() -> {
                awaitQuietly(go);
                for (int i = 0; i < calls; i++) {
                    long start = System.nanoTime();
                    Object future = submit.apply(caller);
                    nanos[caller * calls + i] = System.nanoTime() - start;
                    if (future == null) {
                        throw new IllegalStateException("no future");
                    }
                }
            });
            callers[c].start();
        }
        go.countDown();
        for (Thread caller : callers) {
            caller.join();
        }
        return Effort.quantileMicroseconds(nanos, 0.999);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
