package dev.muster.benchmark;

import dev.muster.client.Client;
import dev.muster.function.Function0;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.LockSupport;

/** How long does one task take, submitted and waited for, when everything has been idle for 0.2 ms? */
final class RoundTrip implements Question {
    private static final int TRIPS = 2_000;
    private static final long GAP_NANOS = 200_000;

    @Override
    public Row row() {
        return Row.promised("round-trip", "idle round trip, 0.2 ms gaps, p50", Unit.MICROSECONDS, 40, 15);
    }

    @Override
    public List<Contestant> contestants() {
        return List.of(
                new Contestant(Contestant.MUSTER, effort -> {
                    Function0<Integer> function = () -> 1;
                    try (Client client = Pools.muster()) {
                        return trips(effort, () -> client.submit(function).result());
                    }
                }),
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
                new Contestant(Contestant.COMPLETABLE, effort -> {
                    try (var pool = Pools.threadPool()) {
                        return trips(
                                effort,
                                () -> CompletableFuture.supplyAsync(() -> 1, pool.executor())
                                        .join());
                    }
                }));
    }

    private static double executor(Effort effort, ExecutorService pool) throws Exception {
        Callable<Integer> function = () -> 1;
        return trips(effort, () -> pool.submit(function).get());
    }

    private static double trips(Effort effort, Callable<Integer> trip) throws Exception {
        return effort.median(() -> {
            long[] nanos = new long[effort.of(TRIPS)];
            for (int i = 0; i < nanos.length; i++) {
                LockSupport.parkNanos(GAP_NANOS);
                long start = System.nanoTime();
                if (trip.call() != 1) {
                    throw new IllegalStateException("wrong value");
                }
                nanos[i] = System.nanoTime() - start;
            }
            return Effort.quantileMicroseconds(nanos, 0.5);
        });
    }
}
