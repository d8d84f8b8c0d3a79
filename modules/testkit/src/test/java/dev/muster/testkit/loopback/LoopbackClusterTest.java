package dev.muster.testkit.loopback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.muster.error.ClusterException;
import dev.muster.protocol.Frame;
import dev.muster.protocol.Loss;
import dev.muster.protocol.Message;
import dev.muster.protocol.Payload;
import dev.muster.protocol.Peer;
import dev.muster.spi.ClusterNode;
import dev.muster.spi.ClusterSpec;
import dev.muster.spi.Providers;
import dev.muster.spi.WorkerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The promises of {@code dev.muster.spi}, held over real sockets. */
class LoopbackClusterTest {
    private final List<LoopbackCluster> clusters = new ArrayList<>();
    private final List<Recorder> nodes = new ArrayList<>();

    @AfterEach
    void nothing_was_heard_out_of_order_and_no_thread_is_left() {
        clusters.forEach(LoopbackCluster::close);
        assertThat(nodes).allSatisfy(node -> assertThat(node.broken).isEmpty());
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("muster-loopback"));
    }

    @ParameterizedTest
    @EnumSource
    void nodes_hear_of_each_other_whoever_came_first(Family family) {
        LoopbackCluster cluster = cluster(family);
        Recorder first = attach(cluster, Recorder.worker());
        Recorder client = attach(cluster, Recorder.client());
        Recorder second = attach(cluster, Recorder.worker());
        await().untilAsserted(() -> {
            assertThat(client.joined).containsExactlyInAnyOrder(first.peer(), second.peer());
            assertThat(first.joined).containsExactlyInAnyOrder(client.peer(), second.peer());
            assertThat(second.joined).containsExactlyInAnyOrder(client.peer(), first.peer());
        });
        assertThat(cluster.workers())
                .hasSize(2)
                .allSatisfy(worker ->
                        assertThat(worker.address()).startsWith(family.name().toLowerCase(Locale.ROOT)));
        assertThat(client.link().self()).isEqualTo(client.peer());
        assertThat(cluster.info().carriesObjects()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void frames_arrive_in_order_and_once_in_both_directions(Family family) {
        Pair pair = pair(family);
        int count = 20_000;
        Thread back = new Thread(() -> sendNumbers(pair.worker, pair.client, count));
        back.start();
        sendNumbers(pair.client, pair.worker, count);
        await().until(() -> pair.client.heardCount() == count && pair.worker.heardCount() == count);
        assertNumbers(pair.worker.heard(), count);
        assertNumbers(pair.client.heard(), count);
    }

    @ParameterizedTest
    @EnumSource
    void frames_of_all_sizes_arrive_whole(Family family) {
        Pair pair = pair(family);
        Random random = new Random(7);
        List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            byte[] content = new byte[random.nextInt(1 << random.nextInt(22))];
            random.nextBytes(content);
            sent.add(content);
            pair.client.send(pair.worker, new Message.Define(i, Payload.of(content)));
        }
        await().until(() -> pair.worker.heardCount() == sent.size());
        for (int i = 0; i < sent.size(); i++) {
            Payload got = ((Message.Define) pair.worker.heard().get(i)).definition();
            assertThat(new java.math.BigInteger(1, concat(got))
                            .equals(new java.math.BigInteger(1, concat(Payload.of(sent.get(i))))))
                    .as("frame %d of %d bytes", i, sent.get(i).length)
                    .isTrue();
        }
    }

    @Test
    void frames_of_many_threads_keep_each_threads_order() throws InterruptedException {
        Pair pair = pair(Family.best());
        int threads = 8;
        int each = 3_000;
        List<Thread> senders = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int number = t;
            Thread sender = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    pair.client.send(pair.worker, new Message.Want(i, number));
                }
            });
            senders.add(sender);
            sender.start();
        }
        for (Thread sender : senders) {
            sender.join();
        }
        await().until(() -> pair.worker.heardCount() == threads * each);
        long[] next = new long[threads];
        for (Message message : pair.worker.heard()) {
            Message.Want want = (Message.Want) message;
            assertThat(want.acknowledged()).isEqualTo(next[want.tasks()]++);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_peer_that_does_not_read_makes_send_say_so_and_writable_follows_once(Family family) {
        Pair pair = pair(family);
        pair.worker.gate = new CountDownLatch(1);
        Message block = new Message.Define(1, Payload.of(new byte[256 << 10]));
        int sent = 1;
        while (pair.client.send(pair.worker, block)) {
            assertThat(++sent).as("frames taken without a word").isLessThan(1_000);
        }
        assertThat(sent * (256 << 10)).isGreaterThan(Outbox.HIGH_WATER);
        assertThat(pair.client.send(pair.worker, block)).isFalse();
        assertThat(pair.client.writable).hasValue(0);
        pair.worker.gate.countDown();
        int all = sent + 1;
        await().until(() -> pair.worker.heardCount() == all && pair.client.writable.get() > 0);
        assertThat(pair.client.send(pair.worker, block)).isTrue();
        await().until(() -> pair.worker.heardCount() == all + 1);
        assertThat(pair.client.writable).hasValue(1);
    }

    @Test
    void a_slow_peer_holds_up_no_other() {
        LoopbackCluster cluster = cluster(Family.best());
        Recorder client = attach(cluster, Recorder.client());
        Recorder slow = attach(cluster, Recorder.worker());
        Recorder quick = attach(cluster, Recorder.worker());
        await().until(() -> client.joined.size() == 2);
        slow.gate = new CountDownLatch(1);
        Message block = new Message.Define(1, Payload.of(new byte[1 << 20]));
        while (client.send(slow, block)) {
            assertThat(slow.lost).isEmpty();
        }
        sendNumbers(client, quick, 1_000);
        await().until(() -> quick.heardCount() == 1_000);
        slow.gate.countDown();
    }

    @ParameterizedTest
    @EnumSource
    void a_dropped_peer_is_lost_on_both_sides_with_the_reason(Family family) {
        Pair pair = pair(family);
        pair.client.link().drop(pair.worker.peer(), "it was silent for 10 s");
        assertThat(pair.client.send(pair.worker, new Message.Draining())).isTrue();
        await().untilAsserted(() -> {
            assertThat(pair.client.lost.get(pair.worker.peer()))
                    .isEqualTo(Loss.of(Loss.Kind.DROPPED, "it was silent for 10 s"));
            assertThat(pair.worker.lost.get(pair.client.peer()))
                    .isEqualTo(Loss.of(Loss.Kind.DROPPED, "it was silent for 10 s"));
        });
        assertThat(pair.worker.heard()).isEmpty();
        pair.client.link().drop(pair.worker.peer(), "again");
        assertThat(pair.worker.send(pair.client, new Message.Draining())).isTrue();
    }

    @Test
    void nothing_is_delivered_after_a_drop() {
        Pair pair = pair(Family.best());
        pair.client.gate = new CountDownLatch(1);
        sendNumbers(pair.worker, pair.client, 5_000);
        await().until(() -> pair.client.heardCount() == 1);
        pair.client.link().drop(pair.worker.peer(), "enough");
        pair.client.gate.countDown();
        await().until(() -> pair.client.lost.containsKey(pair.worker.peer()));
        assertThat(pair.client.heardCount()).isEqualTo(1);
    }

    @Test
    void what_waited_for_a_dropped_peer_is_discarded() {
        Pair pair = pair(Family.best());
        pair.worker.gate = new CountDownLatch(1);
        Message block = new Message.Define(1, Payload.of(new byte[1 << 20]));
        int sent = 1;
        while (pair.client.send(pair.worker, block)) {
            sent++;
        }
        for (int i = 0; i < 20; i++) {
            sent++;
            pair.client.send(pair.worker, block);
        }
        pair.client.link().drop(pair.worker.peer(), "enough");
        pair.worker.gate.countDown();
        await().until(() -> pair.worker.lost.containsKey(pair.client.peer()));
        assertThat(pair.worker.lost.get(pair.client.peer()).detail()).isEqualTo("enough");
        assertThat(pair.worker.heardCount()).isLessThan(sent - 19);
    }

    @ParameterizedTest
    @EnumSource
    void a_link_that_closes_still_writes_what_it_took_and_says_goodbye(Family family) {
        Pair pair = pair(family);
        sendNumbers(pair.worker, pair.client, 5_000);
        pair.worker.send(pair.client, new Message.Define(1, Payload.of(new byte[3 << 20])));
        pair.worker.link().close();
        await().until(() -> pair.client.lost.containsKey(pair.worker.peer()));
        assertThat(pair.client.heardCount()).isEqualTo(5_001);
        assertThat(pair.client.lost.get(pair.worker.peer()).kind()).isEqualTo(Loss.Kind.LEFT);
        assertThat(pair.worker.lost).as("whoever closes hears nothing more").isEmpty();
        pair.worker.link().close();
    }

    @ParameterizedTest
    @EnumSource
    void a_killed_node_has_died_for_its_peers_and_hears_its_own_end_last(Family family) {
        Pair pair = pair(family);
        pair.cluster.kill(pair.worker.peer());
        await().untilAsserted(() -> {
            assertThat(pair.client.lost.get(pair.worker.peer()).kind()).isEqualTo(Loss.Kind.DIED);
            assertThat(pair.worker.lost.keySet()).containsExactlyInAnyOrder(pair.client.peer(), pair.worker.peer());
        });
        assertThat(pair.cluster.workers()).isEmpty();
        assertThat(pair.client.send(pair.worker, new Message.Draining())).isTrue();
    }

    @Test
    void a_cut_connection_is_a_loss_on_both_sides_and_no_other_is_touched() {
        LoopbackCluster cluster = cluster(Family.best());
        Recorder client = attach(cluster, Recorder.client());
        Recorder one = attach(cluster, Recorder.worker());
        Recorder other = attach(cluster, Recorder.worker());
        await().until(() -> client.joined.size() == 2);
        cluster.cut(client.peer(), one.peer());
        await().untilAsserted(() -> {
            assertThat(client.lost.get(one.peer()).kind()).isEqualTo(Loss.Kind.DIED);
            assertThat(one.lost.get(client.peer()).kind()).isEqualTo(Loss.Kind.DIED);
        });
        sendNumbers(client, other, 10);
        await().until(() -> other.heardCount() == 10);
    }

    @Test
    void a_node_that_comes_back_is_a_new_peer_after_the_former_ones_loss() {
        Pair pair = pair(Family.best());
        Peer former = pair.worker.peer();
        Recorder again = attach(pair.cluster, Recorder.worker(new Peer(former.id(), 2), "print"));
        await().untilAsserted(() -> {
            assertThat(pair.client.joined).containsExactly(former, again.peer());
            assertThat(pair.client.lost.get(former).kind()).isEqualTo(Loss.Kind.LEFT);
            assertThat(pair.worker.lost.get(former).detail()).contains("came back as epoch 2");
        });
        sendNumbers(pair.client, again, 10);
        await().until(() -> again.heardCount() == 10);
        assertThat(pair.worker.heard()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void an_interrupted_sender_closes_nothing(Family family) throws InterruptedException {
        Pair pair = pair(family);
        AtomicBoolean kept = new AtomicBoolean(true);
        Thread sender = new Thread(() -> {
            for (int i = 0; i < 2_000; i++) {
                Thread.currentThread().interrupt();
                pair.client.send(pair.worker, new Message.Want(i, 0));
                kept.compareAndSet(true, Thread.currentThread().isInterrupted());
            }
        });
        sender.start();
        sender.join();
        sendNumbers(pair.client, pair.worker, 10);
        await().until(() -> pair.worker.heardCount() == 2_010);
        assertThat(kept).as("the flag is the sender's own").isTrue();
        assertThat(pair.client.lost).isEmpty();
        assertThat(pair.worker.lost).isEmpty();
    }

    @Test
    void an_interrupted_closer_closes_and_keeps_its_flag() throws InterruptedException {
        Pair pair = pair(Family.best());
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread closer = new Thread(() -> {
            Thread.currentThread().interrupt();
            pair.worker.link().close();
            flag.set(Thread.currentThread().isInterrupted());
        });
        closer.start();
        closer.join();
        assertThat(flag).hasValue(true);
        await().until(() -> pair.client.lost.containsKey(pair.worker.peer()));
    }

    @Test
    void frames_that_the_link_cannot_carry_are_refused_and_it_goes_on() {
        Pair pair = pair(Family.best());
        assertThatThrownBy(() -> pair.client.link().send(pair.worker.peer(), Frame.Live.of(new Message.Draining())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("carries bytes only");
        Frame.Bytes tooLong = Frame.Bytes.of(new byte[LoopbackCluster.MAX_FRAME + 1]);
        assertThatThrownBy(() -> pair.client.link().send(pair.worker.peer(), tooLong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("67108865 bytes")
                .hasMessageContaining("67108864");
        sendNumbers(pair.client, pair.worker, 3);
        await().until(() -> pair.worker.heardCount() == 3);
    }

    @Test
    void a_frame_to_nobody_is_discarded() {
        Pair pair = pair(Family.best());
        assertThat(pair.client.send(Recorder.worker(), new Message.Draining())).isTrue();
    }

    @Test
    void one_peer_is_attached_once() {
        Pair pair = pair(Family.best());
        assertThatThrownBy(() -> pair.cluster.attach(pair.worker.info, pair.worker))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a link is one incarnation");
    }

    @Test
    void a_cluster_that_starts_no_workers_says_so_and_a_closed_one_too() {
        LoopbackCluster cluster = cluster(Family.best());
        assertThatThrownBy(() -> cluster.start(WorkerSpec.of("w", 1), 1))
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.code()).isEqualTo(ClusterException.Code.CONFIG));
        assertThatThrownBy(() -> cluster.scale(1)).isInstanceOf(ClusterException.class);
        assertThatThrownBy(() -> cluster.scale(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
        cluster.close();
        assertThatThrownBy(() -> cluster.attach(Recorder.client().info, Recorder.client()))
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.code()).isEqualTo(ClusterException.Code.CLOSED));
    }

    @Test
    void workers_are_started_stopped_and_scaled_by_the_starter() {
        List<String> ended = new CopyOnWriteArrayList<>();
        LoopbackCluster cluster = new LoopbackCluster("mine", Family.best(), (ClusterNode of, WorkerSpec spec) -> {
            Recorder worker = Recorder.worker();
            var named = new dev.muster.spi.NodeInfo(
                    worker.peer(),
                    worker.info.role(),
                    spec.name(),
                    "here",
                    1,
                    spec.threads(),
                    0,
                    spec.resources(),
                    spec.tags(),
                    List.of(),
                    1,
                    "print",
                    "17");
            var link = of.attach(named, worker);
            return new Workers.Worker() {
                @Override
                public Peer peer() {
                    return worker.peer();
                }

                @Override
                public void drain(String reason) {
                    of.stop(List.of(peer()));
                }

                @Override
                public void close() {
                    ended.add(spec.name());
                    link.close();
                }
            };
        });
        clusters.add(cluster);
        Recorder client = attach(cluster, Recorder.client());
        cluster.start(WorkerSpec.of("w", 3), 2);
        await().until(() -> client.joined.size() == 2);
        assertThat(cluster.workers())
                .extracting(w -> w.id() + "/" + w.threads())
                .containsExactly("w-0/3", "w-1/3");
        cluster.stop(List.of(client.joined.get(0), new Peer(99, 1)));
        await().until(() -> ended.size() == 1);
        cluster.scale(3);
        await().until(() -> client.joined.size() == 4);
        cluster.scale(0);
        await().until(() -> client.lost.size() == 4);
        assertThat(cluster.workers()).isEmpty();
    }

    @Test
    void the_provider_is_found_by_its_name() {
        try (ClusterNode cluster = Providers.find("loopback", getClass().getClassLoader())
                .open(new ClusterSpec("x", dev.muster.config.Settings.defaults()))) {
            assertThat(cluster).isInstanceOf(LoopbackCluster.class);
            assertThat(cluster.name()).isEqualTo("x");
        }
    }

    // ---- what the tests share

    private record Pair(LoopbackCluster cluster, Recorder client, Recorder worker) {}

    private LoopbackCluster cluster(Family family) {
        LoopbackCluster cluster = new LoopbackCluster("", family, null);
        clusters.add(cluster);
        return cluster;
    }

    private Recorder attach(LoopbackCluster cluster, Recorder node) {
        nodes.add(node);
        return node.attach(cluster);
    }

    private Pair pair(Family family) {
        LoopbackCluster cluster = cluster(family);
        Recorder client = attach(cluster, Recorder.client());
        Recorder worker = attach(cluster, Recorder.worker());
        await().until(() -> client.joined.size() == 1 && worker.joined.size() == 1);
        return new Pair(cluster, client, worker);
    }

    private static void sendNumbers(Recorder from, Recorder to, int count) {
        for (int i = 0; i < count; i++) {
            from.send(to, new Message.Want(i, 0));
        }
    }

    private static void assertNumbers(List<Message> heard, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(((Message.Want) heard.get(i)).acknowledged()).isEqualTo(i);
        }
        assertThat(heard).hasSize(count);
    }

    private static byte[] concat(Payload payload) {
        byte[] bytes = new byte[payload.length() + 1];
        bytes[0] = 1;
        System.arraycopy(payload.bytes(), payload.offset(), bytes, 1, payload.length());
        return bytes;
    }
}
