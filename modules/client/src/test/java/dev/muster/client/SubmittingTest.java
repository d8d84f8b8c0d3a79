package dev.muster.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.function.Function1;
import dev.muster.scheduler.SchedulerEvent.GraphSubmitted;
import dev.muster.scheduler.SchedulerEvent.Submitted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SubmittingTest extends WithFakeSession {

    private static int twice(int x) {
        return 2 * x;
    }

    @Test
    void functions_of_any_arity_give_their_values() {
        assertThat(client.submit(() -> 42).result()).isEqualTo(42);
        assertThat(client.submit(SubmittingTest::twice, 4).result()).isEqualTo(8);
        assertThat(client.submit((x, y) -> x - y, 5, 3).result()).isEqualTo(2);
        assertThat(client.submit((x, y, z) -> x + y + z, "a", "b", "c").result())
                .isEqualTo("abc");
    }

    @Test
    void actions_end_with_null() {
        ConcurrentLinkedQueue<Object> seen = new ConcurrentLinkedQueue<>();
        assertThat(client.run(() -> seen.add("run")).result()).isNull();
        assertThat(client.runEach(seen::add, List.of(1, 2)).results()).containsExactly(null, null);
        assertThat(seen).containsExactlyInAnyOrder("run", 1, 2);
    }

    @Test
    void maps_keep_the_order_of_their_inputs() {
        List<Integer> inputs = IntStream.range(0, 500).boxed().toList();
        assertThat(client.map(SubmittingTest::twice, inputs).results())
                .isEqualTo(inputs.stream().map(SubmittingTest::twice).toList());
        assertThat(client.map((a, b) -> a + b, List.of("a", "b"), List.of("x", "y"))
                        .results())
                .containsExactly("ax", "by");
        assertThat(client.map((a, b, c) -> a + b + c, List.of(1), List.of(2), List.of(3))
                        .results())
                .containsExactly(6);
        assertThat(client.map(SubmittingTest::twice, Stream.of(1, 2)).results()).containsExactly(2, 4);
        assertThat(client.map(SubmittingTest::twice, (Iterable<Integer>) inputs::iterator)
                        .results())
                .hasSize(500);
    }

    @Test
    void a_map_of_nothing_is_nothing_and_sends_nothing() {
        TaskFutures<Integer> none = client.map(SubmittingTest::twice, List.of());
        assertThat(none).isEmpty();
        assertThat(none.results()).isEmpty();
        none.waitForAll();
        assertThat(none.thenApply(x -> x)).isEmpty();
        none.release();
        assertThat(session.events).isEmpty();
    }

    @Test
    void arguments_and_values_may_be_null() {
        assertThat(client.submit(x -> x == null, null).result()).isTrue();
        assertThat(client.<Object, Object>map(x -> x, Arrays.asList(1, null)).results())
                .containsExactly(1, null);
        assertThat(client.combine(
                                (a, b) -> a == null && b == null, client.submit(() -> null), client.submit(() -> null))
                        .result())
                .isTrue();
        assertThat(client.<Object, Integer>combine(List::size, List.of(client.submit(() -> null)))
                        .result())
                .isEqualTo(1);
    }

    @Test
    void keys_are_the_name_and_a_number() {
        assertThat(client.submit(SubmittingTest::twice, 1).key()).isEqualTo("twice-0");
        assertThat(client.map(SubmittingTest::twice, List.of(1, 2)).get(1).key())
                .isEqualTo("twice-2");
        assertThat(client.submit(() -> 1).key()).startsWith("SubmittingTest.keys_are_the_name_and_a_number-");
        assertThat(client.withOptions(o -> o.name("load")).submit(() -> 1).key())
                .isEqualTo("load-0");
        assertThat(client.withOptions(o -> o.key("exact")).submit(() -> 1).key())
                .isEqualTo("exact");
        assertThat(client.withOptions(o -> o.key("many"))
                        .map(SubmittingTest::twice, List.of(1, 2))
                        .get(1)
                        .key())
                .isEqualTo("many-1");
        assertThat(client.submit(new java.util.ArrayDeque<>(List.of(7))::poll).result())
                .isEqualTo(7);
    }

    @Test
    void an_exact_key_that_is_held_gives_the_same_future() {
        Submitter keyed = client.withOptions(o -> o.key("once"));
        TaskFuture<Integer> first = keyed.submit(SubmittingTest::twice, 1);
        assertThat(keyed.submit(SubmittingTest::twice, 2)).isSameAs(first);
        first.release();
        assertThat(keyed.submit(SubmittingTest::twice, 2).result()).isEqualTo(4);
        assertThat(session.seen(Submitted.class)).hasSize(2);
    }

    @Test
    void pure_submissions_of_equal_work_are_one() {
        Submitter pure = client.withOptions(o -> o.pure());
        TaskFuture<Integer> first = pure.submit(SubmittingTest::twice, 1);
        assertThat(pure.submit(SubmittingTest::twice, 1)).isSameAs(first);
        assertThat(pure.submit(SubmittingTest::twice, 2)).isNotSameAs(first);
        assertThat(pure.map(SubmittingTest::twice, List.of(1, 2)))
                .isSameAs(pure.map(SubmittingTest::twice, List.of(1, 2)));
    }

    @Test
    void futures_become_inputs() {
        TaskFuture<Integer> a = client.submit(() -> 1);
        TaskFuture<Integer> b = client.submit(() -> 2);
        TaskFuture<String> c = client.submit(() -> "three");
        assertThat(a.thenCombine(b, Integer::sum).result()).isEqualTo(3);
        assertThat(client.combine((x, y, z) -> x + y + z.length(), a, b, c).result())
                .isEqualTo(8);
        assertThat(client.<Integer, Integer>combine(
                                all -> all.stream().mapToInt(i -> i).sum(), List.of(a, b, a))
                        .result())
                .isEqualTo(4);
        assertThat(a.thenApply(x -> x + 10).result()).isEqualTo(11);
        assertThat(client.combine(Integer::sum, a, TaskFuture.of(5)).result()).isEqualTo(6);
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        b.thenAccept(seen::add).result();
        assertThat(seen).containsExactly(2);
    }

    @Test
    void a_captured_future_is_waited_for_by_the_scheduler() {
        session.holdBack();
        TaskFuture<Integer> base = client.submit(() -> 5);
        TaskFuture<Integer> user = client.submit(() -> base.result() + 1);
        TaskFutures<Integer> users = client.map(x -> base.result() + x, List.of(1, 2));
        session.letGo();
        assertThat(user.result()).isEqualTo(6);
        assertThat(users.results()).containsExactly(6, 7);
        assertThat(session.seen(Submitted.class).get(1).after()).hasSize(1);
    }

    @Test
    void after_waits_without_taking_values() {
        TaskFuture<Integer> first = client.submit(() -> 5);
        TaskFuture<Void> last = client.withOptions(o -> o.after(first)).run(() -> {});
        last.result();
        Submitted submitted = session.seen(Submitted.class).get(1);
        assertThat(submitted.inputs()).isEmpty();
        assertThat(submitted.after()).hasSize(1);
    }

    @Test
    void lists_of_futures_are_applied_combined_and_reduced_as_one_submission() {
        List<Integer> inputs = IntStream.range(0, 100).boxed().toList();
        TaskFutures<Integer> futures = client.map(SubmittingTest::twice, inputs);
        assertThat(futures.thenApply(x -> x + 1).results())
                .isEqualTo(inputs.stream().map(x -> 2 * x + 1).toList());
        assertThat(futures.<Integer>combine(List::size).result()).isEqualTo(100);
        assertThat(futures.thenApply(String::valueOf).reduce(String::concat).result())
                .isEqualTo(String.join("", inputs.stream().map(x -> "" + 2 * x).toList()));
        assertThat(session.seen(GraphSubmitted.class)).hasSize(3);
    }

    @Test
    void a_reduction_keeps_the_order_whatever_the_count() {
        for (int count = 1; count < 80; count++) {
            List<String> inputs =
                    IntStream.range(0, count).mapToObj(i -> i + ",").toList();
            assertThat(client.map(x -> x, inputs).reduce(String::concat).result())
                    .isEqualTo(String.join("", inputs));
        }
    }

    @Test
    void a_failure_is_replaced_by_what_exceptionally_makes_of_it() {
        TaskFuture<Integer> bad = client.submit(() -> {
            throw new java.io.IOException("no");
        });
        assertThat(bad.exceptionally(e -> e.getMessage().length()).result()).isEqualTo(2);
        assertThat(client.submit(() -> 3).exceptionally(e -> 0).result()).isEqualTo(3);
        assertThat(bad.exceptionally(e -> 1)
                        .thenApply(x -> x + 1)
                        .thenCombine(client.submit(() -> 5), Integer::sum)
                        .result())
                .isEqualTo(7);
        assertThat(client.gather(List.of(bad.exceptionally(e -> 1), bad.exceptionally(e -> 2))))
                .containsExactly(1, 2);
        assertThat(TaskFutures.of(List.of(bad.exceptionally(e -> 1), bad.exceptionally(e -> 2)))
                        .reduce(Integer::sum)
                        .result())
                .isEqualTo(3);
    }

    @Test
    void scattered_values_are_there_at_once_and_can_be_inputs() {
        TaskFuture<String> one = client.scatter("x");
        assertThat(one.isDone()).isTrue();
        assertThat(one.thenApply(s -> s + "y").result()).isEqualTo("xy");
        assertThat(client.scatterEach(Arrays.asList(1, null, 3)).results()).containsExactly(1, null, 3);
        assertThat(client.broadcast("b").result()).isEqualTo("b");
        session.settle();
        assertThat(one.result()).isEqualTo("x");
    }

    @Test
    void futures_that_were_given_their_end_have_it() {
        assertThat(TaskFuture.of(3).result()).isEqualTo(3);
        assertThat(TaskFuture.<Integer>of(3).thenApply(x -> x + 1).result()).isEqualTo(4);
        TaskFuture<Integer> failed = TaskFuture.failed(new IllegalStateException("given"));
        assertThat(failed.failure()).containsInstanceOf(IllegalStateException.class);
        assertThat(failed.exceptionally(e -> 9).result()).isEqualTo(9);
        assertThat(failed.thenApply(x -> x).failure()).containsInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_stream_gives_values_in_order_through_a_bounded_window() {
        List<Integer> read = Collections.synchronizedList(new ArrayList<>());
        Iterable<Integer> inputs =
                () -> IntStream.range(0, 5_000).boxed().peek(read::add).iterator();
        var values = client.stream(SubmittingTest::twice, inputs).iterator();
        assertThat(values.hasNext()).isTrue();
        assertThat(read.size()).isLessThan(2_500);
        List<Integer> all = new ArrayList<>();
        values.forEachRemaining(all::add);
        assertThat(all)
                .isEqualTo(IntStream.range(0, 5_000).map(x -> 2 * x).boxed().toList());
    }

    @Test
    void closing_a_stream_early_lets_go_of_what_is_under_way() {
        CountDownLatch never = new CountDownLatch(1);
        Function1<Integer, Integer> first = x -> {
            if (x > 0) {
                never.await();
            }
            return x;
        };
        try (Stream<Integer> values =
                client.stream(first, IntStream.range(0, 5_000).boxed().toList())) {
            assertThat(values.iterator().next()).isZero();
        }
        session.settle();
        assertThat(session.figures().pending()).isZero();
    }
}
