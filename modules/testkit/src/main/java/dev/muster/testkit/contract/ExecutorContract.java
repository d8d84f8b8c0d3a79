package dev.muster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.client.Client;
import dev.muster.error.ClusterException;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The client as an executor of the JDK's, for code that knows no other. */
abstract class ExecutorContract extends Theme {

    ExecutorContract(ClusterContract kind) {
        super(kind);
    }

    /** A callable that may travel. */
    private static <T> Callable<T> call(TravellingCallable<T> callable) {
        return callable;
    }

    private interface TravellingCallable<T> extends Callable<T>, Serializable {}

    private interface TravellingRunnable extends Runnable, Serializable {}

    @Test
    void single_tasks_are_executed() throws Exception {
        ExecutorService pool = client(1, 2).executor();
        Marks ran = marks("ran");
        TravellingRunnable mark = () -> ran.add("ran");
        assertThat(pool.submit(call(() -> 3)).get()).isEqualTo(3);
        assertThat(pool.submit(mark, "done").get()).isEqualTo("done");
        assertThat(pool.submit(mark).get()).isNull();
        pool.execute(mark);
        until(() -> ran.count() == 3);
    }

    @Test
    void many_tasks_are_invoked_together() throws Exception {
        ExecutorService pool = client(2, 1).executor();
        List<Callable<Integer>> calls =
                IntStream.range(0, 200).mapToObj(i -> call(() -> i * 2)).toList();
        long sum = 0;
        for (Future<Integer> future : pool.invokeAll(calls)) {
            assertThat(future.isDone()).isTrue();
            sum += future.get();
        }
        assertThat(sum).isEqualTo(39_800);
        assertThat(pool.invokeAny(List.of(call(() -> 1), call(() -> 2)))).isIn(1, 2);
    }

    @Test
    void one_that_succeeds_is_enough() throws Exception {
        ExecutorService pool = client(1, 1).executor();
        Callable<Integer> broken = call(() -> {
            throw new IOException("x");
        });
        assertThat(pool.invokeAny(List.of(broken, call(() -> 4)))).isEqualTo(4);
        assertThatThrownBy(() -> pool.invokeAny(List.of(broken))).isInstanceOf(ExecutionException.class);
    }

    @Test
    void a_time_limit_leaves_nothing_running() throws Exception {
        ExecutorService pool = client(1, 2).executor();
        Gate never = gate("never");
        Callable<Integer> slow = call(() -> {
            never.await();
            return 1;
        });
        List<Future<Integer>> futures = pool.invokeAll(List.of(slow, call(() -> 2)), 100, TimeUnit.MILLISECONDS);
        assertThat(futures.get(0).isCancelled()).isTrue();
        assertThat(futures).allMatch(Future::isDone);
    }

    @Test
    void the_users_exception_is_the_cause_as_it_is_in_any_executor() {
        ExecutorService pool = client(1, 1).executor();
        Future<Integer> future = pool.submit(call(() -> {
            throw new IOException("x");
        }));
        assertThatThrownBy(future::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isExactlyInstanceOf(IOException.class);
    }

    @Test
    void shutting_down_ends_the_facade_and_not_the_client() throws Exception {
        Client client = client(1, 1);
        ExecutorService pool = client.executor();
        Gate end = gate("end");
        Future<Integer> running = pool.submit(call(() -> {
            end.await();
            return 7;
        }));
        pool.shutdown();
        assertThat(pool.isShutdown()).isTrue();
        assertThat(pool.isTerminated()).isFalse();
        assertThat(pool.awaitTermination(1, TimeUnit.MILLISECONDS)).isFalse();
        assertThatThrownBy(() -> pool.submit(call(() -> 1))).isInstanceOf(RejectedExecutionException.class);
        end.open();
        assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(pool.isTerminated()).isTrue();
        assertThat(running.get()).isEqualTo(7);
        assertThat(client.submit(() -> 1).result()).isEqualTo(1);
        assertThat(client.executor().submit(call(() -> 2)).get()).isEqualTo(2);
    }

    @Test
    void shutting_down_now_stops_what_runs() throws Exception {
        Client client = client(1, 1);
        ExecutorService pool = client.executor();
        Gate never = gate("never");
        Marks body = marks("body");
        Future<Integer> running = pool.submit(call(() -> {
            body.around(never::await);
            return 1;
        }));
        until(() -> body.count("+") == 1);
        assertThat(pool.shutdownNow()).isEmpty();
        assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(running.isDone()).isTrue();
        until(() -> body.count("-") == 1);
        assertThat(client.submit(() -> 1).result()).isEqualTo(1);
    }

    @Test
    void threads_take_any_task() throws Exception {
        assumeFalse(kind().encodes(), "tasks must travel here");
        ExecutorService pool = client(1, 2).executor();
        assertThat(CompletableFuture.supplyAsync(() -> 1, pool)
                        .thenApplyAsync(n -> n + 1, pool)
                        .get())
                .isEqualTo(2);
        assertThat(pool.submit(() -> 3).get()).isEqualTo(3);
    }

    @Test
    void elsewhere_a_task_that_cannot_travel_is_refused_with_the_remedy() {
        assumeTrue(kind().encodes(), "any task will do here");
        ExecutorService pool = client(1, 1).executor();
        Callable<Integer> bound = () -> 3;
        ClusterException refused =
                failureOf(() -> assertThat(pool.submit(bound)).isNull());
        assertThat(refused.code()).isEqualTo(ClusterException.Code.UNSERIALIZABLE);
        assertThat(refused).hasMessageContaining("Function1");
    }
}
