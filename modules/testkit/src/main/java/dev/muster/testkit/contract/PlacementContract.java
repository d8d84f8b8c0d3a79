package dev.muster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.client.Client;
import dev.muster.client.TaskContext;
import dev.muster.client.TaskFuture;
import dev.muster.client.TaskFutures;
import dev.muster.cluster.WorkerInfo;
import dev.muster.error.ClusterException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which task runs where, and which one first: priorities, resources, threads, chosen workers. */
abstract class PlacementContract extends Theme {

    PlacementContract(ClusterContract kind) {
        super(kind);
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    /** A body that stays until so many are inside at once: it can only end if they really run side by side. */
    private static void meet(Marks inside, int others) {
        inside.add("+");
        while (inside.count("+") < others) {
            LockSupport.parkNanos(300_000);
        }
    }

    @Test
    void all_threads_of_all_workers_run_at_once() {
        Client client = client(2, 3);
        Marks inside = marks("inside");
        assertThat(client.runEach(n -> meet(inside, 6), numbers(6)).results()).hasSize(6);
    }

    @Test
    void no_more_tasks_run_than_there_are_threads() {
        Client client = client(2, 2);
        Marks inside = marks("inside");
        client.runEach(n -> inside.around(() -> LockSupport.parkNanos(1_000_000)), numbers(100))
                .waitForAll();
        assertThat(inside.peak()).isBetween(1, 4);
        assertThat(inside.count("+")).isEqualTo(100);
    }

    @Test
    void what_has_a_higher_priority_goes_first() {
        Client client = client(1, 1);
        Gate started = gate("started");
        Gate end = gate("end");
        Marks order = marks("order");
        TaskFuture<Void> running = client.run(() -> {
            started.open();
            end.await();
        });
        until(started::isOpen);
        List<TaskFutures<Void>> waiting = List.of(
                client.withOptions(o -> o.priority(-5)).runEach(n -> order.add("low"), numbers(3)),
                client.runEach(n -> order.add("usual"), numbers(3)),
                client.withOptions(o -> o.priority(7)).runEach(n -> order.add("high"), numbers(3)));
        end.open();
        waiting.forEach(TaskFutures::waitForAll);
        assertThat(running.result()).isNull();
        assertThat(order.words())
                .containsExactly("high", "high", "high", "usual", "usual", "usual", "low", "low", "low");
    }

    @Test
    void of_equal_priority_what_came_first_goes_first() {
        Client client = client(1, 1);
        Marks order = marks("order");
        List<TaskFuture<Void>> futures = numbers(50).stream()
                .map(n -> client.run(() -> order.add("" + n)))
                .toList();
        futures.forEach(TaskFuture::result);
        assertThat(order.words())
                .isEqualTo(numbers(50).stream().map(n -> "" + n).toList());
    }

    @Test
    void a_resource_is_never_given_out_twice() {
        Client client = client(ClusterShape.of(1, 6).resource("gpu", 2));
        Marks inside = marks("inside");
        TaskFutures<Void> half = client.withOptions(o -> o.resource("gpu", 0.5))
                .runEach(n -> inside.around(() -> LockSupport.parkNanos(500_000)), numbers(40));
        half.waitForAll();
        assertThat(inside.peak()).isBetween(1, 4);
        Marks whole = marks("whole");
        client.withOptions(o -> o.resource("gpu", 2))
                .runEach(n -> whole.around(() -> LockSupport.parkNanos(500_000)), numbers(20))
                .waitForAll();
        assertThat(whole.peak()).isEqualTo(1);
    }

    @Test
    void a_resource_is_used_to_the_full() {
        Client client = client(ClusterShape.of(2, 4).resource("gpu", 2));
        Marks inside = marks("inside");
        assertThat(client.withOptions(o -> o.resource("gpu", 1))
                        .runEach(n -> meet(inside, 4), numbers(4))
                        .results())
                .hasSize(4);
    }

    @Test
    void waiting_for_a_resource_holds_back_nothing_else() {
        Client client = client(ClusterShape.of(1, 2).resource("gpu", 1));
        Gate end = gate("end");
        TaskFuture<Void> owner = client.withOptions(o -> o.resource("gpu", 1)).run(end::await);
        TaskFuture<Integer> next = client.withOptions(o -> o.resource("gpu", 1)).submit(() -> 2);
        assertThat(client.map(n -> n, numbers(100)).results()).hasSize(100);
        end.open();
        assertThat(owner.result()).isNull();
        assertThat(next.result()).isEqualTo(2);
    }

    @Test
    void a_task_of_many_threads_gets_them_all() {
        Client client = client(1, 4);
        Marks inside = marks("inside");
        TaskFutures<Void> small = client.runEach(n -> inside.around(() -> LockSupport.parkNanos(300_000)), numbers(60));
        TaskFutures<Integer> wide = client.withOptions(o -> o.threads(4)).map(n -> alone(inside), numbers(3));
        TaskFutures<Void> more = client.runEach(n -> inside.around(() -> LockSupport.parkNanos(300_000)), numbers(60));
        assertThat(wide.results()).as("bodies inside, with the wide one").containsExactly(1, 1, 1);
        assertThat(small.results().size() + more.results().size()).isEqualTo(120);
    }

    private static int alone(Marks inside) {
        inside.add("+");
        int most = 1;
        for (int look = 0; look < 10; look++) {
            most = Math.max(most, inside.count("+") - inside.count("-"));
            LockSupport.parkNanos(200_000);
        }
        inside.add("-");
        return most;
    }

    @Test
    void two_tasks_of_two_threads_share_four() {
        Client client = client(1, 4);
        Marks inside = marks("inside");
        assertThat(client.withOptions(o -> o.threads(2))
                        .runEach(n -> meet(inside, 2), numbers(2))
                        .results())
                .hasSize(2);
    }

    @Test
    void a_task_runs_only_where_it_was_asked_to() {
        Client client = client(3, 1);
        String wanted = client.workers().get(1).id();
        List<String> where = client.withOptions(o -> o.workers(wanted))
                .map(n -> TaskContext.current().orElseThrow().worker(), numbers(30))
                .results();
        assertThat(where).containsOnly(wanted);
    }

    @Test
    void a_preference_is_no_condition() {
        Client client = client(2, 1);
        assertThat(client.withOptions(o -> o.preferWorkers("nobody").preferTag("zone", "moon"))
                        .submit(() -> 1)
                        .result())
                .isEqualTo(1);
    }

    @Test
    void what_no_worker_can_ever_run_fails_and_says_what_is_missing() {
        Client client =
                client(ClusterShape.of(1, 2).resource("gpu", 1).with("muster.scheduler.no-worker-timeout", "150ms"));
        Map<String, TaskFuture<Integer>> impossible = Map.of(
                "fpga", client.withOptions(o -> o.resource("fpga", 1)).submit(() -> 1),
                "gpu", client.withOptions(o -> o.resource("gpu", 2)).submit(() -> 1),
                "threads", client.withOptions(o -> o.threads(3)).submit(() -> 1),
                "nobody", client.withOptions(o -> o.workers("nobody")).submit(() -> 1),
                "zone", client.withOptions(o -> o.tag("zone", "moon")).submit(() -> 1));
        impossible.forEach((missing, future) -> {
            ClusterException failure = failureOf(future::result);
            assertThat(failure)
                    .hasMessageContaining(missing)
                    .hasMessageContaining(future.key())
                    .hasMessageContaining("muster.scheduler.no-worker-timeout");
        });
        assertThat(client.withOptions(o -> o.resource("gpu", 1).threads(2))
                        .submit(() -> 1)
                        .result())
                .isEqualTo(1);
    }

    @Test
    void an_action_runs_once_on_every_worker() {
        Client client = client(3, 2);
        Marks where = marks("where");
        client.runOnAll(() -> where.add(TaskContext.current().orElseThrow().worker()));
        assertThat(where.words()).containsExactlyInAnyOrderElementsOf(ids(client));
    }

    private static List<String> ids(Client client) {
        return client.workers().stream().map(WorkerInfo::id).toList();
    }

    @Test
    void a_function_gives_a_value_from_every_worker() {
        Client client = client(3, 1);
        Map<WorkerInfo, TaskFuture<String>> everywhere =
                client.submitToAll(() -> TaskContext.current().orElseThrow().worker());
        assertThat(everywhere.keySet()).containsExactlyInAnyOrderElementsOf(client.workers());
        everywhere.forEach((worker, future) -> assertThat(future.result()).isEqualTo(worker.id()));
    }

    @Test
    void every_worker_is_prepared_those_to_come_included() {
        ClusterShape shape = ClusterShape.of(2, 1);
        var cluster = cluster(shape);
        Client client = client(cluster);
        client.waitForWorkers(2, PATIENCE);
        Marks prepared = marks("prepared");
        client.prepareWorkers("pool", () -> prepared.add("set up"));
        until(() -> prepared.count() == 2);
        cluster.scale(3);
        client.waitForWorkers(3, PATIENCE);
        until(() -> prepared.count() == 3);
        assertThat(client.map(n -> n, numbers(50)).results()).hasSize(50);
        assertThat(prepared.count()).isEqualTo(3);
    }
}
