package dev.muster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.compute.Scheduler;
import dev.muster.error.ClusterException;
import dev.muster.error.TaskFailedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PoolRunTest {

    private final List<ExecutorService> pools = new ArrayList<>();

    @AfterEach
    void close() throws InterruptedException {
        for (ExecutorService pool : pools) {
            pool.shutdownNow();
            assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private Scheduler on(ExecutorService pool) {
        pools.add(pool);
        return Schedulers.of(pool);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void any_graph_on_any_pool_gives_what_one_thread_gives(long seed) {
        Delayed<Long> x = randomGraph(new Random(seed), 2_000);
        long expected = x.compute(Schedulers.synchronous());
        List<ExecutorService> all = List.of(
                Executors.newSingleThreadExecutor(),
                Executors.newFixedThreadPool(4),
                Executors.newCachedThreadPool(),
                new ForkJoinPool(2),
                new InCaller(),
                new ThreadPoolExecutor(2, 2, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(1)),
                new ThreadPoolExecutor(1, 2, 0, TimeUnit.SECONDS, new SynchronousQueue<>()),
                new ThreadPoolExecutor(
                        1,
                        1,
                        0,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(1),
                        new ThreadPoolExecutor.CallerRunsPolicy()));
        for (ExecutorService pool : all) {
            assertThat((long) x.compute(on(pool))).as("%s", pool).isEqualTo(expected);
        }
    }

    /** Every task takes a few of those before it; the sum of all that nobody else takes is wanted. */
    private static Delayed<Long> randomGraph(Random random, int size) {
        List<Delayed<Long>> tasks = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            long own = random.nextInt(1_000);
            List<Delayed<Long>> inputs = new ArrayList<>();
            for (int k = random.nextInt(4); k > 0 && !tasks.isEmpty(); k--) {
                inputs.add(tasks.get(Math.max(0, tasks.size() - 1 - random.nextInt(40))));
            }
            tasks.add(Delayed.combine(
                    (List<Long> values) -> own
                            + 31 * values.stream().mapToLong(v -> v % 1_000_003).sum(),
                    inputs));
        }
        return Delayed.combine(
                (List<Long> values) -> values.stream().mapToLong(v -> v).sum(), tasks);
    }

    @Test
    void as_many_tasks_run_at_once_as_the_pool_has_threads() {
        CyclicBarrier together = new CyclicBarrier(4);
        List<Delayed<Integer>> parts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            parts.add(Delayed.of(() -> {
                together.await();
                return 1;
            }));
        }
        assertThat(Delayed.all(parts).compute(on(Executors.newFixedThreadPool(4))))
                .hasSize(8);
    }

    @Test
    void the_pools_threads_take_part() {
        Thread caller = Thread.currentThread();
        CountDownLatch arrived = new CountDownLatch(1);
        List<Delayed<Integer>> parts = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            parts.add(Delayed.of(() -> {
                // On a busy machine the caller may be first; then it waits here for a thread of the pool to run
                // another.
                if (Thread.currentThread() != caller) {
                    arrived.countDown();
                }
                arrived.await();
                return 1;
            }));
        }
        assertThat(Delayed.all(parts).compute(on(Executors.newFixedThreadPool(2))))
                .hasSize(100);
    }

    @Test
    void computing_inside_the_only_thread_of_the_pool_does_not_deadlock() {
        ExecutorService one = Executors.newSingleThreadExecutor();
        Scheduler scheduler = on(one);
        assertThat((int) nested(4, scheduler).compute(scheduler)).isEqualTo(16);
    }

    private static Delayed<Integer> nested(int depth, Scheduler scheduler) {
        if (depth == 0) {
            return Delayed.value(1);
        }
        return Delayed.of(
                () -> Delayed.combine(Integer::sum, nested(depth - 1, scheduler), nested(depth - 1, scheduler))
                        .compute(scheduler));
    }

    @Test
    void a_pool_whose_every_thread_is_taken_leaves_the_work_to_the_caller() throws InterruptedException {
        ExecutorService one = Executors.newSingleThreadExecutor();
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        one.execute(() -> {
            taken.countDown();
            awaitQuietly(free);
        });
        taken.await();
        assertThat((long) randomGraph(new Random(1), 5_000).compute(on(one)))
                .isEqualTo((long) randomGraph(new Random(1), 5_000).compute(Schedulers.synchronous()));
        free.countDown();
    }

    @Test
    void deep_graphs_do_not_overflow_on_a_pool_that_runs_in_its_caller() {
        Delayed<Integer> one = Delayed.value(1);
        Delayed<Integer> chain = one;
        List<Delayed<Integer>> leaves = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            chain = Delayed.combine(Integer::sum, chain, one);
            leaves.add(chain.map(v -> v % 2));
        }
        Delayed<Integer> odd = Delayed.combine(
                (List<Integer> all) -> all.stream().mapToInt(v -> v).sum(), leaves);
        assertThat((int) odd.compute(on(new InCaller()))).isEqualTo(25_000);
    }

    @Test
    void a_failure_is_the_cause_and_stops_what_has_not_started() {
        Set<Integer> ran = ConcurrentHashMap.newKeySet();
        IllegalStateException thrown = new IllegalStateException("bad row");
        Delayed<Integer> bad = Delayed.of(() -> {
            throw (RuntimeException) thrown.fillInStackTrace();
        });
        List<Delayed<Integer>> after = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            after.add(bad.map(v -> {
                ran.add(number);
                return v;
            }));
        }
        TaskFailedException failed = catchThrowableOfType(
                TaskFailedException.class, () -> Delayed.all(after).compute(on(Executors.newFixedThreadPool(2))));
        assertThat(failed.getCause()).isSameAs(thrown);
        assertThat(failed.getStackTrace())
                .as("who computed")
                .anyMatch(frame -> frame.getMethodName().contains("a_failure_is_the_cause"));
        assertThat(Arrays.stream(thrown.getStackTrace())
                        .filter(frame -> !frame.getClassName().startsWith(PoolRunTest.class.getName())))
                .hasSizeLessThan(4);
        assertThat(ran).isEmpty();
    }

    @Test
    void a_pool_that_was_shut_down_is_named() {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        pool.shutdown();
        assertThatThrownBy(() -> Delayed.of(() -> 1).compute(on(pool)))
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.code()).isEqualTo(ClusterException.Code.CLOSED))
                .hasMessageContaining("shut down")
                .hasMessageContaining("1 of 1 tasks");
    }

    @Test
    void an_interrupted_caller_gives_up_and_keeps_the_flag() throws InterruptedException {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        Scheduler scheduler = on(pool);
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                Delayed.of(() -> {
                            running.countDown();
                            // In the caller too, should the pool's thread be late.
                            free.await();
                            return 1;
                        })
                        .compute(scheduler);
            } catch (ClusterException e) {
                thrown.set(e);
                flag.set(Thread.currentThread().isInterrupted());
            }
        });
        caller.start();
        running.await();
        caller.interrupt();
        caller.join();
        free.countDown();
        assertThat(thrown.get())
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.code()).isEqualTo(ClusterException.Code.INTERRUPTED));
        assertThat(flag.get()).isTrue();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs each task in the thread that gives it. */
    private static final class InCaller extends AbstractExecutorService {
        private volatile boolean down;

        @Override
        public void execute(Runnable command) {
            command.run();
        }

        @Override
        public void shutdown() {
            down = true;
        }

        @Override
        public List<Runnable> shutdownNow() {
            down = true;
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return down;
        }

        @Override
        public boolean isTerminated() {
            return down;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return down;
        }
    }
}
