package dev.muster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.client.Client;
import dev.muster.client.Submitter;
import dev.muster.client.TaskFuture;
import dev.muster.client.TaskFutures;
import dev.muster.cluster.Cluster;
import dev.muster.error.TaskCancelledException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tasks that submit tasks and wait for them, on as few threads as one. */
abstract class NestedContract extends Theme {
    private static final int MOST_THREADS = 300;
    private static final Duration LONG = Duration.ofMinutes(1);

    NestedContract(ClusterContract kind) {
        super(kind);
    }

    private static long fibonacci(int n) {
        if (n < 2) {
            return n;
        }
        Client client = Client.current();
        TaskFuture<Long> left = client.submit(NestedContract::fibonacci, n - 1);
        TaskFuture<Long> right = client.submit(NestedContract::fibonacci, n - 2);
        return left.result() + right.result();
    }

    private static int deep(int levels) {
        return levels == 0
                ? 0
                : Client.current().submit(NestedContract::deep, levels - 1).result() + 1;
    }

    private static int deepWithLimit(int levels) {
        return levels == 0
                ? 0
                : Client.current()
                                .submit(NestedContract::deepWithLimit, levels - 1)
                                .result(LONG)
                        + 1;
    }

    @Test
    void twenty_thousand_nested_tasks_run_on_one_thread() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Client client = client(1, 1);
        threads.resetPeakThreadCount();
        int before = threads.getThreadCount();
        assertThat(client.submit(NestedContract::fibonacci, 20).result()).isEqualTo(6_765);
        assertThat(threads.getPeakThreadCount() - before).isLessThanOrEqualTo(MOST_THREADS);
    }

    @Test
    void nested_tasks_run_on_many_workers_too() {
        assertThat(client(2, 2).submit(NestedContract::fibonacci, 15).result()).isEqualTo(610);
    }

    @Test
    void levels_of_waiting_tasks_lie_on_one_thread() {
        assertThat(client(1, 1).submit(NestedContract::deep, 150).result()).isEqualTo(150);
    }

    @Test
    void a_wait_with_a_limit_gives_its_thread_back() {
        assertThat(client(1, 1).submit(NestedContract::deepWithLimit, 50).result())
                .isEqualTo(50);
    }

    @Test
    void too_many_waiting_tasks_are_a_typed_failure() {
        Client client = client(ClusterShape.of(1, 1).with("muster.worker.max-waiting", 4));
        TaskFuture<Integer> tooDeep = client.submit(NestedContract::deepWithLimit, 20);
        assertThat(failureOf(tooDeep::result)).hasStackTraceContaining("muster.worker.max-waiting");
        assertThat(client.submit(() -> 1).result()).isEqualTo(1);
    }

    @Test
    void a_map_inside_a_task_is_gathered_there() {
        Client client = client(1, 1);
        TaskFutures<Integer> sums = client.map(
                n -> Client.current()
                        .map(m -> m * n, IntStream.range(0, 100).boxed().toList())
                        .reduce(Integer::sum)
                        .result(),
                List.of(1, 2, 3));
        assertThat(sums.results()).containsExactly(4_950, 9_900, 14_850);
    }

    @Test
    void a_captured_client_or_view_is_the_current_client() {
        Client client = client(1, 1);
        Submitter view = client.withOptions(o -> o.name("inner"));
        assertThat(client.submit(() -> client.submit(() -> 5).result() + 1).result())
                .isEqualTo(6);
        assertThat(client.submit(() -> view.submit(() -> 5).key()).result()).startsWith("inner");
    }

    @Test
    void a_failure_of_a_child_comes_to_its_parent_and_may_be_caught_there() {
        Client client = client(1, 1);
        TaskFuture<String> caught = client.submit(() -> {
            TaskFuture<Integer> child = Client.current().submit(() -> {
                throw new IOException("child");
            });
            try {
                return "" + child.result();
            } catch (RuntimeException e) {
                return e.getCause().getMessage();
            }
        });
        TaskFuture<Integer> uncaught = client.submit(() -> {
            TaskFuture<Integer> child = Client.current().submit(() -> {
                throw new IOException("child");
            });
            return child.result();
        });
        assertThat(caught.result()).isEqualTo("child");
        assertThat(failureOf(uncaught::result)).hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void children_are_cancelled_with_their_parent() {
        Client client = client(1, 2);
        Gate never = gate("never");
        Marks child = marks("child");
        TaskFuture<Void> parent = client.run(() -> {
            TaskFuture<Void> nested = Client.current().run(() -> child.around(never::await));
            nested.result();
        });
        until(() -> child.count("+") == 1);
        parent.cancel();
        assertThat(failureOf(parent::result)).isInstanceOf(TaskCancelledException.class);
        until(() -> child.count("-") == 1);
        assertThat(client.map(n -> n, List.of(1, 2, 3)).results()).containsExactly(1, 2, 3);
    }

    @Test
    void a_child_that_nobody_holds_ends_with_its_parent() {
        Client client = client(1, 1);
        Marks ran = marks("ran");
        TaskFuture<String> parent =
                client.submit(() -> Client.current().run(() -> ran.add("never")).key());
        assertThat(parent.result()).isNotEmpty();
        assertThat(client.submit(() -> 1).result()).isEqualTo(1);
        assertThat(ran.count()).isZero();
    }

    @Test
    void a_child_that_is_returned_lives_on() {
        Client client = client(1, 1);
        TaskFuture<TaskFuture<Integer>> parent =
                client.submit(() -> Client.current().submit(() -> 5).thenApply(n -> n + 1));
        assertThat(parent.result().result()).isEqualTo(6);
        assertThat(parent.thenApply(child -> child.result() + 1).result()).isEqualTo(7);
    }

    @Test
    void a_future_from_outside_can_be_awaited_inside() {
        Client client = client(1, 1);
        TaskFuture<Integer> outside = client.submit(() -> 4);
        List<TaskFuture<Integer>> hidden = List.of(outside);
        assertThat(client.submit(() -> hidden.get(0).result() * 10).result()).isEqualTo(40);
    }

    @Test
    void closing_inside_a_task_does_nothing() {
        Cluster cluster = cluster(1, 1);
        Client client = client(cluster);
        assertThat(client.submit(() -> {
                            Client.current().close();
                            return Client.current().submit(() -> 3).result();
                        })
                        .result())
                .isEqualTo(3);
        assertThat(client.submit(() -> 1).result()).isEqualTo(1);
    }

    @Test
    void children_go_before_the_siblings_of_their_parent() {
        Client client = client(1, 1);
        Marks order = marks("order");
        TaskFutures<Void> parents = client.runEach(
                n -> {
                    order.add("parent " + n);
                    TaskFuture<Void> child = Client.current().run(() -> order.add("child " + n));
                    child.result(LONG);
                },
                List.of(1, 2, 3));
        parents.waitForAll();
        assertThat(order.words()).containsExactly("parent 1", "child 1", "parent 2", "child 2", "parent 3", "child 3");
    }

    @Test
    void a_child_that_needs_what_its_waiting_parent_holds_fails_and_names_both() {
        Client client = client(ClusterShape.of(1, 2).resource("gpu", 1));
        TaskFuture<Integer> parent = client.withOptions(
                        o -> o.resource("gpu", 1).key("the-parent"))
                .submit(() -> {
                    TaskFuture<Integer> child = Client.current()
                            .withOptions(o -> o.resource("gpu", 1).key("the-child"))
                            .submit(() -> 1);
                    return child.result();
                });
        assertThat(failureOf(parent::result))
                .hasStackTraceContaining("the-parent")
                .hasStackTraceContaining("the-child")
                .hasStackTraceContaining("gpu");
        assertThat(client.withOptions(o -> o.resource("gpu", 1)).submit(() -> 2).result())
                .isEqualTo(2);
    }

    @Test
    void a_child_may_need_all_threads_of_which_its_waiting_parent_has_given_back_its_own() {
        Client client = client(1, 2);
        TaskFuture<Integer> parent = client.withOptions(o -> o.threads(2))
                .submit(() -> Client.current()
                        .withOptions(o -> o.threads(2))
                        .submit(() -> 1)
                        .result());
        assertThat(parent.result()).isEqualTo(1);
    }

    @Test
    void a_child_that_needs_what_another_worker_has_runs_there() {
        Client client = client(ClusterShape.of(2, 1).resource("gpu", 1));
        TaskFuture<Integer> parent = client.withOptions(o -> o.resource("gpu", 1))
                .submit(() -> Client.current()
                        .withOptions(o -> o.resource("gpu", 1))
                        .submit(() -> 1)
                        .result());
        assertThat(parent.result()).isEqualTo(1);
    }

    @Test
    void a_task_may_start_more_than_it_can_wait_for_at_once() {
        Client client = client(1, 2);
        TaskFuture<Integer> parent = client.submit(() -> {
            List<TaskFuture<Integer>> children = IntStream.range(0, 2_000)
                    .mapToObj(i -> Client.current().submit(n -> n, i))
                    .toList();
            return children.stream().mapToInt(TaskFuture::result).sum();
        });
        assertThat(parent.result()).isEqualTo(1_999_000);
    }
}
