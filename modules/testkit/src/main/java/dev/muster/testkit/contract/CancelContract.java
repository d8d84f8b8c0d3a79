package dev.muster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.client.CancelMode;
import dev.muster.client.Client;
import dev.muster.client.Status;
import dev.muster.client.Submitter;
import dev.muster.client.TaskContext;
import dev.muster.client.TaskFuture;
import dev.muster.client.TaskFutures;
import dev.muster.cluster.Cluster;
import dev.muster.cluster.WorkerInfo;
import dev.muster.error.ClusterException;
import dev.muster.error.TaskCancelledException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stopping work: before it starts, while it runs, when it does not listen, and at the moment it ends. */
abstract class CancelContract extends Theme {

    CancelContract(ClusterContract kind) {
        super(kind);
    }

    private TaskFuture<Void> blocker(Client client, Gate end) {
        Gate started = gate("started-" + end.path().hashCode());
        TaskFuture<Void> future = client.run(() -> {
            started.open();
            end.await();
        });
        until(started::isOpen);
        return future;
    }

    private static void assertCancelled(TaskFuture<?> future) {
        TaskCancelledException cancelled = (TaskCancelledException) failureOf(future::result);
        assertThat(cancelled.code()).isEqualTo(ClusterException.Code.CANCELLED);
        assertThat(cancelled.key()).isEqualTo(future.key());
        assertThat(future.isCancelled()).isTrue();
        assertThat(future.isDone()).isTrue();
        assertThat(future.status()).isEqualTo(Status.CANCELLED);
        assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
    }

    @Test
    void what_has_not_started_never_starts() {
        Client client = client(1, 1);
        Gate end = gate("end");
        TaskFuture<Void> running = blocker(client, end);
        Marks ran = marks("ran");
        List<TaskFuture<Void>> waiting = new ArrayList<>();
        for (CancelMode mode : List.of(CancelMode.IF_WAITING, CancelMode.INTERRUPT)) {
            TaskFuture<Void> future = client.run(() -> ran.add("never"));
            future.cancel(mode);
            waiting.add(future);
        }
        waiting.forEach(CancelContract::assertCancelled);
        end.open();
        assertThat(running.result()).isNull();
        assertThat(client.submit(() -> 1).result()).isEqualTo(1);
        assertThat(ran.count()).isZero();
    }

    @Test
    void a_sleeping_task_is_interrupted() {
        Client client = client(1, 1);
        Gate started = gate("started");
        Gate never = gate("never");
        Marks heard = marks("heard");
        TaskFuture<Void> future = client.run(() -> {
            started.open();
            try {
                never.await();
            } catch (InterruptedException e) {
                heard.add("cancelled=" + TaskContext.current().orElseThrow().cancelled());
                throw e;
            }
        });
        until(started::isOpen);
        future.cancel();
        assertCancelled(future);
        until(() -> heard.count() == 1);
        assertThat(heard.words()).containsExactly("cancelled=true");
        assertThat(client.submit(() -> Thread.interrupted()).result()).isFalse();
    }

    @Test
    void a_running_task_may_be_left_to_end() {
        Client client = client(1, 1);
        Gate end = gate("end");
        TaskFuture<Void> running = blocker(client, end);
        running.cancel(CancelMode.IF_WAITING);
        assertThat(running.status()).isEqualTo(Status.PENDING);
        end.open();
        assertThat(running.result()).isNull();
        assertThat(running.status()).isEqualTo(Status.FINISHED);
    }

    @Test
    void a_task_that_eats_its_interrupt_is_given_up_and_its_thread_replaced() {
        Client client = client(ClusterShape.of(1, 1).with("muster.worker.interrupt-grace", "20ms"));
        Gate started = gate("started");
        Gate end = gate("end");
        TaskFuture<Void> stubborn = client.run(() -> {
            started.open();
            end.awaitStubbornly();
        });
        until(started::isOpen);
        stubborn.cancel();
        assertCancelled(stubborn);
        assertThat(client.submit(() -> 1).result(PATIENCE)).isEqualTo(1);
        end.open();
        assertThat(client.submit(() -> 2).result(PATIENCE)).isEqualTo(2);
    }

    @Test
    void the_hardest_way_ends_the_task_and_leaves_a_cluster_that_works() {
        Client client = client(2, 1);
        Gate end = gate("end");
        TaskFuture<Void> running = blocker(client, end);
        running.cancel(CancelMode.KILL_WORKER);
        assertThat(failureOf(running::result)).isInstanceOf(TaskCancelledException.class);
        assertThat(client.submit(() -> 1).result(PATIENCE)).isEqualTo(1);
        end.open();
    }

    @Test
    void a_worker_that_was_ended_with_its_task_is_replaced() {
        Cluster cluster = cluster(1, 2);
        Client client = client(cluster);
        client.waitForWorkers(1, PATIENCE);
        String before = client.workers().get(0).id();
        Gate end = gate("end");
        Marks tries = marks("tries");
        TaskFuture<Integer> neighbour = client.submit(() -> {
            tries.add("try");
            end.await();
            return 7;
        });
        until(() -> tries.count() == 1);
        TaskFuture<Void> running = blocker(client, end);
        running.cancel(CancelMode.KILL_WORKER);
        assertThat(failureOf(running::result)).isInstanceOf(TaskCancelledException.class);
        assertThat(client.submit(() -> 1).result(PATIENCE)).isEqualTo(1);
        assertThat(client.workers()).extracting(WorkerInfo::id).hasSize(1).doesNotContain(before);
        assertThat(cluster.workers()).hasSize(1);
        end.open();
        assertThat(neighbour.result(PATIENCE)).isEqualTo(7);
        assertThat(tries.count()).isEqualTo(2);
    }

    @Test
    void what_has_ended_keeps_its_value() {
        TaskFuture<Integer> future = client(1, 1).submit(() -> 5);
        assertThat(future.result()).isEqualTo(5);
        for (CancelMode mode : CancelMode.values()) {
            future.cancel(mode);
        }
        assertThat(future.cancel(true)).isFalse();
        assertThat(future.result()).isEqualTo(5);
        assertThat(future.isCancelled()).isFalse();
    }

    @Test
    void the_cancel_of_the_jdk_works_too() {
        Client client = client(1, 1);
        Gate end = gate("end");
        TaskFuture<Void> running = blocker(client, end);
        TaskFuture<Integer> waiting = client.submit(() -> 1);
        assertThat(waiting.cancel(false)).isTrue();
        assertCancelled(waiting);
        assertThat(running.cancel(true)).isTrue();
        assertCancelled(running);
    }

    @Test
    void many_are_cancelled_in_one_call() {
        Client client = client(1, 1);
        Gate end = gate("end");
        TaskFuture<Void> running = blocker(client, end);
        Marks ran = marks("ran");
        TaskFutures<Void> list = client.runEach(n -> ran.add("" + n), List.of(1, 2, 3));
        TaskFutures<Void> batch = client.runEach(n -> ran.add("" + n), List.of(4, 5, 6));
        client.cancel(List.copyOf(list));
        batch.cancel();
        list.forEach(CancelContract::assertCancelled);
        batch.forEach(CancelContract::assertCancelled);
        end.open();
        assertThat(running.result()).isNull();
        assertThat(ran.count()).isZero();
    }

    @Test
    void a_future_that_would_replace_a_failure_is_cancelled_while_its_source_goes_on() {
        Client client = client(1, 2);
        Gate end = gate("end");
        TaskFuture<Integer> source = client.submit(() -> {
            end.await();
            return 1;
        });
        TaskFuture<Integer> recovered = source.exceptionally(failure -> 2);
        TaskFuture<Integer> after = recovered.thenApply(n -> n + 1);
        recovered.cancel();
        assertCancelled(recovered);
        assertThat(failureOf(after::result)).hasStackTraceContaining("was cancelled");
        assertThat(source.isDone()).isFalse();
        end.open();
        assertThat(source.result()).isEqualTo(1);
        assertThat(recovered.isCancelled()).isTrue();
    }

    @Test
    void one_element_of_a_map_is_cancelled_alone() {
        Client client = client(1, 1);
        Gate end = gate("end");
        TaskFuture<Void> running = blocker(client, end);
        TaskFutures<Integer> futures = client.map(n -> n, List.of(0, 1, 2, 3));
        futures.get(2).cancel();
        end.open();
        assertThat(List.of(
                        futures.get(0).result(),
                        futures.get(1).result(),
                        futures.get(3).result()))
                .containsExactly(0, 1, 3);
        assertCancelled(futures.get(2));
        assertThat(running.result()).isNull();
    }

    @Test
    void cancelling_twice_is_cancelling_once() {
        Client client = client(1, 1);
        TaskFuture<Void> running = blocker(client, gate("never"));
        running.cancel();
        running.cancel();
        assertCancelled(running);
        running.cancel(CancelMode.IF_WAITING);
        assertThat(client.submit(() -> 1).result()).isEqualTo(1);
    }

    @Test
    void a_cancelled_task_is_not_retried() {
        Client client = client(1, 1);
        Gate started = gate("started");
        Gate never = gate("never");
        Marks tries = marks("tries");
        TaskFuture<Void> future = client.withOptions(o -> o.retries(3)).run(() -> {
            tries.add("try");
            started.open();
            never.await();
        });
        until(started::isOpen);
        future.cancel();
        assertCancelled(future);
        assertThat(client.submit(() -> 1).result()).isEqualTo(1);
        assertThat(tries.count()).isEqualTo(1);
    }

    @Test
    void a_waiting_thread_hears_of_the_cancel() throws Exception {
        Client client = client(1, 1);
        TaskFuture<Void> running = blocker(client, gate("never"));
        List<Throwable> heard = new CopyOnWriteArrayList<>();
        Thread waiter = new Thread(() -> heard.add(failureOf(running::result)), "waiter");
        waiter.start();
        until(() -> waiter.getState() == Thread.State.WAITING || waiter.getState() == Thread.State.TIMED_WAITING);
        running.cancel();
        waiter.join();
        assertThat(heard).singleElement().isInstanceOf(TaskCancelledException.class);
    }

    @Test
    void a_child_that_waits_for_another_is_cancelled_before_it_is_sent() {
        Client client = client(1, 2);
        Gate never = gate("never");
        Marks ran = marks("ran");
        TaskFuture<Boolean> parent = client.submit(() -> {
            Client inside = Client.current();
            TaskFuture<Void> first = inside.run(never::await);
            TaskFuture<Void> second = inside.withOptions(o -> o.after(first)).run(() -> ran.add("second"));
            TaskFuture<Integer> third = second.thenApply(nothing -> {
                ran.add("third");
                return 3;
            });
            second.cancel();
            first.cancel();
            try {
                third.result();
            } catch (ClusterException e) {
                return second.isCancelled();
            }
            return false;
        });
        assertThat(parent.result()).isTrue();
        assertThat(client.submit(() -> 1).result()).isEqualTo(1);
        assertThat(ran.count()).isZero();
    }

    @Test
    void what_waits_for_a_task_that_passed_its_deadline_does_not_run_on() {
        Client client = client(2, 2);
        Marks body = marks("body");
        Gate never = gate("never");
        for (int round = 0; round < 200; round++) {
            long micros = 50 + 10L * round;
            TaskFuture<Integer> first = client.withOptions(o -> o.deadline(Duration.ofNanos(1_000 * micros)))
                    .submit(() -> 1);
            TaskFuture<Void> second = first.thenAccept(n -> body.around(never::await));
            untilDone(first);
            second.cancel();
            untilDone(second);
        }
        until(() -> body.count("+") == body.count("-"));
    }

    /** Runs until it is stopped. */
    private static int sleepLong() throws InterruptedException {
        new CountDownLatch(1).await();
        return 0;
    }

    /** Tasks of every kind that would never end by themselves. */
    private static List<TaskFuture<?>> endless(Client client, Random random) {
        Submitter with = switch (random.nextInt(6)) {
            case 0 -> client.withOptions(o -> o.retries(2));
            case 1 -> client.withOptions(o -> o.deadline(Duration.ofMillis(1 + random.nextInt(3))));
            case 2 -> client.withOptions(o -> o.timeout(Duration.ofMillis(1)).retries(3));
            case 3 -> client.withOptions(o -> o.threads(2));
            default -> client;
        };
        return switch (random.nextInt(5)) {
            case 0 -> List.copyOf(with.map(n -> sleepLong(), List.of(1, 2, 3)));
            case 1 -> List.of(with.submit(() -> 1).thenApply(n -> n + 1).thenApply(n -> sleepLong()));
            case 2 -> {
                TaskFuture<Integer> first = with.submit(() -> 1);
                yield List.of(first, first.thenApply(n -> sleepLong()));
            }
            case 3 ->
                List.of(with.submit(
                        () -> Client.current().submit(CancelContract::sleepLong).result()));
            default -> List.of(with.submit(CancelContract::sleepLong));
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void no_cancel_is_lost_whenever_it_comes(long seed) {
        Client client = client(2, 2);
        Random random = new Random(seed);
        for (int cancelled = 0; cancelled < 10_000; ) {
            List<TaskFuture<?>> tasks = new ArrayList<>();
            for (int i = random.nextInt(8); i >= 0; i--) {
                tasks.addAll(endless(client, random));
            }
            TaskFuture<Integer> bystander = client.submit(() -> 5);
            Collections.shuffle(tasks, random);
            for (TaskFuture<?> each : tasks) {
                for (int spins = random.nextInt(3) * random.nextInt(2_000); spins > 0; spins--) {
                    Thread.onSpinWait();
                }
                each.cancel();
            }
            tasks.forEach(Theme::untilDone);
            assertThat(bystander.result(PATIENCE)).isEqualTo(5);
            cancelled += tasks.size();
        }
        // A task that went on would keep its threads.
        TaskFutures<Integer> last = client.withOptions(o -> o.threads(2)).map(n -> n, List.of(1, 2, 3, 4));
        last.forEach(each -> assertThat(each.result(PATIENCE)).isPositive());
    }

    @Test
    void cancels_that_race_with_the_end_lose_no_task_and_hit_no_other() {
        Client client = client(2, 2);
        List<TaskFuture<Boolean>> raced = new ArrayList<>();
        List<TaskFuture<Boolean>> bystanders = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            TaskFuture<Boolean> future = client.submit(() -> Thread.interrupted());
            raced.add(future);
            bystanders.add(client.submit(() -> Thread.interrupted()));
            raced.get(i / 2).cancel();
        }
        for (TaskFuture<Boolean> future : raced) {
            untilDone(future);
            assertThat(future.status()).isIn(Status.CANCELLED, Status.FINISHED);
        }
        assertThat(client.gather(bystanders)).doesNotContain(true);
        assertThat(IntStream.range(0, 8)
                        .mapToObj(i -> client.submit(() -> Thread.interrupted()))
                        .map(TaskFuture::result))
                .doesNotContain(true);
    }
}
