package dev.muster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.error.ClusterException;
import dev.muster.error.TaskCancelledException;
import dev.muster.error.TaskFailedException;
import dev.muster.error.TaskTimeoutException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FailureTest extends WithFakeSession {

    private final IOException disk = new IOException("disk full");

    private TaskFuture<Integer> failing() {
        IOException thrown = disk;
        return client.withOptions(o -> o.name("load")).submit(() -> {
            throw thrown;
        });
    }

    private TaskFuture<Integer> sleeping() {
        CountDownLatch never = new CountDownLatch(1);
        return client.withOptions(o -> o.name("sleep")).submit(() -> {
            never.await();
            return 1;
        });
    }

    @Test
    void result_throws_the_users_exception_as_cause() {
        TaskFuture<Integer> future = failing();
        assertThatExceptionOfType(TaskFailedException.class)
                .isThrownBy(future::result)
                .withMessage("Task load-0 failed on fake-worker: java.io.IOException: disk full")
                .satisfies(e -> {
                    assertThat(e.getCause()).isSameAs(disk);
                    assertThat(e.key()).isEqualTo("load-0");
                    assertThat(e.worker()).isEqualTo("fake-worker");
                    assertThat(e.attempts()).isEqualTo(1);
                    assertThat(e.code()).isEqualTo(ClusterException.Code.TASK_FAILED);
                });
        assertThat(future.status()).isEqualTo(Status.ERROR);
        assertThat(future.failure()).containsSame(disk);
        assertThat(future.explain()).contains("load-0", "disk full");
    }

    @Test
    void fewer_than_four_frames_of_ours_stand_below_the_users() {
        TaskFuture<Integer> future = client.submit(FailureTest::deep, 3);
        Throwable cause = future.failure().orElseThrow();
        List<StackTraceElement> ours = Arrays.stream(cause.getStackTrace())
                .filter(frame -> !frame.getClassName().equals(FailureTest.class.getName()))
                .toList();
        assertThat(cause.getStackTrace()[0].getMethodName()).isEqualTo("deep");
        assertThat(ours).hasSizeLessThan(4);
    }

    private static int deep(int depth) {
        if (depth == 0) {
            throw new IllegalStateException("deep");
        }
        return deep(depth - 1);
    }

    @Test
    void result_or_throw_passes_on_the_type_asked_for() {
        assertThatThrownBy(() -> failing().resultOrThrow(IOException.class)).isSameAs(disk);
        assertThatThrownBy(() -> failing().resultOrThrow(IllegalStateException.class))
                .isInstanceOf(TaskFailedException.class);
    }

    @Test
    void get_has_the_manners_of_java_util_concurrent() throws Exception {
        assertThat(client.submit(() -> 1).get()).isEqualTo(1);
        assertThatThrownBy(() -> failing().get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isSameAs(disk);
        TaskFuture<Integer> sleeping = sleeping();
        assertThatThrownBy(() -> sleeping.get(1, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(sleeping.cancel(true)).isTrue();
        assertThatThrownBy(sleeping::get).isInstanceOf(CancellationException.class);
        assertThat(sleeping.isCancelled()).isTrue();
        assertThat(sleeping.isDone()).isTrue();
        assertThat(sleeping.cancel(true)).isFalse();
    }

    @Test
    void a_wait_may_be_limited() {
        TaskFuture<Integer> sleeping = sleeping();
        assertThatExceptionOfType(TaskTimeoutException.class)
                .isThrownBy(() -> sleeping.result(Duration.ofMillis(1)))
                .withMessageContaining("sleep-0 has no value after PT0.001S; it goes on");
        assertThat(sleeping.status()).isEqualTo(Status.PENDING);
        assertThat(sleeping.explain()).isEqualTo("Task sleep-0: held back by a test");
    }

    @Test
    void a_cancelled_task_and_what_takes_it_say_so() {
        session.holdBack();
        TaskFuture<Integer> first = client.submit(() -> 1);
        TaskFuture<Integer> second = first.thenApply(x -> x + 1);
        first.cancel();
        assertThatThrownBy(first::result).isInstanceOf(TaskCancelledException.class);
        assertThatThrownBy(second::result)
                .isInstanceOf(TaskCancelledException.class)
                .hasMessageContaining("its input failed");
        assertThat(first.status()).isEqualTo(Status.CANCELLED);
        assertThat(first.failure()).containsInstanceOf(TaskCancelledException.class);
        client.cancel(List.of(first, second), CancelMode.IF_WAITING);
    }

    @Test
    void many_are_cancelled_with_one_request() {
        session.holdBack();
        TaskFutures<Integer> many = client.map(x -> x, List.of(1, 2, 3));
        client.cancel(many);
        many.waitForAll();
        assertThat(many.failed()).hasSize(3);
        assertThat(session.seen(dev.muster.scheduler.SchedulerEvent.CancelRequested.class))
                .hasSize(1);
        many.cancel();
        assertThat(session.seen(dev.muster.scheduler.SchedulerEvent.CancelRequested.class))
                .hasSize(1);
    }

    @Test
    void gathering_raises_the_first_failure_without_waiting_for_the_rest() {
        CountDownLatch never = new CountDownLatch(1);
        TaskFutures<Integer> many = client.map(
                x -> {
                    if (x == 2) {
                        throw new IllegalStateException("two");
                    }
                    never.await();
                    return x;
                },
                List.of(1, 2, 3));
        assertThatThrownBy(many::results)
                .isInstanceOf(TaskFailedException.class)
                .hasMessageContaining("two");
        List<TaskFuture<Integer>> list = new ArrayList<>(many);
        assertThatThrownBy(() -> client.gather(list)).isInstanceOf(TaskFailedException.class);
        many.cancel();
    }

    @Test
    void gathering_can_skip_what_failed() {
        TaskFutures<Integer> many = client.map(x -> 6 / x, List.of(1, 0, 3));
        assertThat(many.results(OnError.SKIP)).containsExactly(6, 2);
        assertThat(client.gather(new ArrayList<>(many), OnError.SKIP)).containsExactly(6, 2);
        assertThat(many.failed())
                .singleElement()
                .extracting(TaskFuture::key)
                .asString()
                .endsWith("-1");
        assertThat(many.succeeded()).hasSize(2);
    }

    @Test
    void a_retried_task_runs_again() {
        AtomicInteger runs = new AtomicInteger();
        TaskFuture<Integer> flaky = client.submit(() -> {
            if (runs.incrementAndGet() == 1) {
                throw new IOException("first");
            }
            return runs.get();
        });
        assertThat(flaky.failure()).isPresent();
        flaky.retry();
        assertThat(flaky.result()).isEqualTo(2);
        flaky.retry();
        assertThat(flaky.result()).isEqualTo(2);
        TaskFutures<Integer> many = client.map(x -> runs.incrementAndGet() < 5 ? 1 / x : x, List.of(0, 1));
        many.waitForAll();
        assertThat(many.failed()).hasSize(1);
        runs.set(9);
        client.retry(many.failed());
        assertThat(many.results()).containsExactly(0, 1);
    }

    @Test
    void a_failed_task_is_replayed_in_the_callers_thread() {
        List<Thread> threads = new ArrayList<>();
        TaskFuture<Integer> input = client.submit(() -> 4);
        TaskFuture<Integer> bad = input.thenApply(x -> {
            threads.add(Thread.currentThread());
            if (threads.size() == 1) {
                throw new IOException("once");
            }
            return x + 1;
        });
        bad.failure();
        assertThat(client.replay(bad)).isEqualTo(5);
        assertThat(threads.get(1)).isSameAs(Thread.currentThread());
        TaskFutures<Integer> many = client.map(x -> 1 / x, List.of(1, 0));
        assertThatThrownBy(() -> client.replay(many.get(1)))
                .isInstanceOf(TaskFailedException.class)
                .hasRootCauseInstanceOf(ArithmeticException.class);
        TaskFuture<Integer> sum = many.thenApply(x -> x).reduce(Integer::sum);
        assertThatThrownBy(() -> client.replay(sum)).isInstanceOf(ClusterException.class);
        assertThatThrownBy(() -> client.replay(input))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("FINISHED");
    }

    @Test
    void a_copy_completes_as_its_future_does() {
        assertThat(client.submit(() -> 7).toCompletableFuture().join()).isEqualTo(7);
        assertThatThrownBy(() -> failing().toCompletableFuture().join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isSameAs(disk);
    }

    @Test
    void callbacks_come_once_each_and_may_throw() throws Exception {
        CountDownLatch called = new CountDownLatch(3);
        session.holdBack();
        TaskFuture<Integer> future = client.submit(() -> 1);
        future.onDone(done -> {
            called.countDown();
            throw new IllegalStateException("callbacks should not throw");
        });
        future.onDone(done -> called.countDown());
        session.letGo();
        future.result();
        future.onDone(done -> called.countDown());
        assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void interrupts_restore_the_flag() {
        TaskFuture<Integer> sleeping = sleeping();
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(ClusterException.class)
                .isThrownBy(sleeping::result)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ClusterException.Code.INTERRUPTED));
        assertThat(Thread.interrupted()).isTrue();
        Thread.currentThread().interrupt();
        assertThatThrownBy(sleeping::get).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        Thread.currentThread().interrupt();
        assertThatThrownBy(client::waitForAll).isInstanceOf(ClusterException.class);
        assertThat(Thread.interrupted()).isTrue();
        Thread.currentThread().interrupt();
        assertThat(client.submit(() -> 1).key()).isNotEmpty();
        assertThat(Thread.interrupted()).isTrue();
        sleeping.cancel();
    }
}
