package dev.muster.testkit.loopback;

import dev.muster.cluster.WorkerInfo;
import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import dev.muster.protocol.Loss;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Nodes of one JVM, joined by sockets. Thread-safe.
 *
 * <p>Each node listens; one that attaches connects to every member that was there before. Workers hear of each other, since they fetch
 * values from one another; clients are not joined to clients.
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
    private final Map<Peer, Workers.Worker> started = new LinkedHashMap<>();
    private final Set<Peer> leaving = new HashSet<>();
    private final Set<Thread> enders = new HashSet<>();
    private final List<String> refusals = new ArrayList<>();
    private WorkerSpec latest;
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
        this(name, family, workers, WorkerSpec.of("worker", 1));
    }

    /**
     * An empty cluster, like the other constructor.
     *
     * @param first what {@link #scale} starts as long as {@link #start} was not told anything else
     */
    public LoopbackCluster(String name, Family family, @Nullable Workers workers, WorkerSpec first) {
        String ownName = name.isEmpty() ? UUID.randomUUID().toString().substring(0, 8) : name;
        this.family = family;
        this.workers = workers;
        this.latest = first;
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
                    } else if (self.role() == PeerInfo.Role.WORKER
                            || member.info().role() == PeerInfo.Role.WORKER) {
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
            keep(starter.start(this, spec.named(workerName)));
        }
    }

    private void keep(Workers.Worker worker) {
        synchronized (lock) {
            if (!closed) {
                started.put(worker.peer(), worker);
                return;
            }
        }
        end(worker);
    }

    @Override
    public void stop(Collection<Peer> peers) {
        stop(peers, true);
    }

    private void stop(Collection<Peer> peers, boolean replacing) {
        List<Workers.Worker> ending = new ArrayList<>();
        synchronized (lock) {
            for (Peer peer : peers) {
                Workers.Worker worker = take(peer);
                if (worker != null) {
                    ending.add(worker);
                }
            }
            if (ending.isEmpty()) {
                return;
            }
            // Whoever asks may be the worker's own loop, which ending it has to wait for.
            int missing = replacing
                    ? (int) ending.stream().filter(worker -> !worker.leaving()).count()
                    : 0;
            Thread ender = new Thread(() -> endAll(ending, missing), "muster-stop-" + name());
            ender.setDaemon(true);
            enders.add(ender);
            ender.start();
        }
    }

    private void endAll(List<Workers.Worker> ending, int missing) {
        ending.forEach(this::end);
        try {
            if (missing > 0) {
                start(latest(), missing);
            }
        } catch (ClusterException closedMeanwhile) {
            refused("no worker was replaced: " + closedMeanwhile.getMessage());
        }
        synchronized (lock) {
            enders.remove(Thread.currentThread());
        }
    }

    private WorkerSpec latest() {
        synchronized (lock) {
            return latest;
        }
    }

    /** Under the lock: the cluster's worker, which is not its worker any more; null if it is none. */
    private Workers.@Nullable Worker take(Peer peer) {
        leaving.remove(peer);
        return started.remove(peer);
    }

    /** Starts workers like the last ones, or drains those that were started last. */
    @Override
    public void scale(int wanted) {
        if (wanted < 0) {
            throw new IllegalArgumentException("workers=" + wanted + ": at least 0");
        }
        List<Workers.Worker> surplus;
        int missing;
        WorkerSpec spec;
        synchronized (lock) {
            checkOpen();
            spec = latest;
            List<Workers.Worker> staying = new ArrayList<>(started.values());
            staying.removeIf(worker -> leaving.contains(worker.peer()));
            missing = wanted - staying.size();
            surplus = List.copyOf(staying.subList(Math.min(wanted, staying.size()), staying.size()));
            surplus.forEach(worker -> leaving.add(worker.peer()));
        }
        surplus.forEach(worker -> worker.drain("the cluster is scaled to " + wanted + " workers"));
        if (missing > 0 || workers == null) {
            start(spec, Math.max(1, missing));
        }
    }

    private void end(Workers.Worker worker) {
        try {
            worker.close();
        } catch (RuntimeException failed) {
            refused("worker " + worker.peer() + " could not be closed: " + failed);
        }
    }

    @Override
    public void close() {
        List<Workers.Worker> ending;
        List<Thread> busy;
        List<LoopbackLink> links;
        synchronized (lock) {
            closed = true;
            ending = new ArrayList<>(started.values());
            started.clear();
            busy = new ArrayList<>(enders);
        }
        ending.forEach(this::end);
        busy.forEach(LoopbackLink::join);
        synchronized (lock) {
            links = new ArrayList<>(members.values());
        }
        Loss why = Loss.of(Loss.Kind.LEFT, "cluster " + name() + " was closed");
        links.forEach(link -> link.leave(why));
        links.forEach(LoopbackLink::join);
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
     * The same for a worker that this cluster started, named by its id; its threads are ended too.
     *
     * @return false if there is no such worker
     */
    public boolean killNamed(String worker) {
        Peer victim = null;
        synchronized (lock) {
            for (LoopbackLink member : members.values()) {
                if (member.info().name().equals(worker) && started.containsKey(member.self())) {
                    victim = member.self();
                }
            }
        }
        if (victim == null) {
            return false;
        }
        kill(victim);
        stop(List.of(victim), false);
        return true;
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
