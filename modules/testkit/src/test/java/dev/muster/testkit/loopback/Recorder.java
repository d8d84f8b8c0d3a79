package dev.muster.testkit.loopback;

import dev.muster.protocol.Envelope;
import dev.muster.protocol.Frame;
import dev.muster.protocol.FrameWriter;
import dev.muster.protocol.Loss;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.protocol.WireFormat;
import dev.muster.spi.Link;
import dev.muster.spi.NodeInfo;
import dev.muster.spi.Receiver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A node that only remembers what it heard, and checks that it heard it in the order the contract promises.
 * Thread-safe.
 */
final class Recorder implements Receiver {
    private static final AtomicInteger IDS = new AtomicInteger();

    final NodeInfo info;
    final List<Peer> joined = new CopyOnWriteArrayList<>();
    final List<Message> messages = new ArrayList<>();
    final Map<Peer, List<Integer>> numbersBySender = new ConcurrentHashMap<>();
    final Map<Peer, Loss> lost = new ConcurrentHashMap<>();
    final List<String> broken = new CopyOnWriteArrayList<>();
    final AtomicInteger writable = new AtomicInteger();
    boolean keepsPayloads = true;
    volatile CountDownLatch gate = new CountDownLatch(0);

    private final AtomicInteger count = new AtomicInteger();
    private final Set<Peer> alive = new HashSet<>();
    private Link link;

    private Recorder(Peer peer, PeerInfo.Role role, String print) {
        int threads = role == PeerInfo.Role.WORKER ? 2 : 0;
        info = new NodeInfo(
                peer,
                role,
                role + "-" + peer,
                "here",
                1,
                threads,
                0,
                Map.of(),
                Map.of(),
                List.of(),
                WireFormat.VERSION,
                print,
                "17");
    }

    static Recorder client() {
        return new Recorder(new Peer(IDS.incrementAndGet(), 1), PeerInfo.Role.CLIENT, "print");
    }

    static Recorder worker() {
        return worker(new Peer(IDS.incrementAndGet(), 1), "print");
    }

    static Recorder worker(Peer peer, String print) {
        return new Recorder(peer, PeerInfo.Role.WORKER, print);
    }

    Recorder attach(LoopbackCluster cluster) {
        link = cluster.attach(info, this);
        return this;
    }

    Link link() {
        return link;
    }

    Peer peer() {
        return info.peer();
    }

    boolean send(Recorder to, Message... messages) {
        return link.send(to.peer(), frame(to, messages));
    }

    Frame.Bytes frame(Recorder to, Message... messages) {
        return FrameWriter.write(peer().epoch(), to.peer().epoch(), List.of(messages), LoopbackCluster.MAX_FRAME);
    }

    List<Message> heard() {
        synchronized (messages) {
            return List.copyOf(messages);
        }
    }

    int heardCount() {
        return count.get();
    }

    /** Of definitions only the number: a test that sends gigabytes could not keep them. */
    private void remember(Peer from, Message message) {
        if (message instanceof Message.Define define && !keepsPayloads) {
            numbersBySender
                    .computeIfAbsent(from, peer -> Collections.synchronizedList(new ArrayList<>()))
                    .add(define.number());
            return;
        }
        synchronized (messages) {
            messages.add(message);
        }
    }

    // ---- the receiver

    @Override
    public void joined(PeerInfo peer) {
        joined.add(peer.peer());
        expect(alive.add(peer.peer()) && !lost.containsKey(peer.peer()), "joined twice or after its loss: " + peer);
    }

    @Override
    public void received(Peer from, Frame frame) {
        expect(alive.contains(from), "a frame of a peer that is not there: " + from);
        Frame.Bytes bytes = (Frame.Bytes) frame;
        Envelope envelope = WireFormat.decode(bytes);
        count.addAndGet(envelope.messages().size());
        envelope.messages().forEach(message -> remember(from, message));
        try {
            gate.await();
        } catch (InterruptedException unexpected) {
            broken.add("the receiving thread was interrupted");
        }
    }

    @Override
    public void writable(Peer to) {
        expect(alive.contains(to), "writable of a peer that is not there: " + to);
        writable.incrementAndGet();
    }

    @Override
    public void lost(Peer peer, Loss why) {
        boolean self = peer.equals(peer());
        expect(self ? alive.isEmpty() : alive.remove(peer), "lost of a peer that is not there: " + peer);
        expect(lost.put(peer, why) == null, "lost twice: " + peer);
    }

    private void expect(boolean truth, String otherwise) {
        if (!truth) {
            broken.add(otherwise);
        }
    }
}
