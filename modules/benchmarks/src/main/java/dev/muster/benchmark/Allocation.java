package dev.muster.benchmark;

import com.sun.management.ThreadMXBean;
import dev.muster.client.Client;
import dev.muster.client.TaskFuture;
import dev.muster.function.Function0;
import dev.muster.function.Function1;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * How many bytes does a task allocate, from its submission to its result, over all threads?
 *
 * <p>Counted by the threads themselves, so nothing is sampled. Inputs and values exist before.
 */
final class Allocation implements Question {
    private static final int TASKS = 1_000_000;
    private static final Integer SHARED = 1;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final HeldHeap.Form form;

    Allocation(HeldHeap.Form form) {
        this.form = form;
    }

    @Override
    public Row row() {
        return form == HeldHeap.Form.MAP
                ? Row.promised("allocation-map", "allocation per task of a map of 1 M, gathered", Unit.BYTES, 150, 60)
                : Row.promised("allocation-single", "allocation per task of 1 M submits", Unit.BYTES, 300, 120);
    }

    @Override
    public List<Contestant> contestants() {
        if (form == HeldHeap.Form.MAP) {
            return List.of(new Contestant(Contestant.MUSTER, Allocation::map));
        }
        return List.of(
                new Contestant(Contestant.MUSTER, Allocation::singles),
                new Contestant(Contestant.THREAD_POOL, Allocation::threadPool),
                new Contestant(Contestant.COMPLETABLE, Allocation::completable));
    }

    private static double map(Effort effort) throws Exception {
        List<Integer> inputs = IntStream.range(0, effort.of(TASKS)).boxed().toList();
        Function1<Integer, Integer> function = n -> SHARED;
        try (Client client = Pools.muster()) {
            return effort.median(
                    () -> each(inputs.size(), () -> client.map(function, inputs).results()));
        }
    }

    private static double singles(Effort effort) throws Exception {
        Function0<Integer> function = () -> SHARED;
        TaskFuture<?>[] held = new TaskFuture<?>[effort.of(TASKS)];
        try (Client client = Pools.muster()) {
            return effort.median(() -> each(held.length, () -> {
                for (int i = 0; i < held.length; i++) {
                    held[i] = client.submit(function);
                }
                for (TaskFuture<?> future : held) {
                    future.result();
                }
            }));
        }
    }

    private static double threadPool(Effort effort) throws Exception {
        Callable<Integer> function = () -> SHARED;
        Future<?>[] held = new Future<?>[effort.of(TASKS)];
        try (var pool = Pools.threadPool()) {
            return effort.median(() -> each(held.length, () -> {
                for (int i = 0; i < held.length; i++) {
                    held[i] = pool.executor().submit(function);
                }
                for (Future<?> future : held) {
                    future.get();
                }
            }));
        }
    }

    private static double completable(Effort effort) throws Exception {
        CompletableFuture<?>[] held = new CompletableFuture<?>[effort.of(TASKS)];
        try (var pool = Pools.threadPool()) {
            return effort.median(() -> each(held.length, () -> {
                for (int i = 0; i < held.length; i++) {
                    held[i] = CompletableFuture.supplyAsync(() -> SHARED, pool.executor());
                }
                for (CompletableFuture<?> future : held) {
                    future.get();
                }
            }));
        }
    }

    private static double each(int tasks, Effort.Body body) throws Exception {
        long before = allocated();
        body.run();
        return (double) (allocated() - before) / tasks;
    }

    private static long allocated() {
        long total = 0;
        for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            total += Math.max(0, bytes);
        }
        return total;
    }
}
