package dev.muster.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SynchronousClientTest {

    private final Client client = Client.synchronous();

    @AfterEach
    void close() {
        client.close();
    }

    private static long fib(int n) {
        if (n < 2) {
            return n;
        }
        Client inside = Client.current();
        return inside.submit(SynchronousClientTest::fib, n - 1).result()
                + inside.submit(SynchronousClientTest::fib, n - 2).result();
    }

    @Test
    void a_task_has_run_in_the_callers_thread_when_submit_returns() {
        List<Thread> threads = new ArrayList<>();
        TaskFuture<Integer> future = client.submit(() -> {
            threads.add(Thread.currentThread());
            return 1;
        });
        assertThat(threads).containsExactly(Thread.currentThread());
        assertThat(future.isDone()).isTrue();
        assertThat(future.result()).isEqualTo(1);
    }

    @Test
    void it_does_what_other_clients_do() {
        TaskFutures<Integer> many = client.map(x -> 6 / x, List.of(1, 0, 3));
        assertThat(many.results(OnError.SKIP)).containsExactly(6, 2);
        assertThat(many.get(1).failure()).containsInstanceOf(ArithmeticException.class);
        assertThat(many.get(1).thenApply(x -> x).failure()).containsInstanceOf(ArithmeticException.class);
        assertThat(many.get(1).exceptionally(e -> -1).result()).isEqualTo(-1);
        assertThat(many.get(0).thenCombine(many.get(2), Integer::sum).result()).isEqualTo(8);
        assertThat(client.map(x -> x, List.of(1, 2, 3))
                        .thenApply(x -> 2 * x)
                        .reduce(Integer::sum)
                        .result())
                .isEqualTo(12);
        assertThat(client.scatter(5).thenApply(x -> x + 1).result()).isEqualTo(6);
        assertThat(client.stream(x -> x + 1, List.of(1, 2, 3)).toList()).containsExactly(2, 3, 4);
        assertThat(client.submit(SynchronousClientTest::fib, 10).result()).isEqualTo(55);
        client.runOnAll(() -> {});
        client.waitForWorkers(1, Duration.ZERO);
        assertThat(client.submitToAll(() -> "here").values())
                .singleElement()
                .extracting(TaskFuture::result)
                .isEqualTo("here");
        client.waitForAll();
        assertThat(client.snapshot().pending()).isZero();
        assertThat(client.snapshot().erred()).isEqualTo(2);
        assertThat(client.snapshot().toJson()).startsWith("{\"workers\":1,");
    }

    @Test
    void retries_count() {
        AtomicInteger runs = new AtomicInteger();
        Submitter patient = client.withOptions(o -> o.retries(3).retryOn(IOException.class));
        assertThat(patient.submit(() -> {
                            if (runs.incrementAndGet() < 3) {
                                throw new IOException("again");
                            }
                            return TaskContext.current().orElseThrow().attempt();
                        })
                        .result())
                .isEqualTo(3);
        TaskFuture<Object> other = patient.submit(() -> {
            runs.incrementAndGet();
            throw new IllegalStateException("no retry");
        });
        assertThat(other.failure()).containsInstanceOf(IllegalStateException.class);
        assertThat(runs).hasValue(4);
    }

    @Test
    void a_failed_task_can_be_retried_and_replayed() {
        AtomicInteger runs = new AtomicInteger();
        TaskFuture<Integer> flaky = client.submit(() -> {
            if (runs.incrementAndGet() < 3) {
                throw new IOException("not yet");
            }
            return runs.get();
        });
        flaky.retry();
        assertThat(flaky.status()).isEqualTo(Status.ERROR);
        assertThat(client.replay(flaky)).isEqualTo(3);
        flaky.retry();
        assertThat(flaky.result()).isEqualTo(4);
    }

    @Test
    void a_long_chain_needs_no_stack_and_keeps_nothing() {
        TaskFuture<Integer> state = client.submit(() -> 0);
        for (int i = 0; i < 100_000; i++) {
            state = state.thenApply(x -> x + 1);
        }
        assertThat(state.result()).isEqualTo(100_000);
    }

    @Test
    void a_task_knows_itself() {
        TaskFuture<String> key = client.withOptions(o -> o.name("me"))
                .submit(() -> TaskContext.current().orElseThrow().key());
        assertThat(key.result()).isEqualTo(key.key()).isEqualTo("me-0");
    }
}
