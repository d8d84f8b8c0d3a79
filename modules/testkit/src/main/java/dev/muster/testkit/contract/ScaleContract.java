package dev.muster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.muster.client.Client;
import dev.muster.client.TaskContext;
import dev.muster.client.TaskFuture;
import dev.muster.client.TaskFutures;
import dev.muster.cluster.Cluster;
import dev.muster.cluster.WorkerInfo;
import dev.muster.error.ClusterException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Workers that come and go by wish: work follows them, nothing is lost. */
abstract class ScaleContract extends Theme {

    ScaleContract(ClusterContract kind) {
        super(kind);
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static String whereAfter(long nanos) {
        LockSupport.parkNanos(nanos);
        return TaskContext.current().orElseThrow().worker();
    }

    @Test
    void workers_are_described() {
        Cluster cluster = cluster(2, 3);
        Client client = client(cluster);
        client.waitForWorkers(2, PATIENCE);
        assertThat(cluster.workers()).hasSize(2).allMatch(worker -> worker.threads() == 3);
        assertThat(cluster.workers()).extracting(WorkerInfo::id).doesNotHaveDuplicates();
        assertThat(client.workers()).containsExactlyInAnyOrderElementsOf(cluster.workers());
        assertThat(cluster.name()).isNotEmpty();
        assertThat(cluster.toString()).contains(cluster.name());
    }

    @Test
    void new_workers_get_work_that_is_waiting() {
        Cluster cluster = cluster(1, 1);
        Client client = client(cluster);
        TaskFutures<String> futures = client.map(n -> whereAfter(2_000_000), numbers(600));
        until(() -> futures.get(0).isDone());
        cluster.scale(3);
        Set<String> where = new HashSet<>(futures.results());
        assertThat(where).hasSize(3);
    }

    @Test
    void workers_that_leave_lose_no_task_and_no_result() {
        Cluster cluster = cluster(3, 1);
        Client client = client(cluster);
        client.waitForWorkers(3, PATIENCE);
        TaskFutures<double[]> results = client.map(n -> new double[] {n, n * 2.0}, numbers(300));
        TaskFutures<double[]> big = client.map(n -> new double[20_000 + n], numbers(30));
        big.waitForAll();
        results.waitForAll();
        TaskFutures<String> running = client.map(n -> whereAfter(1_000_000), numbers(400));
        until(() -> running.get(10).isDone());
        cluster.scale(1);
        assertThat(running.results()).hasSize(400);
        until(() -> client.workers().size() == 1);
        for (int n : numbers(300)) {
            assertThat(results.get(n).result()).containsExactly(n, n * 2.0);
        }
        assertThat(big.thenApply(block -> block.length).results())
                .isEqualTo(numbers(30).stream().map(n -> 20_000 + n).toList());
    }

    @Test
    void an_empty_cluster_waits_for_its_first_worker() {
        Cluster cluster = cluster(0, 1);
        Client client = client(cluster);
        TaskFuture<Integer> waiting = client.submit(() -> 1);
        assertThat(cluster.workers()).isEmpty();
        assertThat(waiting.isDone()).isFalse();
        cluster.scale(1);
        assertThat(waiting.result(PATIENCE)).isEqualTo(1);
    }

    @Test
    void a_cluster_can_be_emptied_and_filled_again() {
        Cluster cluster = cluster(2, 1);
        Client client = client(cluster);
        for (int round = 0; round < 3; round++) {
            cluster.scale(0);
            until(() -> client.workers().isEmpty());
            TaskFutures<Integer> waiting = client.map(n -> n, numbers(20));
            cluster.scale(2);
            assertThat(waiting.results()).hasSize(20);
            client.waitForWorkers(2, PATIENCE);
        }
    }

    @Test
    void workers_that_are_leaving_do_not_count_when_a_cluster_grows_again() {
        Cluster cluster = cluster(2, 1);
        Client client = client(cluster);
        client.waitForWorkers(2, PATIENCE);
        Gate end = gate("end");
        Marks body = marks("body");
        TaskFutures<Integer> running = client.map(
                n -> {
                    body.around(end::await);
                    return n;
                },
                numbers(2));
        until(() -> body.count("+") == 2);
        cluster.scale(0);
        cluster.scale(1);
        assertThat(client.submit(() -> 5).result(PATIENCE)).isEqualTo(5);
        end.open();
        assertThat(running.results()).containsExactly(0, 1);
        until(() -> client.workers().size() == 1);
    }

    @Test
    void chosen_workers_can_be_retired() {
        Cluster cluster = cluster(2, 1);
        Client client = client(cluster);
        client.waitForWorkers(2, PATIENCE);
        WorkerInfo leaving = client.workers().get(0);
        TaskFutures<Integer> futures = client.map(n -> n, numbers(200));
        client.retire(List.of(leaving));
        until(() -> client.workers().stream().noneMatch(worker -> worker.id().equals(leaving.id())));
        assertThat(futures.results()).hasSize(200);
        assertThat(client.submit(() -> 1).result()).isEqualTo(1);
    }

    @Test
    void a_negative_size_is_refused() {
        Cluster cluster = cluster(1, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> cluster.scale(-1)).withMessageContaining("-1");
        assertThat(client(cluster).submit(() -> 1).result()).isEqualTo(1);
    }

    @Test
    void a_closed_cluster_says_so() {
        Cluster cluster = cluster(1, 1);
        cluster.close();
        cluster.close();
        assertThat(failureOf(() -> cluster.scale(2)).code()).isEqualTo(ClusterException.Code.CLOSED);
        assertThat(failureOf(() -> new Client(cluster).close()).code()).isEqualTo(ClusterException.Code.CLOSED);
        assertThat(cluster.name()).isNotEmpty();
    }

    @Test
    void a_restart_drops_all_work_and_brings_fresh_workers() {
        Cluster cluster = cluster(2, 1);
        Client client = client(cluster);
        client.waitForWorkers(2, PATIENCE);
        Gate never = gate("never");
        TaskFuture<Void> unfinished = client.run(never::await);
        client.restart();
        assertThat(unfinished.isDone()).isTrue();
        client.waitForWorkers(2, PATIENCE);
        assertThat(client.map(n -> n, numbers(50)).results()).hasSize(50);
    }
}
