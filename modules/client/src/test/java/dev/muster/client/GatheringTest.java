package dev.muster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.error.TaskTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GatheringTest extends WithFakeSession {

    @Test
    void values_come_in_the_order_of_the_futures() {
        List<TaskFuture<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            futures.add(client.submit(x -> x, i));
        }
        futures.add(TaskFuture.of(200));
        assertThat(client.gather(futures))
                .isEqualTo(IntStream.rangeClosed(0, 200).boxed().toList());
        assertThat(client.gather(List.<TaskFuture<Integer>>of())).isEmpty();
    }

    @Test
    void a_wait_parts_what_is_done_from_what_is_not() {
        TaskFuture<Integer> done = client.submit(() -> 1);
        done.result();
        session.holdBack();
        TaskFuture<Integer> pending = client.submit(() -> 2);
        Waited<Integer> waited = client.waitFor(List.of(pending, done), Until.first());
        assertThat(waited.done()).containsExactly(done);
        assertThat(waited.pending()).containsExactly(pending);
        assertThat(client.waitFor(List.of(pending, done), Until.all().within(Duration.ofMillis(1)))
                        .pending())
                .containsExactly(pending);
        assertThat(client.waitFor(List.of(pending), Until.count(0)).pending()).hasSize(1);
        session.letGo();
        assertThat(client.waitFor(List.of(pending, done), Until.count(9)).pending())
                .isEmpty();
        TaskFutures<Integer> batch = client.map(x -> x, List.of(1, 2, 3));
        assertThat(client.waitFor(batch, Until.all()).done()).hasSize(3);
        assertThat(client.waitFor(batch, Until.count(2)).done().size()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void futures_come_as_they_end_and_more_may_be_added() {
        TaskFutures<Integer> seeds = client.map(x -> x, List.of(1, 2, 3));
        AsCompleted<Integer> queue = client.asCompleted(seeds);
        Set<Integer> seen = new HashSet<>();
        int taken = 0;
        for (TaskFuture<Integer> each : queue) {
            taken++;
            int value = each.result();
            if (seen.add(value) && value < 50) {
                queue.add(client.submit(x -> x + 10, value));
            }
        }
        assertThat(taken).isEqualTo(3 + 5 * 3);
        assertThatThrownBy(() -> queue.iterator().next()).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void a_future_added_twice_comes_twice_and_failed_ones_come_too() {
        TaskFuture<Integer> bad = client.submit(() -> 1 / 0);
        AsCompleted<Integer> queue = client.asCompleted(List.of(bad, bad));
        queue.addAll(client.map(x -> x, List.of(5)));
        queue.addAll(List.of(TaskFuture.of(6)));
        assertThat(queue.stream().filter(each -> each.status() == Status.ERROR)).hasSize(2);
    }

    @Test
    void a_whole_batch_comes_once_each_however_it_ends() {
        List<Integer> inputs = IntStream.range(0, 2_000).boxed().toList();
        TaskFutures<Integer> batch = client.map(x -> x, inputs);
        batch.get(17).cancel();
        Set<String> keys = new HashSet<>();
        int taken = 0;
        for (TaskFuture<Integer> each : batch.asCompleted()) {
            keys.add(each.key());
            taken++;
        }
        assertThat(taken).isEqualTo(2_000);
        assertThat(keys).hasSize(2_000);
    }

    @Test
    void taking_may_be_limited_in_time() {
        session.holdBack();
        AsCompleted<Integer> queue =
                client.asCompleted(client.map(x -> x, List.of(1))).within(Duration.ofMillis(1));
        assertThat(queue.iterator().hasNext()).isTrue();
        assertThatThrownBy(() -> queue.iterator().next())
                .isInstanceOf(TaskTimeoutException.class)
                .hasMessageContaining("0 of 1");
    }

    @Test
    void single_tasks_of_a_batch_can_be_watched_while_it_settles() {
        for (int round = 0; round < 200; round++) {
            TaskFutures<Integer> batch = client.map(x -> x, List.of(0, 1, 2, 3, 4, 5, 6, 7));
            assertThat(batch.get(round % 8).result()).isEqualTo(round % 8);
            assertThat(batch.get(7).thenApply(x -> x + 1).result()).isEqualTo(8);
            assertThat(batch.results()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        }
    }

    @Test
    void elements_are_equal_if_they_are_the_same_task() {
        TaskFutures<Integer> batch = client.map(x -> x, List.of(1, 2));
        assertThat(batch.get(0))
                .isEqualTo(batch.get(0))
                .isNotEqualTo(batch.get(1))
                .hasSameHashCodeAs(batch.get(0));
        assertThat(batch.indexOf(batch.get(1))).isEqualTo(1);
        assertThat(batch.toString()).startsWith("TaskFutures(2, first TaskFuture(");
    }

    @Test
    void everything_submitted_can_be_waited_for() {
        client.map(x -> x, List.of(1, 2, 3));
        client.run(() -> {});
        client.waitForAll();
        assertThat(session.figures().pending()).isZero();
    }
}
