package dev.muster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.client.Client;
import dev.muster.client.Status;
import dev.muster.client.Submitter;
import dev.muster.client.TaskContext;
import dev.muster.client.TaskFuture;
import dev.muster.error.ClusterException;
import dev.muster.error.TaskTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Single tasks: values in, values out, and the manners of their futures. */
abstract class SubmitContract extends Theme {

    SubmitContract(ClusterContract kind) {
        super(kind);
    }

    @Test
    void a_function_gives_its_value() {
        assertThat(client(1, 1).submit(() -> 40 + 2).result()).isEqualTo(42);
    }

    @Test
    void arguments_are_passed_in_order() {
        Client client = client(1, 1);
        TaskFuture<String> one = client.submit((String a) -> a + "!", "x");
        TaskFuture<String> two = client.submit((String a, Integer b) -> a + b, "x", 2);
        TaskFuture<String> three = client.submit((String a, Integer b, Long c) -> a + b + c, "x", 2, 3L);
        assertThat(List.of(one.result(), two.result(), three.result())).containsExactly("x!", "x2", "x23");
    }

    @Test
    void an_action_runs_and_gives_nothing() {
        Marks ran = marks("ran");
        TaskFuture<Void> future = client(1, 1).run(() -> ran.add("once"));
        assertThat(future.result()).isNull();
        assertThat(ran.words()).containsExactly("once");
    }

    @Test
    @SuppressWarnings("NullAway") // null is a value
    void null_is_a_value_and_an_argument() {
        Client client = client(1, 1);
        TaskFuture<String> nothing = client.submit(() -> null);
        TaskFuture<Boolean> asArgument = client.submit((String a) -> a == null, (String) null);
        TaskFuture<String> passedOn = nothing.thenApply(value -> "got " + value);
        assertThat(nothing.result()).isNull();
        assertThat(nothing.status()).isEqualTo(Status.FINISHED);
        assertThat(asArgument.result()).isTrue();
        assertThat(passedOn.result()).isEqualTo("got null");
    }

    @Test
    void values_of_every_size_come_back_whole() {
        Client client = client(2, 1);
        for (int bytes : new int[] {0, 1, 1_024, 1_025, 65_536, 65_537, 1 << 20, 5_000_001}) {
            byte[] value = client.submit(SubmitContract::pattern, bytes).result();
            assertThat(Arrays.equals(value, pattern(bytes)))
                    .as("%d bytes", bytes)
                    .isTrue();
        }
    }

    @Test
    void a_big_value_is_an_input_of_tasks_on_every_worker() {
        Client client = client(2, 1);
        TaskFuture<byte[]> big = client.submit(SubmitContract::pattern, 3_000_000);
        List<TaskFuture<Integer>> hashes = IntStream.range(0, 20)
                .mapToObj(i -> big.thenApply(Arrays::hashCode))
                .toList();
        int expected = Arrays.hashCode(pattern(3_000_000));
        hashes.forEach(hash -> assertThat(hash.result()).isEqualTo(expected));
    }

    @Test
    void big_arguments_arrive_whole() {
        byte[] argument = pattern(3_000_000);
        assertThat(client(1, 1).submit(Arrays::hashCode, argument).result()).isEqualTo(Arrays.hashCode(argument));
    }

    private static byte[] pattern(int bytes) {
        byte[] value = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            value[i] = (byte) (i * 31 + (i >>> 8));
        }
        return value;
    }

    @Test
    void thousands_of_single_tasks_each_run_once() {
        Client client = client(2, 2);
        List<TaskFuture<Integer>> futures = IntStream.range(0, 20_000)
                .mapToObj(i -> client.submit((Integer n) -> n * 2, i))
                .toList();
        for (int i = 0; i < futures.size(); i++) {
            assertThat(futures.get(i).result()).isEqualTo(i * 2);
        }
    }

    @Test
    void a_value_can_be_read_again_by_many_threads() {
        TaskFuture<Integer> future = client(1, 1).submit(() -> 7);
        assertThat(IntStream.range(0, 64)
                        .parallel()
                        .mapToObj(i -> future.result())
                        .distinct())
                .containsExactly(7);
    }

    @Test
    void a_wait_that_takes_too_long_is_given_up_and_the_task_is_not() throws Exception {
        Gate gate = gate("end");
        TaskFuture<Integer> future = client(1, 1).submit(() -> {
            gate.await();
            return 1;
        });
        assertThatThrownBy(() -> future.result(Duration.ofMillis(5)))
                .isInstanceOf(TaskTimeoutException.class)
                .hasMessageContaining(future.key());
        assertThatThrownBy(() -> future.get(5, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        gate.open();
        assertThat(future.result()).isEqualTo(1);
        assertThat(future.get()).isEqualTo(1);
        assertThat(future.get(1, TimeUnit.MILLISECONDS)).isEqualTo(1);
    }

    @Test
    void an_interrupted_wait_says_so_and_keeps_the_flag() {
        Gate gate = gate("end");
        TaskFuture<Void> future = client(1, 1).run(gate::await);
        Thread.currentThread().interrupt();
        ClusterException interrupted = failureOf(future::result);
        assertThat(interrupted.code()).isEqualTo(ClusterException.Code.INTERRUPTED);
        assertThat(Thread.interrupted()).isTrue();
        Thread.currentThread().interrupt();
        assertThatThrownBy(future::get).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        gate.open();
        assertThat(future.result()).isNull();
    }

    @Test
    void the_state_of_a_future_follows_its_task() {
        Gate gate = gate("end");
        TaskFuture<Void> future = client(1, 1).run(gate::await);
        assertThat(future.status()).isEqualTo(Status.PENDING);
        assertThat(future.isDone()).isFalse();
        gate.open();
        untilDone(future);
        assertThat(future.status()).isEqualTo(Status.FINISHED);
        assertThat(future.isCancelled()).isFalse();
        assertThat(future.failure()).isEmpty();
    }

    @Test
    void a_callback_hears_of_the_end_whenever_it_is_added() {
        Gate gate = gate("end");
        TaskFuture<Integer> future = client(1, 1).submit(() -> {
            gate.await();
            return 3;
        });
        AtomicReference<Integer> before = new AtomicReference<>();
        AtomicReference<Integer> after = new AtomicReference<>();
        AtomicReference<Thread> thread = new AtomicReference<>();
        assertThat(future.onDone(done -> {
                    thread.set(Thread.currentThread());
                    before.set(done.result());
                }))
                .isSameAs(future);
        gate.open();
        until(() -> before.get() != null);
        TaskFuture<Integer> same = future.onDone(done -> after.set(done.result()));
        until(() -> after.get() != null);
        assertThat(same).isSameAs(future);
        assertThat(List.of(before.get(), after.get())).containsExactly(3, 3);
        assertThat(thread.get()).isNotSameAs(Thread.currentThread());
        assertThat(thread.get().getName()).startsWith("muster-");
    }

    @Test
    void a_callback_that_throws_disturbs_no_other() {
        Client client = client(1, 1);
        TaskFuture<Integer> future = client.submit(() -> 3).onDone(done -> {
            throw new IllegalStateException("mine");
        });
        AtomicReference<Integer> heard = new AtomicReference<>();
        TaskFuture<Integer> same = future.onDone(done -> heard.set(done.result()));
        until(() -> heard.get() != null);
        assertThat(same.result() + client.submit(() -> 4).result()).isEqualTo(7);
    }

    @Test
    void a_completable_future_is_a_copy() {
        Gate gate = gate("end");
        TaskFuture<Integer> future = client(1, 1).submit(() -> {
            gate.await();
            return 5;
        });
        CompletableFuture<Integer> cancelled = future.toCompletableFuture();
        CompletableFuture<Integer> plusOne = future.toCompletableFuture().thenApply(n -> n + 1);
        cancelled.cancel(true);
        gate.open();
        assertThat(plusOne.join()).isEqualTo(6);
        assertThat(future.result()).isEqualTo(5);
    }

    @Test
    void a_ready_future_needs_no_cluster() {
        TaskFuture<String> ready = TaskFuture.of("v");
        assertThat(ready.result()).isEqualTo("v");
        assertThat(ready.status()).isEqualTo(Status.FINISHED);
        TaskFuture<String> failed = TaskFuture.failed(new IllegalStateException("x"));
        assertThat(failed.status()).isEqualTo(Status.ERROR);
        assertThat(failed.failure().orElseThrow()).hasMessageContaining("x");
    }

    @Test
    void a_name_labels_the_kind_and_a_key_is_taken_literally() {
        Client client = client(1, 1);
        TaskFuture<Integer> named = client.withOptions(o -> o.name("parse")).submit(() -> 1);
        TaskFuture<Integer> keyed = client.withOptions(o -> o.key("the-answer")).submit(() -> 42);
        assertThat(named.key()).startsWith("parse");
        assertThat(keyed.key()).isEqualTo("the-answer");
        assertThat(named.result() + keyed.result()).isEqualTo(43);
    }

    @Test
    void equal_pure_tasks_are_one_task() {
        Marks ran = marks("ran");
        Submitter pure = client(1, 1).withOptions(o -> o.pure());
        TaskFuture<Integer> first = pure.submit(n -> twice(ran, n), 4);
        TaskFuture<Integer> second = pureAgain(pure, ran);
        assertThat(first.result() + second.result()).isEqualTo(16);
        TaskFuture<Integer> other = pure.submit(n -> twice(ran, n), 5);
        assertThat(other.result()).isEqualTo(10);
        assertThat(other.key()).isNotEqualTo(first.key());
    }

    private static TaskFuture<Integer> pureAgain(Submitter pure, Marks ran) {
        return pure.submit(n -> twice(ran, n), 4);
    }

    private static int twice(Marks ran, int n) {
        ran.add("" + n);
        return n * 2;
    }

    @Test
    void tasks_are_not_pure_unless_asked_to_be() {
        Client client = client(1, 1);
        Marks ran = marks("ran");
        for (int i = 0; i < 3; i++) {
            assertThat(client.submit(n -> twice(ran, n), 4).result()).isEqualTo(8);
        }
        assertThat(ran.count()).isEqualTo(3);
    }

    @Test
    void a_task_can_ask_who_and_where_it_is() {
        Client client = client(1, 1);
        TaskFuture<List<String>> future = client.withOptions(o -> o.key("me").name("self"))
                .submit(() -> {
                    TaskContext context = TaskContext.current().orElseThrow();
                    return List.of(
                            context.key(),
                            context.name(),
                            context.worker(),
                            context.attempt() + "",
                            context.cancelled() + "");
                });
        assertThat(future.result())
                .containsExactly("me", "self", client.workers().get(0).id(), "1", "false");
        assertThat(TaskContext.current()).isEmpty();
    }

    @Test
    void options_make_a_view_and_change_nothing_else() {
        Client client = client(1, 1);
        Submitter keyed = client.withOptions(o -> o.name("a"));
        Submitter both = keyed.withOptions(o -> o.retries(1));
        assertThat(client.submit(() -> 1).key()).doesNotStartWith("a-");
        assertThat(both.submit(() -> 1).key()).startsWith("a-");
        assertThat(both).isNotSameAs(keyed);
    }
}
