package dev.muster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.muster.client.Client;
import dev.muster.client.Status;
import dev.muster.client.TaskFuture;
import dev.muster.client.TaskFutures;
import dev.muster.error.TaskCancelledException;
import dev.muster.error.TaskFailedException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tasks that need others: inputs, order without inputs, captured futures, what a failure does downstream. */
abstract class DependencyContract extends Theme {

    DependencyContract(ClusterContract kind) {
        super(kind);
    }

    @Test
    void a_value_is_the_input_of_the_next_task() {
        TaskFuture<Integer> two = client(1, 1).submit(() -> 2);
        assertThat(two.thenApply(n -> n + 1).thenApply(n -> n * 10).result()).isEqualTo(30);
        Marks seen = marks("seen");
        assertThat(two.thenAccept(n -> seen.add("" + n)).result()).isNull();
        assertThat(seen.words()).containsExactly("2");
    }

    @Test
    void two_three_and_many_values_are_combined_in_order() {
        Client client = client(2, 1);
        TaskFuture<String> a = client.submit(() -> "a");
        TaskFuture<Integer> b = client.submit(() -> 2);
        TaskFuture<Long> c = client.submit(() -> 3L);
        assertThat(a.thenCombine(b, (x, y) -> x + y).result()).isEqualTo("a2");
        assertThat(client.combine((String x, Integer y) -> x + y, a, b).result())
                .isEqualTo("a2");
        assertThat(client.combine((String x, Integer y, Long z) -> x + y + z, a, b, c)
                        .result())
                .isEqualTo("a23");
        List<TaskFuture<Integer>> many =
                IntStream.range(0, 500).mapToObj(i -> client.submit(n -> n, i)).toList();
        assertThat(client.combine((List<Integer> all) -> List.copyOf(all), many).result())
                .isEqualTo(IntStream.range(0, 500).boxed().toList());
    }

    @Test
    void one_future_may_be_an_input_twice() {
        Client client = client(1, 1);
        TaskFuture<Integer> n = client.submit(() -> 21);
        assertThat(n.thenCombine(n, Integer::sum).result()).isEqualTo(42);
        assertThat(client.combine((List<Integer> all) -> all.size(), List.of(n, n, n))
                        .result())
                .isEqualTo(3);
    }

    @Test
    void a_diamond_runs_its_shared_part_once() {
        Client client = client(2, 2);
        Marks loaded = marks("loaded");
        TaskFuture<Integer> load = client.submit(() -> {
            loaded.add("load");
            return 10;
        });
        TaskFuture<Integer> left = load.thenApply(n -> n + 1);
        TaskFuture<Integer> right = load.thenApply(n -> n * 2);
        assertThat(left.thenCombine(right, Integer::sum).result()).isEqualTo(31);
        assertThat(loaded.count()).isEqualTo(1);
    }

    @Test
    void a_dependant_waits_and_starts_when_its_input_is_there() {
        Client client = client(2, 1);
        Gate gate = gate("input");
        TaskFuture<Integer> input = client.submit(() -> {
            gate.await();
            return 5;
        });
        TaskFuture<Integer> dependant = input.thenApply(n -> n + 1);
        assertThat(client.submit(() -> 1).result()).isEqualTo(1);
        assertThat(dependant.status()).isEqualTo(Status.PENDING);
        gate.open();
        assertThat(dependant.result()).isEqualTo(6);
    }

    @Test
    void order_can_be_asked_for_without_an_input() {
        Client client = client(2, 2);
        Marks order = marks("order");
        Gate gate = gate("first");
        TaskFuture<Void> first = client.run(() -> {
            gate.await();
            order.add("first");
        });
        TaskFuture<Void> second = client.run(() -> order.add("first"));
        TaskFuture<Void> last = client.withOptions(o -> o.after(first, second)).run(() -> order.add("last"));
        gate.open();
        last.result();
        assertThat(order.words()).containsExactly("first", "first", "last");
    }

    @Test
    void a_captured_future_is_an_input() {
        Client client = client(1, 1);
        Gate gate = gate("model");
        TaskFuture<Integer> model = client.submit(() -> {
            gate.await();
            return 100;
        });
        TaskFutures<Integer> scores = client.map(x -> model.result() + x, List.of(1, 2, 3));
        TaskFuture<Integer> single = client.submit(() -> model.result() * 2);
        gate.open();
        assertThat(scores.results()).containsExactly(101, 102, 103);
        assertThat(single.result()).isEqualTo(200);
    }

    @Test
    void a_future_hidden_deeper_is_a_handle_that_the_task_can_read() {
        Client client = client(2, 1);
        TaskFuture<Integer> value = client.submit(() -> 11);
        List<TaskFuture<Integer>> hidden = List.of(value);
        assertThat(client.submit(() -> hidden.get(0).result() + 1).result()).isEqualTo(12);
        assertThat(client.submit((List<TaskFuture<Integer>> list) -> list.get(0).result() + 2, hidden)
                        .result())
                .isEqualTo(13);
    }

    @Test
    void what_needs_a_failed_task_fails_with_its_cause_and_names_it() {
        Client client = client(1, 1);
        TaskFuture<Integer> failing = client.withOptions(o -> o.key("bad-input"))
                .submit(() -> {
                    throw new IOException("disk");
                });
        Marks ran = marks("ran");
        TaskFuture<Integer> second = failing.thenApply(n -> {
            ran.add("second");
            return n;
        });
        TaskFuture<Integer> third = second.thenApply(n -> n + 1);
        TaskFailedException failure = (TaskFailedException) failureOf(third::result);
        assertThat(failure.getCause()).isInstanceOf(IOException.class).hasMessage("disk");
        assertThat(failure).hasMessageContaining("bad-input");
        assertThat(third.status()).isEqualTo(Status.ERROR);
        assertThat(ran.count()).isZero();
    }

    @Test
    void what_comes_after_a_failed_task_fails_too() {
        Client client = client(1, 1);
        TaskFuture<Void> failing = client.run(() -> {
            throw new IOException("disk");
        });
        Marks ran = marks("ran");
        TaskFuture<Void> after = client.withOptions(o -> o.after(failing)).run(() -> ran.add("after"));
        assertThat(failureOf(after::result)).hasRootCauseInstanceOf(IOException.class);
        assertThat(ran.count()).isZero();
    }

    @Test
    void what_needs_a_cancelled_task_is_cancelled_and_names_it() {
        Client client = client(1, 1);
        Gate gate = gate("never");
        TaskFuture<Integer> input = client.withOptions(o -> o.key("dropped")).submit(() -> {
            gate.await();
            return 1;
        });
        TaskFuture<Integer> dependant = input.thenApply(n -> n + 1);
        input.cancel();
        TaskCancelledException cancelled = (TaskCancelledException) failureOf(dependant::result);
        assertThat(cancelled).hasMessageContaining("dropped");
    }

    @Test
    void a_failure_can_be_answered_with_a_value() {
        Client client = client(1, 1);
        TaskFuture<String> failing = client.submit(() -> {
            throw new IOException("disk");
        });
        assertThat(failing.exceptionally(failure -> failure.getClass().getSimpleName() + ": " + failure.getMessage())
                        .result())
                .isEqualTo("IOException: disk");
        TaskFuture<String> fine = client.submit(() -> "fine");
        Marks asked = marks("asked");
        TaskFuture<String> unchanged = fine.exceptionally(failure -> {
            asked.add("asked");
            return "never";
        });
        assertThat(unchanged.result()).isEqualTo("fine");
        assertThat(asked.count()).isZero();
    }

    @Test
    void an_answer_to_a_failure_further_up_gets_the_same_exception() {
        Client client = client(1, 1);
        TaskFuture<Integer> failing = client.submit(() -> {
            throw new IOException("deep");
        });
        TaskFuture<Integer> answered = failing.thenApply(n -> n + 1)
                .thenApply(n -> n + 2)
                .exceptionally(failure -> failure.getMessage().length());
        assertThat(answered.result()).isEqualTo(4);
    }

    @Test
    void a_dependant_of_a_finished_task_starts_at_once() {
        Client client = client(2, 1);
        TaskFuture<Integer> done = client.submit(() -> 1);
        assertThat(done.result()).isEqualTo(1);
        assertThat(done.thenApply(n -> n + 1).result()).isEqualTo(2);
    }

    @Test
    void a_future_of_another_client_is_refused() {
        Client one = client(1, 1);
        Client other = client(1, 1);
        TaskFuture<Integer> foreign = other.submit(() -> 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one.combine((Integer a, Integer b) -> a + b, foreign, foreign))
                .withMessageContaining(foreign.key());
        TaskFuture<Integer> own = one.submit(() -> 1);
        assertThatIllegalArgumentException().isThrownBy(() -> own.thenCombine(foreign, Integer::sum));
        assertThatIllegalArgumentException().isThrownBy(() -> one.gather(List.of(foreign)));
        assertThat(own.result() + foreign.result()).isEqualTo(2);
    }

    @Test
    void a_ready_future_is_an_input_like_any_other() {
        Client client = client(1, 1);
        TaskFuture<Integer> ready = TaskFuture.of(5);
        TaskFuture<Integer> own = client.submit(() -> 1);
        assertThat(own.thenCombine(ready, Integer::sum).result()).isEqualTo(6);
        assertThat(client.combine((Integer a, Integer b) -> a * b, ready, own).result())
                .isEqualTo(5);
    }

    @Test
    void a_chain_of_thousands_is_exact() {
        TaskFuture<Integer> end = client(1, 1).submit(() -> 0);
        for (int i = 0; i < 5_000; i++) {
            end = end.thenApply(n -> n + 1);
        }
        assertThat(end.result()).isEqualTo(5_000);
    }

    @Test
    void a_wide_layered_graph_is_exact() {
        Client client = client(2, 2);
        List<TaskFuture<Long>> layer = IntStream.range(0, 64)
                .mapToObj(i -> client.submit(n -> (long) n, i))
                .toList();
        for (int step = 0; step < 20; step++) {
            List<TaskFuture<Long>> previous = layer;
            layer = IntStream.range(0, 64)
                    .mapToObj(i -> client.combine(
                            (Long a, Long b, Long c) -> (a + b + c) % 1_000_003,
                            previous.get((i + 63) % 64),
                            previous.get(i),
                            previous.get((i + 1) % 64)))
                    .toList();
        }
        assertThat(client.gather(layer)).isEqualTo(expectedLayers());
    }

    private static List<Long> expectedLayers() {
        long[] now = IntStream.range(0, 64).asLongStream().toArray();
        for (int step = 0; step < 20; step++) {
            long[] before = now;
            now = IntStream.range(0, 64)
                    .mapToLong(i -> (before[(i + 63) % 64] + before[i] + before[(i + 1) % 64]) % 1_000_003)
                    .toArray();
        }
        return Arrays.stream(now).boxed().toList();
    }
}
