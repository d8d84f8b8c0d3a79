package dev.muster.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.client.Client;
import dev.muster.client.TaskContext;
import dev.muster.client.TaskFuture;
import dev.muster.cluster.WorkerInfo;
import dev.muster.codec.KryoCodec;
import dev.muster.config.Settings;
import dev.muster.node.Nodes;
import dev.muster.node.Outcomes;
import dev.muster.node.Session;
import dev.muster.node.SettledHandle;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Frame;
import dev.muster.protocol.FrameWriter;
import dev.muster.protocol.Loss;
import dev.muster.protocol.Message;
import dev.muster.protocol.Payload;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.protocol.TaskSpec;
import dev.muster.scheduler.SchedulerEvent;
import dev.muster.spi.Link;
import dev.muster.spi.NodeInfo;
import dev.muster.spi.Receiver;
import dev.muster.testkit.LeakCheck;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines that throw: only their own node ends, and the cluster goes on. */
class FaultTest {
    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private static CountDownLatch go = new CountDownLatch(0);

    private static LocalCluster cluster(boolean strict, int workers) {
        return LocalCluster.builder()
                .settings(Settings.defaults().with("muster.local.strict", strict))
                .workers(workers)
                .threadsPerWorker(1)
                .build();
    }

    private static NodeInfo stranger() {
        return new NodeInfo(
                new Peer(4711, 1),
                PeerInfo.Role.CLIENT,
                "stranger",
                "here",
                1,
                0,
                0,
                Map.of(),
                Map.of(),
                List.of(),
                1,
                "",
                "17");
    }

    /** A member that says to the workers what no client ever says: their machines throw. */
    private static final class Stranger implements Receiver, AutoCloseable {
        private final Queue<Peer> workers = new ConcurrentLinkedQueue<>();
        private final boolean live;
        private final Link link;

        Stranger(LocalCluster cluster) {
            live = cluster.node().info().carriesObjects();
            link = cluster.node().attach(stranger(), this);
        }

        void breakAll() {
            List<Message> nonsense = List.of(new Message.Grant(1, 1, 1));
            workers.forEach(worker -> {
                FrameWriter writer = new FrameWriter(1 << 20);
                writer.begin(1, worker.epoch());
                writer.add(nonsense.get(0));
                link.send(worker, live ? new Frame.Live(nonsense) : writer.end());
            });
        }

        @Override
        public void joined(PeerInfo peer) {
            if (peer.role() == PeerInfo.Role.WORKER) {
                workers.add(peer.peer());
            }
        }

        @Override
        public void received(Peer from, Frame frame) {}

        @Override
        public void writable(Peer to) {}

        @Override
        public void lost(Peer peer, Loss why) {
            workers.remove(peer);
        }

        @Override
        public void close() {
            link.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_worker_whose_machine_throws_is_replaced_and_its_work_goes_on(boolean strict) throws Exception {
        go = new CountDownLatch(1);
        try (LocalCluster cluster = cluster(strict, 1);
                Client client = new Client(cluster);
                Stranger stranger = new Stranger(cluster)) {
            client.waitForWorkers(1, Duration.ofSeconds(30));
            String before = cluster.workers().get(0).id();
            TaskFuture<String> running = client.submit(() -> {
                go.await();
                return TaskContext.current().orElseThrow().worker();
            });
            TaskFuture<Integer> waiting = client.submit(() -> 2);
            stranger.breakAll();
            await().until(() -> cluster.workers().stream().map(WorkerInfo::id).noneMatch(before::equals));
            go.countDown();
            assertThat(running.result(Duration.ofSeconds(30))).isNotEqualTo(before);
            assertThat(waiting.result(Duration.ofSeconds(30))).isEqualTo(2);
            assertThat(cluster.workers()).hasSize(1);
        }
    }

    @Test
    void a_cluster_may_be_closed_while_a_failed_worker_waits_to_be_replaced() {
        try (LocalCluster cluster = cluster(false, 2);
                Client client = new Client(cluster);
                Stranger stranger = new Stranger(cluster)) {
            for (int round = 0; round < 3; round++) {
                client.waitForWorkers(2, Duration.ofSeconds(30));
                List<WorkerInfo> before = cluster.workers();
                stranger.breakAll();
                await().until(() -> cluster.workers().size() == 2
                        && cluster.workers().stream().noneMatch(before::contains));
            }
            stranger.breakAll();
        }
    }

    /** A handle whose scheduler throws as soon as it hears of it. */
    private static final class Trap implements SettledHandle {
        @Override
        public void bind(long firstTask) {
            throw new IllegalStateException("a planted fault");
        }

        @Override
        public long firstTask() {
            return 0;
        }

        @Override
        public void settled(Outcomes outcomes, int from, int to) {}

        @Override
        public void reopened(int from, int to) {}
    }

    /** Hears how its task ends. */
    private static final class Told implements SettledHandle {
        private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();
        private volatile long first;

        @Override
        public void bind(long firstTask) {
            first = firstTask;
        }

        @Override
        public long firstTask() {
            return first;
        }

        @Override
        public void settled(Outcomes outcomes, int from, int to) {
            Failure failure = outcomes.failure(first + from);
            if (failure != null) {
                failures.add(failure);
            }
        }

        @Override
        public void reopened(int from, int to) {}
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_client_whose_scheduler_throws_ends_alone_and_all_its_tasks_are_told(boolean strict) {
        try (LocalCluster cluster = cluster(strict, 1);
                Client other = new Client(cluster)) {
            other.waitForWorkers(1, Duration.ofSeconds(30));
            Session session = Nodes.open(
                    cluster.node(),
                    "failing",
                    Settings.defaults(),
                    KryoCodec.of(FaultTest.class.getClassLoader()),
                    new Session.Listener() {});
            Told early = new Told();
            Told late = new Told();
            // No worker has this resource, so the task waits.
            TaskSpec spec = new TaskSpec(
                    1,
                    "waits",
                    0,
                    new TaskSpec.Needs(1, Map.of("nowhere", 1.0)),
                    TaskSpec.Retry.NEVER,
                    TaskSpec.Selection.ANY,
                    0,
                    0,
                    false);
            session.offer(new SchedulerEvent.Submitted(early, spec, Payload.NOTHING, List.of(), List.of(), null));
            session.offer(new SchedulerEvent.Submitted(new Trap(), spec, Payload.NOTHING, List.of(), List.of(), null));
            session.offer(new SchedulerEvent.Submitted(late, spec, Payload.NOTHING, List.of(), List.of(), null));
            await().until(() -> early.failures.size() == 1 && late.failures.size() == 1);
            assertThat(early.failures.peek().kind()).isEqualTo(Failure.Kind.INTERNAL);
            assertThat(early.failures.peek().message()).contains("a planted fault", "Open a new client");
            assertThat(session.closed()).isTrue();
            session.close();
            assertThat(other.submit(() -> 3).result(Duration.ofSeconds(30))).isEqualTo(3);
        }
    }
}
