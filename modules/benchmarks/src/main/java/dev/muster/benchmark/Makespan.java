package dev.muster.benchmark;

import dev.muster.client.Client;
import dev.muster.client.TaskFutures;
import dev.muster.function.Function1;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * How much longer than ideal do short and long tasks of one kind take together, on two workers with one thread each?
 *
 * <p>Ideal is a single queue that hands the next task to whoever is free and costs nothing, for the durations that the tasks really had.
 * The mix is a thousand short ones to two long ones in a drawn order. The trap is 20,000 short ones, 20 long ones, 20,000 short ones: a
 * scheduler that has learned that the kind is short and queues ahead on each worker gets stuck behind the long ones.
 */
final class Makespan implements Question {
    private static final int WORKERS = 2;
    private static final long MICROSECOND = 1_000;
    private static final long MILLISECOND = 1_000_000;
    /** Below this a thread spins: it could not wake up in time. */
    private static final long SPIN_NANOS = 100 * MICROSECOND;

    /** Which durations in which order. */
    enum Mixture {
        MIXED,
        TRAP
    }

    private final Mixture mixture;

    Makespan(Mixture mixture) {
        this.mixture = mixture;
    }

    @Override
    public Row row() {
        return mixture == Mixture.MIXED
                ? Row.promised(
                        "makespan-mixed",
                        "makespan of 2,000 × 1 ms and 4 × 1 s tasks, of ideal",
                        Unit.TIMES,
                        1.10,
                        1.04)
                : Row.promised(
                        "makespan-trap",
                        "makespan of 20 k × 1 µs, 20 × 200 ms, 20 k × 1 µs, of ideal",
                        Unit.TIMES,
                        1.15,
                        1.05);
    }

    @Override
    public List<Contestant> contestants() {
        return List.of(
                new Contestant(Contestant.MUSTER, this::muster),
                new Contestant(Contestant.THREAD_POOL, this::threadPool));
    }

    private List<Long> durations(Effort effort) {
        List<Long> durations = new ArrayList<>();
        if (mixture == Mixture.MIXED) {
            durations.addAll(Collections.nCopies(effort.of(2_000), effort.nanos(MILLISECOND)));
            durations.addAll(Collections.nCopies(4, effort.nanos(1_000 * MILLISECOND)));
            Collections.shuffle(durations, new Random(11));
        } else {
            durations.addAll(Collections.nCopies(effort.of(20_000), MICROSECOND));
            durations.addAll(Collections.nCopies(20, effort.nanos(200 * MILLISECOND)));
            durations.addAll(Collections.nCopies(effort.of(20_000), MICROSECOND));
        }
        return durations;
    }

    private double muster(Effort effort) throws Exception {
        List<Long> durations = durations(effort);
        Function1<Long, Long> occupy = Makespan::occupy;
        try (Client client = Pools.muster(WORKERS, 1)) {
            client.waitForWorkers(WORKERS, Duration.ofSeconds(30));
            return effort.medianOfFew(() -> {
                long start = System.nanoTime();
                TaskFutures<Long> futures = client.map(occupy, durations);
                List<Long> spent = futures.results();
                return (System.nanoTime() - start) / ideal(spent);
            });
        }
    }

    private double threadPool(Effort effort) throws Exception {
        List<Long> durations = durations(effort);
        try (var pool = Pools.threadPool(WORKERS)) {
            return effort.medianOfFew(() -> {
                long start = System.nanoTime();
                List<Future<Long>> futures = new ArrayList<>();
                for (long nanos : durations) {
                    Callable<Long> occupy = () -> occupy(nanos);
                    futures.add(pool.executor().submit(occupy));
                }
                List<Long> spent = new ArrayList<>();
                for (Future<Long> future : futures) {
                    spent.add(future.get());
                }
                return (System.nanoTime() - start) / ideal(spent);
            });
        }
    }

    /** Keeps its thread for so long; says for how long it really did. */
    private static long occupy(long nanos) {
        long start = System.nanoTime();
        long left = nanos;
        while (left > 0) {
            if (left > SPIN_NANOS) {
                LockSupport.parkNanos(left - SPIN_NANOS);
            } else {
                Thread.onSpinWait();
            }
            left = nanos - (System.nanoTime() - start);
        }
        return System.nanoTime() - start;
    }

    private static double ideal(List<Long> spent) {
        PriorityQueue<Long> free = new PriorityQueue<>(Collections.nCopies(WORKERS, 0L));
        long end = 0;
        for (long nanos : spent) {
            long done = free.remove() + nanos;
            free.add(done);
            end = Math.max(end, done);
        }
        return end;
    }
}
