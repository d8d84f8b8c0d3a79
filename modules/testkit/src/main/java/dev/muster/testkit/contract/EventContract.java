package dev.muster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.client.Client;
import dev.muster.client.TaskFuture;
import dev.muster.cluster.Cluster;
import dev.muster.cluster.WorkerInfo;
import dev.muster.event.ClientListener;
import dev.muster.event.Snapshot;
import dev.muster.event.Subscription;
import dev.muster.event.TaskEvent;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a client tells of itself: events, figures, explanations. */
abstract class EventContract extends Theme {

    EventContract(ClusterContract kind) {
        super(kind);
    }

    /** Writes down what it hears as "what key". */
    private static final class Listening implements ClientListener {
        final List<String> heard = new CopyOnWriteArrayList<>();
        final List<TaskEvent> events = new CopyOnWriteArrayList<>();
        final Set<Thread> threads = ConcurrentHashMap.newKeySet();

        private void note(String what, TaskEvent event) {
            threads.add(Thread.currentThread());
            events.add(event);
            heard.add(what + " " + event.key());
        }

        @Override
        public void submitted(TaskEvent event) {
            note("submitted", event);
        }

        @Override
        public void started(TaskEvent event) {
            note("started", event);
        }

        @Override
        public void finished(TaskEvent event) {
            note("finished", event);
        }

        @Override
        public void failed(TaskEvent event) {
            note("failed", event);
        }

        @Override
        public void retried(TaskEvent event) {
            note("retried", event);
        }

        @Override
        public void workerJoined(WorkerInfo worker) {
            heard.add("joined " + worker.id());
        }

        @Override
        public void workerLost(WorkerInfo worker, String reason) {
            heard.add("lost " + worker.id());
        }
    }

    @Test
    void a_tasks_life_is_heard_in_order() {
        Client client = client(1, 1);
        Listening listening = new Listening();
        closedAtEnd(client.listen(listening));
        TaskFuture<Integer> future =
                client.withOptions(o -> o.key("k").name("kind")).submit(() -> 1);
        assertThat(future.result()).isEqualTo(1);
        until(() -> listening.heard.contains("finished k"));
        assertThat(listening.heard.stream().filter(word -> word.endsWith(" k")))
                .containsExactly("submitted k", "started k", "finished k");
        TaskEvent finished = listening.events.get(listening.events.size() - 1);
        assertThat(finished.name()).isEqualTo("kind");
        assertThat(finished.worker()).isEqualTo(client.workers().get(0).id());
        assertThat(finished.attempt()).isEqualTo(1);
        assertThat(listening.threads).hasSize(1).doesNotContain(Thread.currentThread());
    }

    @Test
    void failures_and_retries_are_heard_with_their_cause() {
        Client client = client(1, 1);
        Listening listening = new Listening();
        closedAtEnd(client.listen(listening));
        TaskFuture<Integer> failing = client.withOptions(o -> o.key("bad").retries(1))
                .submit(() -> {
                    throw new IOException("disk");
                });
        untilDone(failing);
        until(() -> listening.heard.contains("failed bad"));
        assertThat(listening.heard.stream().filter(word -> word.endsWith(" bad")))
                .containsExactly("submitted bad", "started bad", "retried bad", "started bad", "failed bad");
        assertThat(listening.events.get(listening.events.size() - 1).failure()).hasStackTraceContaining("disk");
    }

    @Test
    void a_cancel_is_heard_as_a_failure() {
        Client client = client(1, 1);
        Listening listening = new Listening();
        closedAtEnd(client.listen(listening));
        TaskFuture<Void> running = client.withOptions(o -> o.key("c")).run(gate("never")::await);
        running.cancel();
        until(() -> listening.heard.contains("failed c"));
    }

    @Test
    void workers_are_heard_coming_and_going() {
        Cluster cluster = cluster(1, 1);
        Client client = client(cluster);
        client.waitForWorkers(1, PATIENCE);
        Listening listening = new Listening();
        closedAtEnd(client.listen(listening));
        cluster.scale(2);
        client.waitForWorkers(2, PATIENCE);
        until(() -> listening.heard.stream().anyMatch(word -> word.startsWith("joined ")));
        cluster.scale(1);
        until(() -> listening.heard.stream().anyMatch(word -> word.startsWith("lost ")));
    }

    @Test
    void a_closed_subscription_hears_nothing_more() {
        Client client = client(1, 1);
        Listening first = new Listening();
        Listening second = new Listening();
        Subscription subscription = client.listen(first);
        closedAtEnd(client.listen(second));
        assertThat(client.submit(() -> 1).result()).isEqualTo(1);
        until(() -> second.heard.size() >= 3 && first.heard.size() >= 3);
        subscription.close();
        subscription.close();
        int heard = first.heard.size();
        TaskFuture<Integer> unheard = client.withOptions(o -> o.key("unheard")).submit(() -> 2);
        assertThat(unheard.result()).isEqualTo(2);
        until(() -> second.heard.contains("finished unheard"));
        assertThat(first.heard).hasSize(heard);
    }

    @Test
    void a_listener_that_blocks_or_throws_holds_up_no_work() {
        Client client = client(1, 2);
        CountDownLatch released = new CountDownLatch(1);
        closedAtEnd(client.listen(new ClientListener() {
            @Override
            public void submitted(TaskEvent event) {
                try {
                    released.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new IllegalStateException("mine");
            }
        }));
        assertThat(client.map(n -> n, IntStream.range(0, 20_000).boxed()).results())
                .hasSize(20_000);
        released.countDown();
    }

    @Test
    void figures_belong_together() {
        Client client = client(2, 2);
        Gate end = gate("end");
        Marks inside = marks("inside");
        var running = client.runEach(
                n -> {
                    inside.add("+");
                    end.await();
                },
                IntStream.range(0, 6).boxed().toList());
        until(() -> inside.count() == 4);
        until(() -> client.snapshot().running() >= 4);
        Snapshot busy = client.snapshot();
        assertThat(busy.workers()).isEqualTo(2);
        assertThat(busy.threads()).isEqualTo(4);
        assertThat(busy.pending() + busy.running()).isEqualTo(6);
        end.open();
        running.waitForAll();
        TaskFuture<Integer> failing = client.submit(n -> 1 / n, 0);
        untilDone(failing);
        until(() -> client.snapshot().erred() == 1);
        Snapshot after = client.snapshot();
        assertThat(after.finished()).isEqualTo(6);
        assertThat(after.running() + after.pending()).isZero();
        assertThat(after.toJson()).startsWith("{").endsWith("}").contains("\"finished\"");
    }

    @Test
    void a_future_explains_why_it_waits() {
        Client client = client(ClusterShape.of(1, 1).resource("gpu", 1));
        Gate end = gate("end");
        Marks inside = marks("inside");
        TaskFuture<Integer> running = client.withOptions(o -> o.key("the-input"))
                .submit(() -> {
                    inside.add("+");
                    end.await();
                    return 1;
                });
        until(() -> inside.count() == 1);
        TaskFuture<Integer> dependant = running.thenApply(n -> n + 1);
        TaskFuture<Integer> queued = client.submit(() -> 1);
        TaskFuture<Integer> impossible =
                client.withOptions(o -> o.resource("fpga", 1)).submit(() -> 1);
        assertThat(running.explain())
                .contains("the-input")
                .contains(client.workers().get(0).id());
        assertThat(dependant.explain()).contains(dependant.key()).contains("the-input");
        assertThat(queued.explain()).contains(queued.key());
        assertThat(impossible.explain()).contains("fpga");
        impossible.cancel();
        end.open();
        assertThat(dependant.result() + queued.result()).isEqualTo(3);
    }

    @Test
    void a_future_explains_how_it_ended() {
        Client client = client(1, 1);
        String worker = client.workers().get(0).id();
        TaskFuture<Integer> fine = client.submit(() -> 1);
        TaskFuture<Integer> failed = client.withOptions(o -> o.retries(1)).submit(() -> {
            throw new IOException("disk full");
        });
        TaskFuture<Void> cancelled = client.run(gate("never")::await);
        cancelled.cancel();
        List.of(fine, failed, cancelled).forEach(Theme::untilDone);
        assertThat(fine.explain()).contains(fine.key()).contains(worker);
        assertThat(failed.explain())
                .contains(failed.key())
                .contains("disk full")
                .contains("IOException")
                .contains("2");
        assertThat(cancelled.explain()).containsIgnoringCase("cancel");
    }
}
