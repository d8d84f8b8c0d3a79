package dev.muster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.muster.client.Client;
import dev.muster.client.TaskFuture;
import dev.muster.client.TaskFutures;
import dev.muster.cluster.Cluster;
import dev.muster.error.ClusterException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several clients on one cluster: they share its time and nothing else. */
abstract class SharingContract extends Theme {
    private static final double SHARE = 0.5;
    private static final double TOLERANCE = 0.1;

    SharingContract(ClusterContract kind) {
        super(kind);
    }

    /** Stays on its thread for so long and says for how long it really was; waiting counts like working. */
    private static long occupy(long nanos) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
            LockSupport.parkNanos(nanos - (System.nanoTime() - start));
        }
        return System.nanoTime() - start;
    }

    private static long spent(TaskFutures<Long> futures) {
        return futures.stream()
                .filter(TaskFuture::isDone)
                .mapToLong(TaskFuture::result)
                .sum();
    }

    @Test
    void short_and_long_tasks_of_two_clients_get_half_of_the_thread_time_each() {
        Cluster cluster = cluster(1, 2);
        Client shortOnes = client(cluster);
        Client longOnes = client(cluster);
        shortOnes.waitForWorkers(1, PATIENCE);
        longOnes.waitForWorkers(1, PATIENCE);
        TaskFutures<Long> longs =
                longOnes.map(SharingContract::occupy, IntStream.range(0, 200).mapToObj(i -> 100_000_000L));
        TaskFutures<Long> shorts =
                shortOnes.map(SharingContract::occupy, IntStream.range(0, 3_000).mapToObj(i -> 1_000_000L));
        shorts.waitForAll();
        double spentOnLong = spent(longs);
        double spentOnShort = spent(shorts);
        assertThat(spentOnShort / (spentOnShort + spentOnLong))
                .as("share of the short ones: %.0f ms beside %.0f ms", spentOnShort / 1e6, spentOnLong / 1e6)
                .isEqualTo(SHARE, within(TOLERANCE));
        longs.cancel();
    }

    @Test
    void a_client_that_comes_later_is_served_while_another_has_much_to_do() {
        Cluster cluster = cluster(1, 1);
        Client busy = client(cluster);
        TaskFutures<Long> much =
                busy.map(SharingContract::occupy, IntStream.range(0, 100_000).mapToObj(i -> 1_000_000L));
        until(() -> much.get(0).isDone());
        Client late = client(cluster);
        assertThat(late.map(n -> n, List.of(1, 2, 3)).results()).containsExactly(1, 2, 3);
        assertThat(much.get(99_999).isDone()).isFalse();
        much.cancel();
    }

    @Test
    void the_end_of_one_client_is_not_the_others() {
        Cluster cluster = cluster(2, 1);
        Client leaving = client(cluster);
        Client staying = client(cluster);
        Gate never = gate("never");
        Marks body = marks("body");
        TaskFuture<Void> unfinished = leaving.run(() -> body.around(never::await));
        TaskFuture<Integer> held = staying.submit(() -> 4);
        until(() -> body.count("+") == 1);
        leaving.close();
        assertThat(unfinished.isDone()).isTrue();
        until(() -> body.count("-") == 1);
        assertThat(held.thenApply(n -> n + 1).result()).isEqualTo(5);
        assertThat(staying.map(n -> n, List.of(1, 2, 3, 4)).results()).hasSize(4);
        assertThat(cluster.workers()).hasSize(2);
    }

    @Test
    void equal_keys_of_two_clients_are_two_tasks() {
        Cluster cluster = cluster(1, 1);
        TaskFuture<Integer> one =
                client(cluster).withOptions(o -> o.key("same")).submit(() -> 1);
        TaskFuture<String> other =
                client(cluster).withOptions(o -> o.key("same")).submit(() -> "two");
        assertThat(one.result()).isEqualTo(1);
        assertThat(other.result()).isEqualTo("two");
    }

    @Test
    void clients_come_and_go_by_the_dozen() {
        Cluster cluster = cluster(2, 1);
        for (int i = 0; i < 24; i++) {
            try (Client client = new Client(cluster)) {
                assertThat(client.map(n -> n + 1, List.of(1, 2)).results()).containsExactly(2, 3);
            }
        }
    }

    @Test
    void a_closed_clients_futures_say_so() {
        Cluster cluster = cluster(1, 2);
        Client client = client(cluster);
        TaskFuture<Void> unfinished = client.run(gate("never")::await);
        TaskFuture<Integer> finished = client.submit(() -> 1);
        assertThat(client(cluster).submit(() -> 2).result()).isEqualTo(2);
        client.close();
        ClusterException failure = failureOf(unfinished::result);
        assertThat(failure.code()).isIn(ClusterException.Code.CANCELLED, ClusterException.Code.CLOSED);
        assertThat(finished.isDone()).isTrue();
    }
}
