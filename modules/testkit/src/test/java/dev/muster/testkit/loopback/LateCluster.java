package dev.muster.testkit.loopback;

import dev.muster.cluster.WorkerInfo;
import dev.muster.protocol.Frame;
import dev.muster.protocol.Loss;
import dev.muster.protocol.MalformedFrameException;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.protocol.WireFormat;
import dev.muster.spi.ClusterInfo;
import dev.muster.spi.ClusterNode;
import dev.muster.spi.Link;
import dev.muster.spi.NodeInfo;
import dev.muster.spi.Receiver;
import dev.muster.spi.WorkerSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Sockets on which workers hear of each other only once the test says so; clients hear of everybody at once. Thread-safe. */
final class LateCluster implements ClusterNode {
    private final ClusterNode sockets;
    private final List<Runnable> late = new ArrayList<>();
    private final Map<String, Integer> runs = new ConcurrentHashMap<>();
    private boolean open;

    LateCluster(ClusterNode sockets) {
        this.sockets = sockets;
    }

    /** Workers hear of each other from now on. */
    void introduce() {
        List<Runnable> due;
        synchronized (late) {
            open = true;
            due = List.copyOf(late);
            late.clear();
        }
        due.forEach(Runnable::run);
    }

    /** How many messages with tasks the worker of this name has heard. */
    int runs(String worker) {
        return runs.getOrDefault(worker, 0);
    }

    private void count(String worker, Frame frame) {
        try {
            for (Message message : WireFormat.decode((Frame.Bytes) frame).messages()) {
                if (message instanceof Message.Run) {
                    runs.merge(worker, 1, Integer::sum);
                }
            }
        } catch (MalformedFrameException broken) {
            throw new AssertionError(broken);
        }
    }

    private boolean held(Runnable introduction) {
        synchronized (late) {
            return !open && late.add(introduction);
        }
    }

    @Override
    public Link attach(NodeInfo self, Receiver in) {
        return sockets.attach(self, self.role() == PeerInfo.Role.CLIENT ? in : new Late(self.name(), in));
    }

    private final class Late implements Receiver {
        private final String name;
        private final Receiver in;

        Late(String name, Receiver in) {
            this.name = name;
            this.in = in;
        }

        @Override
        public void joined(PeerInfo peer) {
            if (peer.role() == PeerInfo.Role.CLIENT || !held(() -> in.joined(peer))) {
                in.joined(peer);
            }
        }

        @Override
        public void received(Peer from, Frame frame) {
            in.received(from, frame);
            count(name, frame);
        }

        @Override
        public void writable(Peer to) {
            in.writable(to);
        }

        @Override
        public void lost(Peer peer, Loss why) {
            in.lost(peer, why);
        }
    }

    @Override
    public ClusterInfo info() {
        return sockets.info();
    }

    @Override
    public void start(WorkerSpec spec, int more) {
        sockets.start(spec, more);
    }

    @Override
    public void stop(Collection<Peer> workers) {
        sockets.stop(workers);
    }

    @Override
    public String name() {
        return sockets.name();
    }

    @Override
    public List<WorkerInfo> workers() {
        return sockets.workers();
    }

    @Override
    public void scale(int workers) {
        sockets.scale(workers);
    }

    @Override
    public void close() {
        sockets.close();
    }
}
