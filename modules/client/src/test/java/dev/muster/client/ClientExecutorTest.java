package dev.muster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClientExecutorTest extends WithFakeSession {

    @Test
    void it_runs_any_task() throws Exception {
        ExecutorService pool = client.executor();
        assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
        assertThat(pool.submit(() -> {}, "given").get()).isEqualTo("given");
        assertThat(pool.submit(() -> {}).get()).isNull();
        assertThat(CompletableFuture.supplyAsync(() -> 2, pool).get()).isEqualTo(2);
        List<Callable<Integer>> work = List.of(() -> 1, () -> 2, () -> 3);
        int total = 0;
        for (Future<Integer> each : pool.invokeAll(work)) {
            total += each.get();
        }
        assertThat(total).isEqualTo(6);
        assertThat(pool.invokeAny(work)).isBetween(1, 3);
        Future<Object> bad = pool.submit(() -> {
            throw new IllegalStateException("bad");
        });
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(bad::get)
                .withCauseInstanceOf(IllegalStateException.class);
        assertThatNullPointerException().isThrownBy(() -> pool.submit((Runnable) null));
    }

    @Test
    void what_takes_too_long_is_cancelled() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        List<Callable<Integer>> work = List.of(() -> 1, () -> {
            never.await();
            return 2;
        });
        List<Future<Integer>> futures = client.executor().invokeAll(work, 200, TimeUnit.MILLISECONDS);
        assertThat(futures.get(0).get()).isEqualTo(1);
        client.waitForAll();
        assertThat(futures.get(1).isCancelled()).isTrue();
    }

    @Test
    void ending_it_does_not_end_the_client() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        ExecutorService pool = client.executor();
        Future<?> sleeping = pool.submit(() -> {
            never.await();
            return 1;
        });
        pool.shutdown();
        assertThat(pool.isShutdown()).isTrue();
        assertThat(pool.isTerminated()).isFalse();
        assertThat(pool.awaitTermination(1, TimeUnit.MILLISECONDS)).isFalse();
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> pool.submit(() -> 1));
        pool.shutdownNow();
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(sleeping.isCancelled()).isTrue();
        assertThat(client.submit(() -> 1).result()).isEqualTo(1);
    }
}
