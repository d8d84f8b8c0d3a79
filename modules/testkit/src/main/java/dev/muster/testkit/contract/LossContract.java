package dev.muster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.client.Client;
import dev.muster.client.TaskContext;
import dev.muster.client.TaskFuture;
import dev.muster.client.TaskFutures;
import dev.muster.cluster.Cluster;
import dev.muster.cluster.WorkerInfo;
import dev.muster.error.WorkerLostException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Workers that die: their work runs again elsewhere, their results are made again, their killers are given up. */
abstract class LossContract extends Theme {

    LossContract(ClusterContract kind) {
        super(kind);
    }

    /** Ends the worker of that id, or skips the test where no worker can be killed. */
    private void kill(Cluster cluster, String id) {
        WorkerInfo victim = cluster.workers().stream()
                .filter(worker -> worker.id().equals(id))
                .findFirst()
                .orElseThrow();
        assumeTrue(kind().kill(cluster, victim), "this kind of cluster cannot kill a worker");
    }

    private Client clientOf(Cluster cluster, int workers) {
        Client client = client(cluster);
        client.waitForWorkers(workers, PATIENCE);
        return client;
    }

    private static String here() {
        return TaskContext.current().orElseThrow().worker();
    }

    @Test
    void a_running_task_runs_again_elsewhere() {
        Cluster cluster = cluster(2, 1);
        Client client = clientOf(cluster, 2);
        Gate end = gate("end");
        Marks where = marks("where");
        TaskFuture<Integer> future = client.submit(() -> {
            where.add(here());
            end.await();
            return 5;
        });
        until(() -> where.count() == 1);
        kill(cluster, where.words().get(0));
        until(() -> where.count() == 2);
        end.open();
        assertThat(future.result()).isEqualTo(5);
        assertThat(where.words()).doesNotHaveDuplicates();
    }

    @Test
    void a_lost_result_is_made_again() {
        Cluster cluster = cluster(2, 1);
        Client client = clientOf(cluster, 2);
        Marks made = marks("made");
        TaskFuture<double[]> input = client.submit(() -> {
            made.add(here());
            return new double[300_000];
        });
        TaskFuture<double[]> derived = input.thenApply(double[]::clone);
        untilDone(derived);
        input.release();
        for (WorkerInfo worker : client.holders(List.of(derived)).get(derived)) {
            kill(cluster, worker.id());
        }
        assertThat(derived.thenApply(values -> values.length).result()).isEqualTo(300_000);
    }

    @Test
    void what_may_run_at_most_once_is_given_up_with_its_worker() {
        Cluster cluster = cluster(2, 1);
        Client client = clientOf(cluster, 2);
        Gate end = gate("end");
        Marks where = marks("where");
        TaskFuture<Void> once = client.withOptions(o -> o.atMostOnce()).run(() -> {
            where.add(here());
            end.await();
        });
        until(() -> where.count() == 1);
        kill(cluster, where.words().get(0));
        assertThat(failureOf(once::result)).isInstanceOf(WorkerLostException.class);
        end.open();
        assertThat(client.submit(() -> 1).result()).isEqualTo(1);
        assertThat(where.count()).isEqualTo(1);
    }

    @Test
    void a_task_that_takes_its_workers_with_it_is_given_up_with_a_report() {
        Cluster cluster = cluster(3, 1);
        Client client = client(
                cluster,
                ClusterShape.of(1, 1)
                        .with("muster.scheduler.allowed-failures", 2)
                        .settings());
        client.waitForWorkers(3, PATIENCE);
        Gate end = gate("end");
        Marks where = marks("where");
        TaskFuture<Void> killer = client.run(() -> {
            where.add(here());
            end.await();
        });
        for (int death = 1; death <= 2; death++) {
            int deaths = death;
            until(() -> where.count() == deaths);
            kill(cluster, where.words().get(death - 1));
        }
        assertThat(failureOf(killer::result))
                .isInstanceOf(WorkerLostException.class)
                .hasMessageContaining("muster.scheduler.allowed-failures")
                .hasMessageContaining(killer.key())
                .hasMessageContaining(where.words().get(1));
        end.open();
        assertThat(client.submit(() -> 1).result()).isEqualTo(1);
    }

    @Test
    void a_death_amid_thousands_of_tasks_costs_none() {
        Cluster cluster = cluster(3, 1);
        Client client = clientOf(cluster, 3);
        TaskFutures<Integer> futures = client.map(
                n -> {
                    LockSupport.parkNanos(100_000);
                    return n * 2;
                },
                IntStream.range(0, 3_000).boxed().toList());
        TaskFuture<Integer> sum = futures.reduce(Integer::sum);
        until(() -> futures.get(200).isDone());
        kill(cluster, client.workers().get(1).id());
        assertThat(futures.results())
                .isEqualTo(IntStream.range(0, 3_000).mapToObj(n -> n * 2).toList());
        assertThat(sum.result()).isEqualTo(8_997_000);
    }

    @Test
    void work_waits_when_all_workers_are_lost() {
        Cluster cluster = cluster(1, 1);
        Client client = clientOf(cluster, 1);
        TaskFuture<Integer> before = client.submit(() -> 1);
        assertThat(before.result()).isEqualTo(1);
        kill(cluster, client.workers().get(0).id());
        TaskFuture<Integer> waiting = before.thenApply(n -> n + 1);
        cluster.scale(1);
        assertThat(waiting.result(PATIENCE)).isEqualTo(2);
    }

    @Test
    void a_scattered_value_outlives_its_worker() {
        Cluster cluster = cluster(2, 1);
        Client client = clientOf(cluster, 2);
        TaskFuture<double[]> data = client.scatter(new double[100_000]);
        TaskFuture<Integer> first = data.thenApply(values -> values.length);
        assertThat(first.result()).isEqualTo(100_000);
        kill(cluster, client.workers().get(0).id());
        assertThat(data.thenApply(values -> values.length + 1).result()).isEqualTo(100_001);
        assertThat(data.result()).hasSize(100_000);
    }
}
