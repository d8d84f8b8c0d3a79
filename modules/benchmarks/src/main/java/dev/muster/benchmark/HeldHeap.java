package dev.muster.benchmark;

import dev.muster.client.Client;
import dev.muster.client.TaskFuture;
import dev.muster.client.TaskFutures;
import dev.muster.function.Function0;
import dev.muster.function.Function1;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * How much heap does a task keep while its future is held?
 *
 * <p>Counted is everything that is on the heap after a full collection and was not before the tasks were submitted: futures, records,
 * columns, dependants. Not counted are the inputs, the values (one shared object) and the caller's own array of futures. The tasks
 * have finished.
 */
final class HeldHeap implements Question {
    private static final int TASKS = 1_000_000;
    private static final Integer SHARED = 1;

    /** How the tasks were submitted. */
    enum Form {
        MAP,
        SINGLE
    }

    private final Form form;

    HeldHeap(Form form) {
        this.form = form;
    }

    @Override
    public Row row() {
        return form == Form.MAP
                ? Row.promised("heap-map", "heap per held, finished task of a map of 1 M", Unit.BYTES, 100, 60)
                : Row.promised("heap-single", "heap per held, finished task of 1 M submits", Unit.BYTES, 300, 170);
    }

    @Override
    public List<Contestant> contestants() {
        if (form == Form.MAP) {
            return List.of(new Contestant(Contestant.MUSTER, HeldHeap::map));
        }
        return List.of(
                new Contestant(Contestant.MUSTER, HeldHeap::singles),
                new Contestant(Contestant.THREAD_POOL, HeldHeap::threadPool),
                new Contestant(Contestant.COMPLETABLE, HeldHeap::completable));
    }

    private static double map(Effort effort) throws Exception {
        List<Integer> inputs = IntStream.range(0, effort.of(TASKS)).boxed().toList();
        Function1<Integer, Integer> function = n -> SHARED;
        return effort.medianOfFew(() -> {
            try (Client client = fresh()) {
                long before = used();
                TaskFutures<Integer> held = client.map(function, inputs);
                held.waitForAll();
                double each = (double) (used() - before) / inputs.size();
                check(held.get(inputs.size() - 1).result());
                return each;
            }
        });
    }

    /** A client that has worked, yet holds nothing: what earlier tasks leave behind may go at any time, also while one measures. */
    private static Client fresh() {
        Client client = Pools.muster();
        client.map((Integer n) -> SHARED, List.of(1, 2, 3)).results();
        return client;
    }

    private static double singles(Effort effort) throws Exception {
        Function0<Integer> function = () -> SHARED;
        TaskFuture<?>[] held = new TaskFuture<?>[effort.of(TASKS)];
        return effort.medianOfFew(() -> {
            try (Client client = fresh()) {
                return each(held, () -> client.submit(function), future -> future.result());
            }
        });
    }

    private static double threadPool(Effort effort) throws Exception {
        Callable<Integer> function = () -> SHARED;
        try (var pool = Pools.threadPool()) {
            Future<?>[] held = new Future<?>[effort.of(TASKS)];
            return effort.medianOfFew(() -> each(held, () -> pool.executor().submit(function), future -> future.get()));
        }
    }

    private static double completable(Effort effort) throws Exception {
        try (var pool = Pools.threadPool()) {
            CompletableFuture<?>[] held = new CompletableFuture<?>[effort.of(TASKS)];
            return effort.medianOfFew(() -> each(
                    held, () -> CompletableFuture.supplyAsync(() -> SHARED, pool.executor()), future -> future.get()));
        }
    }

    private static <F> double each(F[] held, Callable<? extends F> submit, Await<? super F> await) throws Exception {
        Arrays.fill(held, null);
        long before = used();
        for (int i = 0; i < held.length; i++) {
            held[i] = submit.call();
        }
        for (F future : held) {
            check(await.value(future));
        }
        return (double) (used() - before) / held.length;
    }

    private static void check(Object value) {
        if (!SHARED.equals(value)) {
            throw new IllegalStateException("wrong value " + value);
        }
    }

    /** Waits and gives the value. */
    private interface Await<F> {
        Object value(F future) throws Exception;
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
