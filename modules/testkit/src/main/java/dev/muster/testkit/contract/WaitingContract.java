package dev.muster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.client.AsCompleted;
import dev.muster.client.Client;
import dev.muster.client.OnError;
import dev.muster.client.TaskFuture;
import dev.muster.client.TaskFutures;
import dev.muster.client.Until;
import dev.muster.client.Waited;
import dev.muster.error.TaskTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Waiting for many: all, the first, some, as they come, no longer than so. */
abstract class WaitingContract extends Theme {

    WaitingContract(ClusterContract kind) {
        super(kind);
    }

    private static TaskFuture<Integer> behind(Client client, Gate gate, int value) {
        return client.submit(() -> {
            gate.await();
            return value;
        });
    }

    @Test
    void gathering_keeps_the_order_asked_for() {
        Client client = client(2, 1);
        List<TaskFuture<Integer>> futures =
                IntStream.range(0, 500).mapToObj(i -> client.submit(n -> n, i)).toList();
        List<TaskFuture<Integer>> reversed = new ArrayList<>(futures);
        Collections.reverse(reversed);
        assertThat(client.gather(reversed)).startsWith(499, 498).endsWith(1, 0).hasSize(500);
        assertThat(client.gather(Set.copyOf(futures))).hasSize(500);
    }

    @Test
    void gathering_raises_or_skips() {
        Client client = client(1, 2);
        List<TaskFuture<Integer>> futures =
                List.of(client.submit(() -> 1), client.submit(n -> 1 / n, 0), client.submit(() -> 3));
        assertThat(failureOf(() -> client.gather(futures))).hasCauseInstanceOf(ArithmeticException.class);
        assertThat(failureOf(() -> client.gather(futures, OnError.RAISE)))
                .hasCauseInstanceOf(ArithmeticException.class);
        assertThat(client.gather(futures, OnError.SKIP)).containsExactly(1, 3);
    }

    @Test
    void a_wait_for_all_parts_nothing_off() {
        Client client = client(1, 2);
        TaskFutures<Integer> futures = client.map(n -> n, List.of(1, 2, 3));
        Waited<Integer> waited = client.waitFor(futures, Until.all());
        assertThat(waited.done().results()).containsExactly(1, 2, 3);
        assertThat(waited.pending()).isEmpty();
        assertThat(client.waitFor(List.<TaskFuture<Integer>>of(), Until.all()).done())
                .isEmpty();
    }

    @Test
    void a_wait_for_the_first_or_for_some_ends_early() {
        Client client = client(1, 4);
        Gate slow = gate("slow");
        List<TaskFuture<Integer>> futures = List.of(
                behind(client, slow, 1), client.submit(() -> 2), client.submit(() -> 3), behind(client, slow, 4));
        Waited<Integer> first = client.waitFor(futures, Until.first());
        assertThat(first.done()).isNotEmpty();
        assertThat(first.done().size() + first.pending().size()).isEqualTo(4);
        Waited<Integer> two = client.waitFor(futures, Until.count(2));
        assertThat(two.done().results()).containsExactly(2, 3);
        assertThat(two.pending()).hasSize(2);
        slow.open();
        assertThat(client.gather(futures)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void a_wait_that_runs_out_of_time_returns_what_there_is() {
        Client client = client(1, 2);
        Gate slow = gate("slow");
        List<TaskFuture<Integer>> futures = List.of(behind(client, slow, 1), client.submit(() -> 2));
        untilDone(futures.get(1));
        Waited<Integer> waited = client.waitFor(futures, Until.all().within(Duration.ofMillis(10)));
        assertThat(waited.done().results()).containsExactly(2);
        assertThat(waited.pending()).hasSize(1);
        slow.open();
        assertThat(client.gather(waited.pending())).containsExactly(1);
    }

    @Test
    void a_failure_counts_as_an_end() {
        Client client = client(1, 1);
        TaskFutures<Integer> futures = client.map(n -> 1 / n, List.of(0, 1));
        Waited<Integer> waited = client.waitFor(futures, Until.all());
        assertThat(waited.done()).hasSize(2);
        assertThat(waited.done().failed()).hasSize(1);
    }

    @Test
    void futures_come_in_the_order_of_their_ends() {
        Client client = client(1, 3);
        Gate second = gate("second");
        Gate third = gate("third");
        List<TaskFuture<Integer>> futures =
                List.of(behind(client, third, 3), behind(client, second, 2), client.submit(() -> 1));
        List<Integer> seen = new ArrayList<>();
        for (TaskFuture<Integer> future : client.asCompleted(futures)) {
            seen.add(future.result());
            if (seen.size() == 1) {
                second.open();
            } else if (seen.size() == 2) {
                third.open();
            }
        }
        assertThat(seen).containsExactly(1, 2, 3);
    }

    @Test
    void more_can_be_added_while_they_come() {
        Client client = client(2, 1);
        AsCompleted<Integer> queue = client.asCompleted(List.of(client.submit(() -> 1)));
        Set<Integer> seen = new HashSet<>();
        for (TaskFuture<Integer> future : queue) {
            int n = future.result();
            seen.add(n);
            if (n < 500) {
                queue.add(client.submit(m -> m * 2, n));
                if (n < 250) {
                    queue.addAll(List.of(client.submit(m -> m * 2 + 1, n)));
                }
            }
        }
        assertThat(seen).contains(1, 2, 3, 4, 7, 500, 512).hasSizeGreaterThan(500);
    }

    @Test
    void added_twice_it_comes_twice_and_cancelled_ones_come_too() {
        Client client = client(1, 1);
        Gate never = gate("never");
        TaskFuture<Integer> twice = client.submit(() -> 1);
        TaskFuture<Integer> cancelled = behind(client, never, 2);
        cancelled.cancel();
        List<String> keys = new ArrayList<>();
        AsCompleted<Integer> all = client.asCompleted(List.of(twice, twice, cancelled));
        all.forEach(future -> keys.add(future.key()));
        assertThat(keys).containsExactlyInAnyOrder(twice.key(), twice.key(), cancelled.key());
    }

    @Test
    void the_wait_for_the_next_one_may_be_bounded() {
        Client client = client(1, 2);
        Gate slow = gate("slow");
        List<TaskFuture<Integer>> futures = List.of(client.submit(() -> 1), behind(client, slow, 2));
        untilDone(futures.get(0));
        List<Integer> seen = new ArrayList<>();
        assertThatThrownBy(() -> client.asCompleted(futures)
                        .within(Duration.ofMillis(50))
                        .forEach(future -> seen.add(future.result())))
                .isInstanceOf(TaskTimeoutException.class);
        assertThat(seen).containsExactly(1);
        slow.open();
    }

    @Test
    void they_come_as_a_stream_and_from_a_map_too() {
        Client client = client(2, 1);
        TaskFutures<Integer> futures =
                client.map(n -> n, IntStream.range(0, 2_000).boxed().toList());
        assertThat(futures.asCompleted().stream().mapToInt(TaskFuture::result).sum())
                .isEqualTo(1_999_000);
    }

    @Test
    void everything_submitted_is_waited_for() {
        Client client = client(2, 1);
        Marks ran = marks("ran");
        List<TaskFuture<Void>> held = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            held.add(client.run(() -> ran.add("single")));
        }
        TaskFutures<Void> batch = client.runEach(
                n -> ran.add("batch"), IntStream.range(0, 100).boxed().toList());
        client.waitForAll();
        assertThat(ran.count()).isEqualTo(200);
        assertThat(held).allMatch(TaskFuture::isDone);
        assertThat(batch).allMatch(TaskFuture::isDone);
        client.waitForAll();
    }

    @Test
    void a_wait_for_workers_ends_when_they_are_there_or_fails() {
        Client client = client(2, 1);
        client.waitForWorkers(2, Duration.ofSeconds(30));
        assertThat(client.workers()).hasSize(2);
        assertThat(failureOf(() -> client.waitForWorkers(3, Duration.ofMillis(20))))
                .hasMessageContaining("3")
                .hasMessageContaining("2");
    }
}
