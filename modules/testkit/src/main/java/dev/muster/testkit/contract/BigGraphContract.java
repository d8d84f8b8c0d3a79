package dev.muster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.client.Client;
import dev.muster.client.Status;
import dev.muster.client.TaskFuture;
import dev.muster.client.TaskFutures;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Graphs of hundreds of thousands of tasks, and callers in crowds: exact, without overflow, in bounded memory. */
@Tag("slow")
abstract class BigGraphContract extends Theme {
    private static final int MILLION = 1_000_000;
    private static final long FLAT = 64L << 20;

    BigGraphContract(ClusterContract kind) {
        super(kind);
    }

    /** Encoding costs microseconds a task; a tenth of the tasks shows the same there. */
    private int million() {
        return kind().encodes() ? MILLION / 5 : MILLION;
    }

    @Test
    void a_tree_of_a_hundred_thousand_tasks_is_exact() {
        Client client = client(2, 1);
        TaskFuture<Long> sum =
                client.map(n -> n, LongStream.range(0, 1 << 16).boxed()).reduce(Long::sum);
        assertThat(sum.result()).isEqualTo((1L << 15) * ((1L << 16) - 1));
    }

    @Test
    void a_tree_built_by_hand_is_exact() {
        Client client = client(2, 1);
        List<TaskFuture<Long>> level = LongStream.range(0, 1 << 15)
                .mapToObj(n -> client.submit(m -> m, n))
                .toList();
        while (level.size() > 1) {
            List<TaskFuture<Long>> next = new ArrayList<>(level.size() / 2);
            for (int i = 0; i < level.size(); i += 2) {
                next.add(client.combine(Long::sum, level.get(i), level.get(i + 1)));
            }
            level = next;
        }
        assertThat(level.get(0).result()).isEqualTo((1L << 14) * ((1L << 15) - 1));
    }

    @Test
    void a_million_inputs_fan_out_and_come_back() {
        Client client = client(1, 2);
        int count = million();
        TaskFutures<Integer> futures =
                client.map(n -> n + 1, IntStream.range(0, count).boxed());
        List<Integer> results = futures.results();
        long sum = 0;
        for (int result : results) {
            sum += result;
        }
        assertThat(results).hasSize(count);
        assertThat(sum).isEqualTo((long) count * (count + 1) / 2);
    }

    @Test
    void a_chain_of_a_hundred_thousand_is_exact() {
        TaskFuture<Integer> end = client(1, 1).submit(() -> 0);
        List<TaskFuture<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            end = end.thenApply(n -> n + 1);
            all.add(end);
        }
        assertThat(end.result()).isEqualTo(100_000);
        assertThat(all.get(49_999).result()).isEqualTo(50_000);
    }

    @Test
    void a_chain_that_fails_at_its_start_fails_at_its_end() {
        Client client = client(1, 1);
        TaskFuture<Integer> end = client.submit(n -> 1 / n, 0);
        for (int i = 0; i < 100_000; i++) {
            end = end.thenApply(n -> n + 1);
        }
        TaskFuture<Integer> last = end;
        assertThat(failureOf(last::result)).hasRootCauseInstanceOf(ArithmeticException.class);
    }

    @Test
    void a_chain_that_is_cancelled_at_its_start_ends_at_its_end() {
        Client client = client(1, 1);
        Gate never = gate("never");
        TaskFuture<Integer> start = client.submit(() -> {
            never.await();
            return 1;
        });
        TaskFuture<Integer> end = start;
        for (int i = 0; i < 100_000; i++) {
            end = end.thenApply(n -> n + 1);
        }
        start.cancel();
        untilDone(end);
        assertThat(end.status()).isEqualTo(Status.CANCELLED);
    }

    @Test
    void a_million_steps_of_one_state_leave_memory_flat() {
        Client client = client(1, 1);
        int steps = million();
        TaskFuture<Integer> state = client.submit(() -> 0);
        assertThat(state.result()).isZero();
        long before = usedAfterCollection();
        for (int i = 1; i <= steps; i++) {
            state = state.thenApply(n -> n + 1);
            if (i % (steps / 4) == 0) {
                assertThat(state.result()).isEqualTo(i);
                assertThat(usedAfterCollection() - before)
                        .as("bytes more after %d steps", i)
                        .isLessThan(FLAT);
            }
        }
    }

    private static long usedAfterCollection() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void a_crowd_of_callers_with_interrupts_loses_nothing_and_disturbs_no_task() throws Exception {
        Client client = client(2, 2);
        int callers = 64;
        AtomicReference<Throwable> broken = new AtomicReference<>();
        AtomicInteger exact = new AtomicInteger();
        List<Thread> crowd = IntStream.range(0, callers)
                .mapToObj(seed -> new Thread(
                        () -> {
                            try {
                                exact.addAndGet(submitWithInterrupts(client, seed));
                            } catch (Throwable e) {
                                broken.compareAndSet(null, e);
                            }
                        },
                        "caller-" + seed))
                .toList();
        crowd.forEach(Thread::start);
        for (Thread caller : crowd) {
            caller.join();
        }
        assertThat(broken.get()).isNull();
        assertThat(exact.get()).isEqualTo(callers * 1_000);
    }

    /** Submits with the flag set now and then; the flag stays the caller's and never reaches a task. */
    private static int submitWithInterrupts(Client client, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<TaskFuture<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            boolean interrupted = random.nextInt(3) == 0;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            futures.add(client.submit(n -> Thread.currentThread().isInterrupted() ? -1 : n, i));
            if (Thread.interrupted() != interrupted) {
                throw new AssertionError("submitting changed the interrupt flag of its caller");
            }
        }
        int exact = 0;
        for (int i = 0; i < futures.size(); i++) {
            exact += futures.get(i).result() == i ? 1 : 0;
        }
        return exact;
    }

    @Test
    void a_million_cancels_race_with_the_ends_of_their_tasks() {
        Client client = client(1, 2);
        int count = million();
        SplittableRandom random = new SplittableRandom(7);
        TaskFuture<?>[] window = new TaskFuture<?>[256];
        long cancelled = 0;
        for (int i = 0; i < count; i++) {
            TaskFuture<?> old = window[i & 255];
            if (old != null) {
                cancelled += endOf(old);
            }
            window[i & 255] = client.submit(() -> Thread.interrupted());
            window[random.nextInt(Math.min(i + 1, 256))].cancel();
        }
        for (TaskFuture<?> last : window) {
            cancelled += endOf(last);
        }
        assertThat(cancelled).isPositive();
        assertThat(client.map(
                                n -> Thread.interrupted(),
                                IntStream.range(0, 1_000).boxed())
                        .results())
                .doesNotContain(true);
    }

    /** 1 if it was cancelled; 0 if it finished, and then nobody's interrupt was in it. */
    private static int endOf(TaskFuture<?> future) {
        if (!future.isDone()) {
            until(future::isDone);
        }
        if (future.status() == Status.CANCELLED) {
            return 1;
        }
        assertThat(future.status()).isEqualTo(Status.FINISHED);
        return 0;
    }
}
