package dev.muster.benchmark;

import dev.muster.client.Client;
import dev.muster.client.TaskFuture;
import dev.muster.client.TaskFutures;
import dev.muster.function.Function0;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** How long does a submit hold its caller when one comes every 20 µs while every thread is busy with a long task? */
final class PacedSubmit implements Question {
    private static final int SUBMITS = 10_000;
    private static final long PACE_NANOS = 20_000;

    @Override
    public Row row() {
        return Row.promised("paced", "submits 20 µs apart, all threads busy, p50", Unit.MICROSECONDS, 2, 0.3);
    }

    @Override
    public List<Contestant> contestants() {
        return List.of(
                new Contestant(Contestant.MUSTER, PacedSubmit::muster),
                new Contestant(Contestant.THREAD_POOL, PacedSubmit::threadPool));
    }

    /** A task that keeps its thread, without taking the CPU from the caller that is measured. */
    private static final class Busy {
        final CountDownLatch end = new CountDownLatch(1);
        final AtomicInteger started = new AtomicInteger();

        void stay() throws InterruptedException {
            started.incrementAndGet();
            end.await();
        }

        void awaitAll() {
            while (started.get() < Pools.threads()) {
                Thread.onSpinWait();
            }
        }
    }

    private static double muster(Effort effort) throws Exception {
        Function0<Integer> function = () -> 1;
        try (Client client = Pools.muster()) {
            return effort.median(() -> {
                Busy busy = new Busy();
                TaskFutures<Void> stays = client.runEach(
                        n -> busy.stay(),
                        IntStream.range(0, Pools.threads()).boxed().toList());
                busy.awaitAll();
                TaskFuture<?>[] held = new TaskFuture<?>[effort.of(SUBMITS)];
                double median = paced(held, () -> client.submit(function));
                busy.end.countDown();
                stays.waitForAll();
                for (TaskFuture<?> future : held) {
                    future.result();
                }
                return median;
            });
        }
    }

    private static double threadPool(Effort effort) throws Exception {
        Callable<Integer> function = () -> 1;
        try (var pool = Pools.threadPool()) {
            return effort.median(() -> {
                Busy busy = new Busy();
                Callable<Object> stay = () -> {
                    busy.stay();
                    return "";
                };
                List<Future<Object>> stays = IntStream.range(0, Pools.threads())
                        .mapToObj(n -> pool.executor().submit(stay))
                        .toList();
                busy.awaitAll();
                Future<?>[] held = new Future<?>[effort.of(SUBMITS)];
                double median = paced(held, () -> pool.executor().submit(function));
                busy.end.countDown();
                for (Future<Object> future : stays) {
                    future.get();
                }
                return median;
            });
        }
    }

    private static <F> double paced(F[] held, Callable<? extends F> submit) throws Exception {
        long[] nanos = new long[held.length];
        long next = System.nanoTime();
        for (int i = 0; i < held.length; i++) {
            next += PACE_NANOS;
            while (System.nanoTime() < next) {
                Thread.onSpinWait();
            }
            long start = System.nanoTime();
            held[i] = submit.call();
            nanos[i] = System.nanoTime() - start;
        }
        return Effort.quantileMicroseconds(nanos, 0.5);
    }
}
