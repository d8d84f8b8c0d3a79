package dev.muster.testkit.loopback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.muster.protocol.Frame;
import dev.muster.protocol.FrameWriter;
import dev.muster.protocol.Loss;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.WireFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What comes over a socket that no node of Muster's would send; and what is left behind. */
class BadStreamTest {
    private final LoopbackCluster cluster = new LoopbackCluster("", Family.TCP, null);
    private final Recorder client = Recorder.client().attach(cluster);
    private final Recorder worker = Recorder.worker().attach(cluster);

    BadStreamTest() {
        await().until(() -> client.joined.size() == 1 && worker.joined.size() == 1);
    }

    @AfterEach
    void close() {
        cluster.close();
        assertThat(client.broken).isEmpty();
        assertThat(worker.broken).isEmpty();
    }

    @Test
    void a_frame_that_is_none_drops_its_sender_with_the_reason() {
        client.link().send(worker.peer(), Frame.Bytes.of(new byte[40]));
        assertDropped("does not begin with the mark of a frame");
    }

    @Test
    void a_frame_of_another_incarnation_drops_its_sender() {
        client.link().send(worker.peer(), FrameWriter.write(1, 7, List.of(new Message.Draining()), 1000));
        assertDropped("from epoch 1 to epoch 7, but this link from epoch 1 to epoch 1");
    }

    @Test
    void a_frame_of_another_version_drops_its_sender() {
        byte[] frame = client.frame(worker, new Message.Draining()).array();
        frame[3]++;
        client.link().send(worker.peer(), Frame.Bytes.of(frame));
        assertDropped("version " + (WireFormat.VERSION + 1));
    }

    @Test
    void a_length_over_the_limit_is_refused_before_anything_is_allocated() throws IOException {
        try (SocketChannel raw = connect()) {
            raw.write(ByteBuffer.allocate(4).putInt(Integer.MAX_VALUE).flip());
            assertRefused(raw, "a frame claims 2147483647 bytes, more than the limit of 67108864");
        }
    }

    @Test
    void a_goodbye_over_the_limit_is_refused() throws IOException {
        try (SocketChannel raw = connect()) {
            raw.write(ByteBuffer.allocate(4).putInt(Integer.MIN_VALUE | 5000).flip());
            assertRefused(raw, "a goodbye claims 5000 bytes, more than the limit of 4096");
        }
    }

    @Test
    void a_stranger_is_refused_by_its_peer_id() throws IOException {
        try (SocketChannel raw = connect()) {
            raw.write(packet(new Message.Hello(WireFormat.VERSION, "print", new Peer(4711, 1)), 1, 1));
            assertRefused(raw, "peer " + new Peer(4711, 1) + " is no member of this cluster");
        }
    }

    @Test
    void a_connection_that_begins_with_anything_but_hello_is_refused() throws IOException {
        try (SocketChannel raw = connect()) {
            raw.write(packet(new Message.Draining(), 1, 1));
            assertRefused(raw, "must begin with Hello");
        }
    }

    @Test
    void a_second_connection_of_a_peer_is_refused_and_the_first_goes_on() throws IOException {
        try (SocketChannel raw = connect()) {
            raw.write(packet(new Message.Hello(WireFormat.VERSION, "print", client.peer()), 1, 1));
            assertRefused(raw, "here already");
        }
        client.send(worker, new Message.Draining());
        await().until(() -> worker.heardCount() == 1);
    }

    @Test
    void nodes_of_different_registries_do_not_join() {
        Recorder other = Recorder.worker(new Peer(800, 1), "other print").attach(cluster);
        await().untilAsserted(() -> assertThat(cluster.refusals()).anyMatch(line -> line.contains("other print")));
        assertThat(client.joined).containsExactly(worker.peer());
        assertThat(other.joined).isEmpty();
    }

    @Test
    void noise_on_a_fresh_connection_harms_nobody() throws IOException {
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            byte[] noise = new byte[1 + random.nextInt(300)];
            random.nextBytes(noise);
            noise[0] &= (byte) (random.nextBoolean() ? 0xff : 0);
            try (SocketChannel raw = connect()) {
                raw.write(ByteBuffer.wrap(noise));
            }
        }
        client.send(worker, new Message.Draining());
        await().until(() -> worker.heardCount() == 1);
        assertThat(worker.lost).isEmpty();
        assertThat(worker.joined).containsExactly(client.peer());
    }

    @Test
    void no_descriptor_is_left_behind() {
        Assumptions.assumeTrue(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean);
        var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        openAndClose(1);
        long before = system.getOpenFileDescriptorCount();
        openAndClose(30);
        await().untilAsserted(
                        () -> assertThat(system.getOpenFileDescriptorCount()).isLessThanOrEqualTo(before));
    }

    private static void openAndClose(int times) {
        for (int i = 0; i < times; i++) {
            LoopbackCluster opened = new LoopbackCluster("", i % 2 == 0 ? Family.best() : Family.TCP, null);
            Recorder one = Recorder.client().attach(opened);
            Recorder other = Recorder.worker().attach(opened);
            await().until(() -> one.joined.size() == 1);
            one.send(other, new Message.Draining());
            if (i % 3 == 0) {
                opened.kill(other.peer());
            }
            opened.close();
        }
    }

    private void assertDropped(String reason) {
        await().untilAsserted(() -> {
            assertThat(worker.lost).containsKey(client.peer());
            assertThat(client.lost).containsKey(worker.peer());
        });
        assertThat(worker.lost.get(client.peer()).kind()).isEqualTo(Loss.Kind.DROPPED);
        assertThat(worker.lost.get(client.peer()).detail()).contains(reason);
        assertThat(client.lost.get(worker.peer()).kind()).isEqualTo(Loss.Kind.DROPPED);
        assertThat(client.lost.get(worker.peer()).detail()).contains(reason);
        assertThat(worker.heard()).isEmpty();
    }

    /** Refused with the reason, the socket closed, and nobody hurt. */
    private void assertRefused(SocketChannel raw, String reason) throws IOException {
        await().untilAsserted(() -> assertThat(cluster.refusals()).anyMatch(line -> line.contains(reason)));
        ByteBuffer rest = ByteBuffer.allocate(8192);
        int count = 0;
        while (count >= 0) {
            rest.clear();
            count = raw.read(rest);
        }
        assertThat(worker.lost).isEmpty();
        assertThat(worker.joined).containsExactly(client.peer());
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(cluster.link(worker.peer()).address());
    }

    private static ByteBuffer packet(Message message, int fromEpoch, int toEpoch) {
        Frame.Bytes frame = FrameWriter.write(fromEpoch, toEpoch, List.of(message), 10_000);
        return ByteBuffer.allocate(4 + frame.length())
                .putInt(frame.length())
                .put(frame.array(), frame.offset(), frame.length())
                .flip();
    }
}
