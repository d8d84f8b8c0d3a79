package dev.muster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.cluster.WorkerInfo;
import dev.muster.event.ClientListener;
import dev.muster.event.Subscription;
import dev.muster.event.TaskEvent;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Peer;
import dev.muster.scheduler.SchedulerOutput.Observation;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class EventsTest extends WithFakeSession {

    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final ClientListener listener = new ClientListener() {
        @Override
        public void submitted(TaskEvent event) {
            heard.add("submitted " + event.key() + " " + event.name());
        }

        @Override
        public void finished(TaskEvent event) {
            heard.add("finished " + event.key() + " on " + event.worker() + " attempt " + event.attempt());
        }

        @Override
        public void failed(TaskEvent event) {
            heard.add("failed " + event.failure());
            throw new IllegalStateException("listeners should not throw");
        }

        @Override
        public void workerJoined(WorkerInfo worker) {
            heard.add("joined " + worker.id());
        }

        @Override
        public void workerLost(WorkerInfo worker, String reason) {
            heard.add("lost " + worker.id() + ": " + reason);
        }
    };

    @Test
    void a_listener_hears_of_tasks_and_workers_on_a_thread_of_its_own() {
        Events events = new Events(client, new Workers(client));
        Peer peer = new Peer(9, 1);
        try (Subscription subscription = events.listen(listener)) {
            TaskFuture<Integer> one = client.withOptions(o -> o.name("load")).submit(() -> 1);
            one.result();
            long task = ((SingleFuture<Integer>) one).record().firstTask();
            events.joined(FakeSession.worker(peer, "w"));
            events.observed(Observation.SUBMITTED, task, 0, null, null);
            events.observed(Observation.FINISHED, task, 1, peer, null);
            events.observed(Observation.FAILED, task, 2, peer, Failure.of(Failure.Kind.WORKER_LOST, "workers died"));
            events.lost(FakeSession.worker(peer, "w"), "killed");
            await().until(() -> heard.size() == 5);
            assertThat(heard)
                    .containsExactly(
                            "joined w",
                            "submitted load-0 load",
                            "finished load-0 on w attempt 1",
                            "failed dev.muster.error.WorkerLostException: Task load-0 was given up on w in attempt 2: workers died",
                            "lost w: killed");
            subscription.close();
            events.joined(FakeSession.worker(peer, "w"));
        }
        assertThat(heard).hasSize(5);
    }

    @Test
    void a_slow_listener_loses_events_and_delays_nobody() {
        CountDownLatch go = new CountDownLatch(1);
        Events events = new Events(client, new Workers(client));
        Queue<String> slow = new ConcurrentLinkedQueue<>();
        ClientListener waits = new ClientListener() {
            @Override
            public void started(TaskEvent event) {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                slow.add(event.key());
            }
        };
        Subscription subscription = events.listen(waits);
        for (int i = 0; i < 20_000; i++) {
            events.observed(Observation.STARTED, i, 1, null, null);
        }
        go.countDown();
        await().until(() -> slow.size() > 8_000);
        assertThat(slow.size()).isLessThan(10_000);
        subscription.close();
        events.close();
    }

    @Test
    void a_worker_that_joins_is_prepared() {
        Workers workers = new Workers(client);
        Events events = new Events(client, workers);
        workers.prepare("cache", () -> {});
        session.settle();
        int before = session.events.size();
        events.joined(FakeSession.worker(new Peer(9, 1), "newcomer"));
        await().until(() -> session.events.size() > before);
        assertThat(session.seen(dev.muster.scheduler.SchedulerEvent.Submitted.class))
                .last()
                .satisfies(each -> assertThat(each.spec().selection().only()).containsExactly("newcomer"));
    }
}
