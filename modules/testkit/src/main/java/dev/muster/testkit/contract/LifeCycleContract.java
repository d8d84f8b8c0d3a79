package dev.muster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.client.Client;
import dev.muster.client.Scope;
import dev.muster.client.Submitter;
import dev.muster.client.TaskFuture;
import dev.muster.client.TaskFutures;
import dev.muster.client.TaskOptions;
import dev.muster.cluster.Cluster;
import dev.muster.error.ClusterException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Opening, closing, borrowing, and which client is the default one. */
abstract class LifeCycleContract extends Theme {

    LifeCycleContract(ClusterContract kind) {
        super(kind);
    }

    private static void assertClosed(Client client) {
        assertThat(failureOf(() -> client.submit(() -> 1).result()).code()).isEqualTo(ClusterException.Code.CLOSED);
        assertThat(failureOf(() -> client.map(n -> n, List.of(1)).results()).code())
                .isEqualTo(ClusterException.Code.CLOSED);
        assertThat(failureOf(() -> client.scatter(1).result()).code()).isEqualTo(ClusterException.Code.CLOSED);
    }

    @Test
    void a_closed_client_takes_nothing_and_closing_again_does_nothing() {
        Client client = client(1, 1);
        TaskFuture<Integer> finished = client.submit(() -> 1);
        assertThat(finished.result()).isEqualTo(1);
        client.close();
        client.close();
        assertClosed(client);
    }

    @Test
    void a_clients_text_counts_the_workers_that_its_cluster_has() {
        Cluster cluster = cluster(3, 2);
        try (Client first = client(cluster)) {
            first.waitForWorkers(3, PATIENCE);
        }
        int there = cluster.workers().size();
        for (int i = 0; i < 20; i++) {
            try (Client client = client(cluster)) {
                assertThat(client.toString()).contains("processes=" + there + " threads=" + 2 * there);
            }
        }
    }

    @Test
    void closing_cancels_what_is_unfinished() {
        Client client = client(1, 1);
        Gate never = gate("never");
        Marks body = marks("body");
        TaskFuture<Void> running = client.run(() -> body.around(never::await));
        TaskFutures<Integer> waiting = client.map(n -> n, List.of(1, 2, 3));
        until(() -> body.count("+") == 1);
        client.close();
        assertThat(running.isDone()).isTrue();
        assertThat(waiting).allMatch(TaskFuture::isDone);
        assertThat(failureOf(running::result).code())
                .isIn(ClusterException.Code.CANCELLED, ClusterException.Code.CLOSED);
        until(() -> body.count("-") == 1);
    }

    @Test
    void waiting_threads_are_released_by_a_close() throws Exception {
        Client client = client(1, 1);
        TaskFuture<Void> running = client.run(gate("never")::await);
        CountDownLatch released = new CountDownLatch(1);
        Thread waiter = new Thread(
                () -> {
                    assertThat(failureOf(running::result)).isNotNull();
                    released.countDown();
                },
                "waiter");
        waiter.start();
        until(() -> waiter.getState() == Thread.State.WAITING || waiter.getState() == Thread.State.TIMED_WAITING);
        client.close();
        released.await();
        waiter.join();
    }

    @Test
    void a_borrowed_cluster_stays_open() {
        Cluster cluster = cluster(1, 1);
        Client first = client(cluster);
        assertThat(first.submit(() -> 1).result()).isEqualTo(1);
        first.close();
        assertThat(client(cluster).submit(() -> 2).result()).isEqualTo(2);
        assertThat(cluster.workers()).hasSize(1);
    }

    @Test
    void a_cluster_that_closes_under_its_client_ends_its_work() {
        Cluster cluster = cluster(1, 1);
        Client client = client(cluster);
        TaskFuture<Void> running = client.run(gate("never")::await);
        cluster.close();
        until(running::isDone);
        assertThat(failureOf(running::result)).isNotNull();
        assertThat(failureOf(() -> client.submit(() -> 1).result(PATIENCE))).isNotNull();
        client.close();
    }

    @Test
    void the_default_client_is_the_last_one_opened_that_is_still_open() {
        Client first = client(1, 1);
        assertThat(Client.current()).isSameAs(first);
        Client second = client(1, 1);
        assertThat(Client.current()).isSameAs(second);
        Client modest = closedAtEnd(
                Client.builder().cluster(cluster(1, 1)).asDefault(false).build());
        assertThat(Client.current()).isSameAs(second);
        second.close();
        assertThat(Client.current()).isSameAs(first);
        first.close();
        assertThatThrownBy(Client::current).hasMessageContaining("Client");
        assertThat(modest.submit(() -> 1).result()).isEqualTo(1);
    }

    @Test
    void inside_a_task_the_default_client_is_the_tasks_own() {
        Client owner = client(1, 1);
        Client later = client(1, 1);
        Gate end = gate("end");
        TaskFuture<String> key = owner.submit(() -> {
            end.await();
            return Client.current()
                    .withOptions(o -> o.key("child"))
                    .submit(() -> 1)
                    .key();
        });
        TaskFuture<Integer> others = later.withOptions(o -> o.key("child")).submit(() -> 2);
        end.open();
        assertThat(key.result()).isEqualTo("child");
        assertThat(others.result()).isEqualTo(2);
        assertThat(Client.current()).isSameAs(later);
    }

    @Test
    void a_closed_scope_takes_nothing() {
        Client client = client(1, 1);
        Scope scope = client.scope();
        scope.close();
        scope.close();
        assertThatThrownBy(() -> scope.submit(() -> 1).result()).hasMessageContaining("closed");
        assertThat(client.submit(() -> 1).result()).isEqualTo(1);
    }

    @Test
    void a_client_describes_itself() {
        Client client = client(2, 3);
        assertThat(client.toString()).contains("Client").contains("6");
        assertThat(client.settings().value("muster.client.when-full")).isEqualTo("wait");
        client.close();
        assertThat(client.toString()).contains("Client");
    }

    @Test
    void options_given_at_the_start_hold_for_all_work() {
        Client client = closedAtEnd(Client.builder()
                .cluster(cluster(1, 1))
                .options(TaskOptions.defaults().name("mine").retries(1))
                .build());
        Submitter retried = client.withOptions(o -> o.retries(2));
        assertThat(client.submit(() -> 1).key()).startsWith("mine");
        assertThat(retried.submit(() -> 1).key()).startsWith("mine");
    }

    @Test
    void work_may_be_submitted_by_many_threads_while_the_client_closes() throws Exception {
        Client client = client(1, 2);
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> callers = IntStream.range(0, 8)
                .mapToObj(i -> new Thread(() -> submitUntilClosed(client, go), "caller-" + i))
                .toList();
        callers.forEach(Thread::start);
        go.await();
        client.close();
        for (Thread caller : callers) {
            caller.join();
        }
        assertClosed(client);
    }

    /** Every future ends, and the first refusal is CLOSED. */
    private static void submitUntilClosed(Client client, CountDownLatch go) {
        while (true) {
            try {
                TaskFuture<Integer> future = client.submit(() -> 1);
                until(future::isDone);
                go.countDown();
            } catch (ClusterException refused) {
                assertThat(refused.code()).isEqualTo(ClusterException.Code.CLOSED);
                return;
            }
        }
    }

    @Test
    void many_clusters_can_be_opened_one_after_another() {
        for (int i = 0; i < 10; i++) {
            try (Cluster cluster = kind().open(ClusterShape.of(2, 1));
                    Client client = new Client(cluster)) {
                assertThat(client.map(n -> n + 1, List.of(1, 2)).results()).containsExactly(2, 3);
            }
        }
    }
}
