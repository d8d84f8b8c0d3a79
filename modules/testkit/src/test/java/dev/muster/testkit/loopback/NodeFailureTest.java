package dev.muster.testkit.loopback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.muster.codec.KryoCodec;
import dev.muster.config.Settings;
import dev.muster.error.ClusterException;
import dev.muster.node.Nodes;
import dev.muster.node.Outcomes;
import dev.muster.node.Session;
import dev.muster.node.SettledHandle;
import dev.muster.node.WorkerNode;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Payload;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.protocol.TaskSpec;
import dev.muster.scheduler.SchedulerEvent;
import dev.muster.spi.WorkerSpec;
import dev.muster.testkit.LeakCheck;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node that cannot go on, or cannot begin: nobody waits for it for ever, and nothing of it is left. */
class NodeFailureTest {
    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private final LoopbackCluster cluster = new LoopbackCluster("", Family.best(), null);

    @AfterEach
    void close() {
        cluster.close();
    }

    /** A listener whose bug takes the node with it. */
    private static final class Broken implements Session.Listener {
        final AtomicReference<Throwable> story = new AtomicReference<>();

        @Override
        public void joined(PeerInfo worker) {
            throw new AssertionError("a bug");
        }

        @Override
        public void failed(Throwable why) {
            story.set(why);
        }
    }

    /** A task's end. */
    private static final class End implements SettledHandle {
        final CompletableFuture<Failure> failure = new CompletableFuture<>();
        private long first;

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
            failure.complete(outcomes.failure(first + from));
        }

        @Override
        public void reopened(int from, int to) {}
    }

    private static End submit(Session session) {
        End end = new End();
        session.offer(new SchedulerEvent.Submitted(
                end, TaskSpec.of(1, "waits"), Payload.of(new byte[1]), List.of(), List.of(), null));
        return end;
    }

    private static KryoCodec codec() {
        return KryoCodec.of(NodeFailureTest.class.getClassLoader());
    }

    @Test
    void a_node_that_fails_ends_what_waits_for_it_and_takes_nothing_more() {
        Broken listener = new Broken();
        try (Session session = Nodes.open(cluster, "client", Settings.defaults(), codec(), listener)) {
            End before = submit(session);
            Recorder worker =
                    Recorder.worker(new Peer(77, 1), codec().registryPrint()).attach(cluster);
            assertThat(before.failure.join().kind()).isEqualTo(Failure.Kind.INTERNAL);
            assertThat(before.failure.join().message()).contains("a bug");
            assertThat(submit(session).failure.join().kind()).isEqualTo(Failure.Kind.INTERNAL);
            assertThat(session.closed()).isTrue();
            assertThatThrownBy(() -> session.ask(state -> 1)).hasMessageContaining("a bug");
            await().until(() -> listener.story.get() != null && worker.lost.containsKey(session.peer()));
        }
    }

    @Test
    void a_question_that_throws_reaches_its_asker_and_harms_nobody() {
        try (Session session = Nodes.open(cluster, "client", Settings.defaults(), codec(), new Session.Listener() {})) {
            assertThatThrownBy(() -> session.ask(state -> {
                        throw new AssertionError("mine");
                    }))
                    .hasStackTraceContaining("mine");
            Integer answer = session.ask(state -> 7);
            assertThat(answer).isEqualTo(7);
        }
    }

    @Test
    void what_a_closed_cluster_refuses_leaves_nothing_behind() {
        cluster.close();
        assertThatThrownBy(() -> WorkerNode.start(cluster, WorkerSpec.of("late", 1), Settings.defaults(), codec()))
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.code()).isEqualTo(ClusterException.Code.CLOSED));
        assertThatThrownBy(() -> Nodes.open(cluster, "late", Settings.defaults(), codec(), new Session.Listener() {}))
                .isInstanceOf(ClusterException.class);
    }
}
