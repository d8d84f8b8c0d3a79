package dev.muster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.client.Client;
import dev.muster.client.Status;
import dev.muster.client.TaskFuture;
import dev.muster.error.ClusterException;
import dev.muster.error.TaskTimeoutException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Time limits of attempts and of tasks, for bodies that listen and bodies that do not. */
abstract class TimeLimitContract extends Theme {
    private static final Duration SHORT = Duration.ofMillis(60);

    TimeLimitContract(ClusterContract kind) {
        super(kind);
    }

    @Test
    void an_attempt_over_its_time_is_interrupted_and_fails() {
        Client client = client(1, 1);
        Gate never = gate("never");
        Marks heard = marks("heard");
        TaskFuture<Void> future = client.withOptions(o -> o.timeout(SHORT)).run(() -> {
            try {
                never.await();
            } finally {
                heard.add("interrupted");
            }
        });
        TaskTimeoutException late = (TaskTimeoutException) failureOf(future::result);
        assertThat(late.code()).isEqualTo(ClusterException.Code.TIMEOUT);
        assertThat(late.key()).isEqualTo(future.key());
        assertThat(future.status()).isEqualTo(Status.ERROR);
        until(() -> heard.count() == 1);
        assertThat(client.submit(() -> Thread.interrupted()).result()).isFalse();
    }

    @Test
    void an_endless_loop_ends_by_its_time_limit_and_the_cluster_goes_on() {
        Client client = client(ClusterShape.of(1, 1).with("muster.worker.interrupt-grace", "20ms"));
        Gate end = gate("end");
        TaskFuture<Void> endless = client.withOptions(o -> o.timeout(SHORT)).run(end::awaitStubbornly);
        assertThat(failureOf(endless::result)).isInstanceOf(TaskTimeoutException.class);
        assertThat(client.submit(() -> 1).result(PATIENCE)).isEqualTo(1);
        end.open();
    }

    @Test
    void an_attempt_within_its_time_is_left_alone() {
        Client client = client(1, 1);
        TaskFuture<Integer> future =
                client.withOptions(o -> o.timeout(Duration.ofMinutes(5))).submit(() -> 1);
        assertThat(future.result()).isEqualTo(1);
    }

    @Test
    void the_limit_holds_for_each_attempt_and_a_late_one_can_be_retried() {
        Client client = client(1, 1);
        Gate never = gate("never");
        Marks tries = marks("tries");
        TaskFuture<String> future = client.withOptions(o -> o.timeout(SHORT).retries(2))
                .submit(() -> {
                    tries.add("try");
                    if (tries.count() < 3) {
                        never.await();
                    }
                    return "third";
                });
        assertThat(future.result()).isEqualTo("third");
    }

    @Test
    void a_deadline_counts_over_all_attempts() {
        Client client = client(1, 1);
        Gate never = gate("never");
        TaskFuture<Void> future = client.withOptions(
                        o -> o.timeout(Duration.ofMillis(20)).retries(1_000_000).deadline(Duration.ofMillis(200)))
                .run(never::await);
        assertThat(failureOf(future::result)).isInstanceOf(TaskTimeoutException.class);
        assertThat(client.submit(() -> 1).result()).isEqualTo(1);
    }

    @Test
    void a_deadline_ends_what_has_not_started() {
        Client client = client(1, 1);
        Gate end = gate("end");
        Marks ran = marks("ran");
        TaskFuture<Void> running = client.run(end::await);
        TaskFuture<Void> waiting = client.withOptions(o -> o.deadline(SHORT)).run(() -> ran.add("too late"));
        assertThat(failureOf(waiting::result)).isInstanceOf(TaskTimeoutException.class);
        end.open();
        assertThat(running.result()).isNull();
        assertThat(client.submit(() -> 1).result()).isEqualTo(1);
        assertThat(ran.count()).isZero();
    }

    @Test
    void children_inherit_what_is_left_of_a_deadline() {
        Client client = client(1, 1);
        Gate never = gate("never");
        Marks child = marks("child");
        TaskFuture<Void> parent = client.withOptions(o -> o.deadline(Duration.ofMillis(200)))
                .run(() -> {
                    TaskFuture<Void> nested = Client.current().run(() -> {
                        child.add("+");
                        try {
                            never.await();
                        } finally {
                            child.add("-");
                        }
                    });
                    nested.result();
                });
        assertThat(failureOf(parent::result)).isInstanceOf(TaskTimeoutException.class);
        until(() -> child.count("+") == child.count("-"));
        assertThat(client.submit(() -> 1).result(PATIENCE)).isEqualTo(1);
    }

    @Test
    void what_needs_a_late_task_fails_like_it() {
        Client client = client(1, 1);
        Gate never = gate("never");
        TaskFuture<Integer> late = client.withOptions(o -> o.timeout(SHORT).key("slow-one"))
                .submit(() -> {
                    never.await();
                    return 1;
                });
        TaskFuture<Integer> dependant = late.thenApply(n -> n + 1);
        assertThat(failureOf(dependant::result))
                .isInstanceOf(TaskTimeoutException.class)
                .hasMessageContaining("slow-one");
    }

    @Test
    void many_time_limits_run_out_one_by_one() {
        Client client = client(2, 2);
        Gate never = gate("never");
        var futures = client.withOptions(o -> o.timeout(Duration.ofMillis(10)))
                .runEach(n -> never.await(), IntStream.range(0, 40).boxed().toList());
        futures.waitForAll();
        assertThat(futures.failed()).hasSize(40);
        assertThat(client.submit(() -> 1).result()).isEqualTo(1);
    }
}
