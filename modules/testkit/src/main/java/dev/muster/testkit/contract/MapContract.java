package dev.muster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.muster.client.Client;
import dev.muster.client.OnError;
import dev.muster.client.TaskFuture;
import dev.muster.client.TaskFutures;
import dev.muster.error.TaskFailedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many tasks of one function: order, holes, reductions, streams. */
abstract class MapContract extends Theme {

    MapContract(ClusterContract kind) {
        super(kind);
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @Test
    void results_are_in_the_order_of_the_inputs() {
        Client client = client(2, 2);
        assertThat(client.map(n -> n * n, numbers(10_000)).results())
                .isEqualTo(IntStream.range(0, 10_000).mapToObj(n -> n * n).toList());
    }

    @Test
    void inputs_may_come_from_a_stream_or_an_iterator_that_is_walked_once() {
        Client client = client(1, 2);
        assertThat(client.map((Integer n) -> n + 1, IntStream.range(0, 5_000).boxed())
                        .results())
                .hasSize(5_000)
                .endsWith(5_000);
        Iterator<Integer> once = numbers(300).iterator();
        assertThat(client.map((Integer n) -> n + 1, () -> once).results())
                .hasSize(300)
                .startsWith(1);
    }

    @Test
    void several_inputs_are_taken_side_by_side() {
        Client client = client(1, 2);
        List<String> two = client.map((Integer a, String b) -> a + b, List.of(1, 2), List.of("a", "b"))
                .results();
        List<String> three = client.map(
                        (Integer a, String b, Long c) -> a + b + c, List.of(1, 2), List.of("a", "b"), List.of(7L, 8L))
                .results();
        assertThat(two).containsExactly("1a", "2b");
        assertThat(three).containsExactly("1a7", "2b8");
    }

    @Test
    void each_input_of_an_action_is_seen_once() {
        Client client = client(2, 1);
        Marks seen = marks("seen");
        TaskFutures<Void> done = client.runEach(n -> seen.add("" + n), numbers(200));
        done.waitForAll();
        assertThat(seen.words()).hasSize(200).doesNotHaveDuplicates();
        assertThat(done.results()).hasSize(200).containsOnlyNulls();
    }

    @Test
    void nothing_to_map_is_an_empty_list() {
        Client client = client(1, 1);
        TaskFutures<Integer> none = client.map(n -> n, List.<Integer>of());
        assertThat(none).isEmpty();
        assertThat(none.results()).isEmpty();
        assertThat(client.gather(none)).isEmpty();
        none.waitForAll();
    }

    @Test
    void inputs_and_values_may_be_null() {
        Client client = client(1, 1);
        List<String> texts = Arrays.asList("a", null, "c");
        assertThat(client.map((String text) -> text == null ? "was null" : text.equals("c") ? null : text, texts)
                        .results())
                .containsExactly("a", "was null", null);
    }

    @Test
    void elements_are_futures_of_their_own() {
        Client client = client(1, 2);
        TaskFutures<Integer> futures = client.withOptions(o -> o.key("sq")).map(n -> n * n, numbers(100));
        assertThat(futures).hasSize(100);
        assertThat(futures.get(7).result()).isEqualTo(49);
        assertThat(futures.get(7).key()).isEqualTo("sq-7");
        assertThat(futures.get(7)).isEqualTo(futures.get(7)).hasSameHashCodeAs(futures.get(7));
        assertThat(futures.subList(3, 6).stream().map(TaskFuture::result)).containsExactly(9, 16, 25);
        assertThat(futures.get(4).thenApply(n -> n + 1).result()).isEqualTo(17);
    }

    @Test
    void one_bad_input_spoils_only_its_own_result() {
        Client client = client(1, 2);
        TaskFutures<Integer> futures = client.map(n -> 60 / n, numbers(5));
        futures.waitForAll();
        assertThat(futures.failed()).hasSize(1);
        assertThat(futures.failed().get(0).key()).isEqualTo(futures.get(0).key());
        assertThat(futures.succeeded().results()).containsExactly(60, 30, 20, 15);
        assertThat(futures.results(OnError.SKIP)).containsExactly(60, 30, 20, 15);
        TaskFailedException failure = (TaskFailedException) failureOf(futures::results);
        assertThat(failure.getCause()).isInstanceOf(ArithmeticException.class);
        assertThat(failure.key()).isEqualTo(futures.get(0).key());
    }

    @Test
    void a_map_of_a_map_pairs_the_elements() {
        Client client = client(2, 1);
        TaskFutures<String> texts = client.map(n -> n * 2, numbers(1_000)).thenApply(n -> "n" + n);
        assertThat(texts.results())
                .isEqualTo(IntStream.range(0, 1_000).mapToObj(n -> "n" + n * 2).toList());
    }

    @Test
    void all_values_go_into_one_task() {
        Client client = client(2, 1);
        TaskFutures<Integer> parts = client.map(n -> n, numbers(1_000));
        assertThat(parts.combine(all -> all.stream().mapToInt(n -> n).sum()).result())
                .isEqualTo(499_500);
        assertThat(client.combine((List<Integer> all) -> all.size(), List.<TaskFuture<Integer>>of())
                        .result())
                .isZero();
    }

    @Test
    void a_reduction_keeps_the_order_and_needs_no_commutativity() {
        Client client = client(2, 2);
        for (int size : new int[] {1, 2, 3, 7, 8, 9, 64, 1_000}) {
            String joined = client.map(n -> "," + n, numbers(size))
                    .reduce(String::concat)
                    .result();
            assertThat(joined)
                    .isEqualTo(numbers(size).stream().map(n -> "," + n).collect(Collectors.joining()));
        }
    }

    @Test
    void nothing_cannot_be_reduced() {
        TaskFutures<Integer> none = client(1, 1).map(n -> n, List.<Integer>of());
        assertThatIllegalArgumentException().isThrownBy(() -> none.reduce(Integer::sum));
    }

    @Test
    void a_reduction_of_something_that_failed_fails_with_its_cause() {
        TaskFuture<Integer> sum =
                client(1, 2).map(n -> 1 / (n - 50), numbers(100)).reduce(Integer::sum);
        assertThat(failureOf(sum::result)).hasRootCauseInstanceOf(ArithmeticException.class);
    }

    @Test
    void a_stream_is_in_order_and_reads_its_inputs_as_it_goes() {
        Client client = client(1, 2);
        AtomicInteger read = new AtomicInteger();
        Iterable<Integer> endless = () -> Stream.generate(read::getAndIncrement).iterator();
        try (Stream<Integer> results = client.stream((Integer n) -> n * 3, endless)) {
            assertThat(results.limit(2_000))
                    .isEqualTo(numbers(2_000).stream().map(n -> n * 3).toList());
        }
        assertThat(read.get()).isBetween(2_000, 200_000);
    }

    @Test
    void a_stream_ends_with_its_inputs() {
        Client client = client(2, 1);
        try (Stream<Integer> results = client.stream((Integer n) -> n + 1, numbers(3_000))) {
            assertThat(results.mapToLong(n -> n).sum()).isEqualTo(4_501_500);
        }
        try (Stream<Integer> nothing = client.stream((Integer n) -> n + 1, List.<Integer>of())) {
            assertThat(nothing).isEmpty();
        }
    }

    @Test
    void a_stream_fails_where_its_task_did() {
        Client client = client(1, 2);
        List<Integer> seen = new ArrayList<>();
        try (Stream<Integer> results = client.stream((Integer n) -> 10 / (n - 20), numbers(100))) {
            assertThat(failureOf(() -> results.forEach(seen::add))).hasRootCauseInstanceOf(ArithmeticException.class);
        }
        assertThat(seen).hasSize(20);
    }

    @Test
    void futures_of_any_origin_make_a_list() {
        Client client = client(1, 1);
        TaskFutures<Integer> mixed = TaskFutures.of(List.of(
                client.submit(() -> 1),
                TaskFuture.of(2),
                client.map(n -> n, List.of(3)).get(0)));
        assertThat(mixed.results()).containsExactly(1, 2, 3);
        assertThat(mixed.reduce(Integer::sum).result()).isEqualTo(6);
    }

    @Test
    void a_hundred_thousand_inputs_are_no_burden() {
        Client client = client(2, 1);
        TaskFutures<Integer> futures = client.map(n -> n ^ 0x55, numbers(100_000));
        List<Integer> results = futures.results();
        for (int i = 0; i < results.size(); i++) {
            assertThat(results.get(i) == (i ^ 0x55)).as("position %d", i).isTrue();
        }
    }

    @Test
    void inputs_of_several_megabytes_in_all_arrive_whole() {
        Client client = client(2, 1);
        List<byte[]> chunks = IntStream.range(0, 64)
                .mapToObj(i -> {
                    byte[] chunk = new byte[100_000];
                    Arrays.fill(chunk, (byte) i);
                    return chunk;
                })
                .toList();
        List<Integer> hashes =
                client.map((byte[] chunk) -> Arrays.hashCode(chunk), chunks).results();
        assertThat(hashes).isEqualTo(chunks.stream().map(Arrays::hashCode).toList());
    }
}
