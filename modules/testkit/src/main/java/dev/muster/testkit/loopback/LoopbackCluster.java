package dev.muster.testkit.loopback;

import dev.muster.cluster.WorkerInfo;
import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.spi.ClusterInfo;
import dev.muster.spi.ClusterNode;
import dev.muster.spi.Link;
import dev.muster.spi.NodeInfo;
import dev.muster.spi.Receiver;
import dev.muster.spi.WorkerSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Nodes of one JVM, joined by sockets. Thread-safe.
 *
 * <p>Each node listens; one that attaches connects to every member of the other role that was there before. Clients are
 * not joined to clients, nor workers to workers.
 */
public final class LoopbackCluster implements ClusterNode {
    /** The longest frame: small enough that tests reach it. */
    public static final int MAX_FRAME = 64 << 20;

    private static final int MOST_REFUSALS = 100;

    private final Family family;
    private final ClusterInfo info;
    private final @Nullable Workers workers;
    private final Object lock = new Object();
    private final Map<Peer, LoopbackLink> members = new LinkedHashMap<>();
    private final Map<String, AutoCloseable> started = new LinkedHashMap<>();
    private final List<String> refusals = new ArrayList<>();
    private WorkerSpec latest = WorkerSpec.of("worker", 1);
    private int startedEver;
    private boolean closed;

    /**
     * An empty cluster.
     *
     * @param name its name; empty: one is made up
     * @param family which sockets
     * @param workers starts its workers; null: it cannot scale, nodes attach by themselves
     */
    public LoopbackCluster(String name, Family family, @Nullable Workers workers) {
        String ownName = name.isEmpty() ? UUID.randomUUID().toString().substring(0, 8) : name;
        this.family = family;
        this.workers = workers;
        String address = family == Family.TCP ? "tcp:loopback" : "unix:loopback";
        this.info = new ClusterInfo(ownName, address, false, workers != null, MAX_FRAME);
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
        try {
            synchronized (lock) {
                checkOpen();
                if (members.containsKey(self.peer())) {
                    throw new IllegalArgumentException(
                            "peer " + self.peer() + " is attached already; a link is one incarnation");
                }
                LoopbackLink link = new LoopbackLink(this, self, in);
                List<LoopbackLink> others = new ArrayList<>();
                for (LoopbackLink member : members.values()) {
                    if (member.self().id() == self.peer().id()) {
                        member.replaced(self.peer().epoch());
                    } else if (member.info().role() != self.role()) {
                        others.add(member);
                    }
                }
                members.put(self.peer(), link);
                link.start(others);
                return link;
            }
        } catch (IOException failed) {
            throw new ClusterException(
                    Code.CONFIG,
                    "Node " + self.name() + " cannot listen on a " + family + " socket: " + failed,
                    failed);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new ClusterException(Code.CLOSED, "Cluster " + info.name() + " is closed. Open another one.");
        }
    }

    @Override
    public List<WorkerInfo> workers() {
        List<WorkerInfo> infos = new ArrayList<>();
        synchronized (lock) {
            for (LoopbackLink member : members.values()) {
                PeerInfo of = member.info();
                if (of.role() == PeerInfo.Role.WORKER) {
                    infos.add(new WorkerInfo(
                            of.name(), of.address(), of.threads(), of.memory(), of.resources(), of.tags()));
                }
            }
        }
        return List.copyOf(infos);
    }

    @Override
    public void start(WorkerSpec spec, int more) {
        Workers starter = workers;
        if (starter == null) {
            throw new ClusterException(
                    Code.CONFIG,
                    "Cluster " + info.name()
                            + " starts no workers: it was made without a starter. Attach workers to it, or"
                            + " make it with one.");
        }
        if (more < 1) {
            throw new IllegalArgumentException("more=" + more + ": at least 1 worker is to be started");
        }
        for (int i = 0; i < more; i++) {
            String workerName;
            synchronized (lock) {
                checkOpen();
                latest = spec;
                workerName = spec.name() + "-" + startedEver++;
            }
            keep(workerName, starter.start(this, spec.named(workerName)));
        }
    }

    private void keep(String workerName, AutoCloseable worker) {
        synchronized (lock) {
            if (!closed) {
                started.put(workerName, worker);
                return;
            }
        }
        end(worker);
    }

    @Override
    public void stop(Collection<Peer> peers) {
        List<AutoCloseable> ended = new ArrayList<>();
        synchronized (lock) {
            for (Peer peer : peers) {
                LoopbackLink link = members.get(peer);
                AutoCloseable worker =
                        link == null ? null : started.remove(link.info().name());
                if (worker != null) {
                    ended.add(worker);
                }
            }
        }
        ended.forEach(this::end);
    }

    /** Starts workers like the last ones, or ends those that were started last. */
    @Override
    public void scale(int wanted) {
        if (wanted < 0) {
            throw new IllegalArgumentException("workers=" + wanted + ": at least 0");
        }
        List<AutoCloseable> ended = new ArrayList<>();
        int missing;
        WorkerSpec spec;
        synchronized (lock) {
            checkOpen();
            spec = latest;
            missing = wanted - started.size();
            List<String> names = new ArrayList<>(started.keySet());
            for (int i = names.size() - 1; i >= wanted; i--) {
                ended.add(started.remove(names.get(i)));
            }
        }
        ended.forEach(this::end);
        if (missing > 0 || workers == null) {
            start(spec, Math.max(1, missing));
        }
    }

    private void end(AutoCloseable worker) {
        try {
            worker.close();
        } catch (Exception failed) {
            refused("a worker could not be closed: " + failed);
        }
    }

    @Override
    public void close() {
        List<AutoCloseable> ended;
        List<LoopbackLink> links;
        synchronized (lock) {
            closed = true;
            ended = new ArrayList<>(started.values());
            started.clear();
        }
        ended.forEach(this::end);
        synchronized (lock) {
            links = new ArrayList<>(members.values());
        }
        links.forEach(LoopbackLink::close);
    }

    // ---- for tests of what goes wrong

    /**
     * Ends a node's link without a goodbye, as if its process were killed: its peers hear {@code lost} with kind DIED,
     * and its own receiver hears {@code lost} of every peer and then of itself. Returns when its sockets are closed.
     */
    public void kill(Peer peer) {
        LoopbackLink link = link(peer);
        if (link != null) {
            link.kill("killed by a test");
        }
    }

    /**
     * Breaks the connection between two nodes without a goodbye: each hears {@code lost} of the other, with kind DIED.
     */
    public void cut(Peer one, Peer other) {
        LoopbackLink link = link(one);
        if (link != null) {
            link.cut(other);
        }
    }

    /** Why connections were refused or ended without a peer to tell, at most the first hundred. */
    public List<String> refusals() {
        synchronized (lock) {
            return List.copyOf(refusals);
        }
    }

    // ---- for the links

    @Nullable
    LoopbackLink link(Peer peer) {
        synchronized (lock) {
            return members.get(peer);
        }
    }

    @Nullable
    PeerInfo member(Peer peer) {
        LoopbackLink link = link(peer);
        return link == null ? null : link.info();
    }

    void left(LoopbackLink link) {
        synchronized (lock) {
            members.remove(link.self(), link);
        }
    }

    void refused(String reason) {
        synchronized (lock) {
            if (refusals.size() < MOST_REFUSALS) {
                refusals.add(reason);
            }
        }
    }

    Family family() {
        return family;
    }

    @Override
    public String toString() {
        return "LoopbackCluster(" + info.name() + ", " + info.address() + ", workers="
                + workers().size() + ")";
    }
}
