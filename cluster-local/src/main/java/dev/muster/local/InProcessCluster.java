package dev.muster.local;

import dev.muster.cluster.WorkerInfo;
import dev.muster.codec.CallerLoader;
import dev.muster.codec.KryoCodec;
import dev.muster.config.Settings;
import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import dev.muster.node.WorkerNode;
import dev.muster.protocol.Loss;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.spi.ClusterInfo;
import dev.muster.spi.ClusterNode;
import dev.muster.spi.Link;
import dev.muster.spi.NodeInfo;
import dev.muster.spi.Receiver;
import dev.muster.spi.WorkerSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A cluster whose members are all in this JVM. Thread-safe. Live: frames carry objects, and a send is the other side's receive. Strict: everything
 * is encoded all the same, which finds on a laptop what would fail on many machines.
 */
final class InProcessCluster implements ClusterNode {
    private static final int MAX_FRAME = 1 << 30;

    private final ClusterInfo info;
    private final Settings settings;
    private final WorkerSpec spec;
    /** Whoever opens the cluster has the classes of its tasks; whoever scales it may be a thread of ours. */
    private final ClassLoader loader = CallerLoader.find();

    private final Map<Peer, Member> members = new ConcurrentHashMap<>();
    private final Map<Peer, WorkerNode> workers = new LinkedHashMap<>();
    private final Replacements replacements;
    /** Workers that leave because there are to be fewer. */
    private final Set<Peer> surplus = new HashSet<>();

    private int named;
    /** How many workers there should be, and how many of them are being started. */
    private int wanted;

    private int starting;
    private boolean closed;

    /**
     * @param spec what {@link #scale} starts
     */
    InProcessCluster(String name, boolean strict, WorkerSpec spec, Settings settings) {
        this.info = new ClusterInfo(name, "inproc://" + name, !strict, true, MAX_FRAME);
        this.spec = spec;
        this.settings = settings;
        this.replacements = new Replacements(name);
    }

    @Override
    public ClusterInfo info() {
        return info;
    }

    @Override
    public String name() {
        return info.name();
    }

    @Override
    public Link attach(NodeInfo self, Receiver in) {
        Member joining = new Member(self.at(info.address() + "/" + self.name()), in);
        synchronized (members) {
            requireOpen();
            // The new one knows everybody, and can be reached, before anybody knows it: the first answer comes at once.
            List<Member> others = List.copyOf(members.values());
            others.forEach(other -> joining.joined(other.info()));
            members.put(self.peer(), joining);
            others.forEach(other -> other.joined(joining.info()));
        }
        return new InProcessLink(this, joining);
    }

    /** The member, or null if it is gone. */
    @Nullable
    Member member(Peer peer) {
        return members.get(peer);
    }

    /** Takes a member out; everybody else hears of it, and it of everybody if {@code fenced}. */
    void remove(Peer peer, Loss why) {
        synchronized (members) {
            Member gone = members.remove(peer);
            if (gone != null) {
                members.values().forEach(other -> other.lost(peer, why));
            }
        }
    }

    /** Parts two members. */
    void part(Member one, Peer other, String reason) {
        Member second = members.get(other);
        if (second == null) {
            return;
        }
        Loss why = Loss.of(Loss.Kind.DROPPED, reason);
        one.lost(other, why);
        second.lost(one.info().peer(), why);
    }

    @Override
    public void start(WorkerSpec kind, int more) {
        synchronized (workers) {
            requireOpen();
            wanted += more;
            starting += more;
        }
        startCounted(kind, more);
    }

    /** Starts workers that are counted as being started. */
    private void startCounted(WorkerSpec kind, int more) {
        int left = more;
        try {
            for (; left > 0; left--) {
                startOne(kind);
            }
        } finally {
            synchronized (workers) {
                starting -= left;
            }
        }
    }

    private void startOne(WorkerSpec kind) {
        String name;
        synchronized (workers) {
            requireOpen();
            name = kind.name() + "-" + named++;
        }
        WorkerNode worker = WorkerNode.start(this, kind.named(name), settings, KryoCodec.of(loader));
        boolean late;
        synchronized (workers) {
            late = closed;
            starting--;
            workers.put(worker.peer(), worker);
        }
        if (late) {
            worker.close();
        }
        worker.onFailure(why -> failed(worker, name, why));
    }

    /** Starts what is missing, since workers were ended that nobody asked to leave. */
    private void fill() {
        int missing;
        synchronized (workers) {
            missing = closed ? 0 : Math.max(0, wanted - staying().size() - starting);
            starting += missing;
        }
        startCounted(spec, missing);
    }

    /** A worker failed by a fault of Muster's: another one takes its place, and its tasks run again there. */
    private void failed(WorkerNode worker, String name, Throwable why) {
        synchronized (workers) {
            if (closed || workers.remove(worker.peer()) == null) {
                return;
            }
        }
        remove(worker.peer(), Loss.of(Loss.Kind.DIED, name + " failed by a fault of Muster: " + why));
        replacements.after(name, why, () -> {
            worker.close();
            fill();
        });
    }

    @Override
    public void stop(Collection<Peer> leaving) {
        List<WorkerNode> ending = new ArrayList<>();
        synchronized (workers) {
            for (Peer peer : leaving) {
                WorkerNode worker = workers.remove(peer);
                if (worker != null) {
                    ending.add(worker);
                    if (worker.leaving() && !surplus.remove(peer)) {
                        wanted = Math.max(0, wanted - 1); // a client retired it; what nobody asked to leave is replaced
                    }
                }
            }
        }
        if (ending.isEmpty()) {
            return;
        }
        // Whoever asks may be the worker's own loop, which ending it has to wait for.
        Thread ender = new Thread(
                () -> {
                    ending.forEach(WorkerNode::close);
                    fill();
                },
                "muster-stop-" + name());
        ender.setDaemon(true);
        ender.start();
    }

    @Override
    public void scale(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("workers=" + count + ": at least 0 are needed");
        }
        List<WorkerNode> leaving = new ArrayList<>();
        synchronized (workers) {
            requireOpen();
            wanted = count;
            List<WorkerNode> staying = staying();
            for (int i = count; i < staying.size(); i++) {
                leaving.add(staying.get(i));
                surplus.add(staying.get(i).peer());
            }
        }
        leaving.forEach(worker -> worker.drain("the cluster is scaled to " + count + " workers"));
        fill();
    }

    /** The workers that were not asked to leave. */
    private List<WorkerNode> staying() {
        List<WorkerNode> staying = new ArrayList<>(workers.values());
        staying.removeIf(WorkerNode::leaving);
        return staying;
    }

    /** The workers of this cluster's making, in the order of their start. */
    List<WorkerNode> nodes() {
        synchronized (workers) {
            return List.copyOf(workers.values());
        }
    }

    /** How many workers it has, without those that are leaving. */
    int size() {
        synchronized (workers) {
            return staying().size();
        }
    }

    @Override
    public List<WorkerInfo> workers() {
        List<WorkerInfo> infos = new ArrayList<>();
        for (WorkerNode worker : nodes()) {
            Member member = members.get(worker.peer());
            if (member != null) {
                infos.add(describe(member.info()));
            }
        }
        return List.copyOf(infos);
    }

    private static WorkerInfo describe(PeerInfo peer) {
        return new WorkerInfo(
                peer.name(), peer.address(), peer.threads(), peer.memory(), peer.resources(), peer.tags());
    }

    private void requireOpen() {
        if (closed) {
            throw new ClusterException(Code.CLOSED, "Cluster " + name() + " is closed. Open a new one.");
        }
    }

    @Override
    public void close() {
        List<WorkerNode> ending;
        synchronized (workers) {
            if (closed) {
                return;
            }
            closed = true;
            ending = List.copyOf(workers.values());
            workers.clear();
        }
        replacements.close();
        ending.forEach(WorkerNode::close);
        Loss why = Loss.of(Loss.Kind.LEFT, "cluster " + name() + " was closed");
        for (Peer peer : List.copyOf(members.keySet())) {
            Member member = members.get(peer);
            remove(peer, why);
            if (member != null) {
                member.end(why);
            }
        }
    }
}
