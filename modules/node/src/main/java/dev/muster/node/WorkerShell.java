package dev.muster.node;

import dev.muster.codec.Codec;
import dev.muster.config.NodeSettings;
import dev.muster.config.WorkerSettings;
import dev.muster.data.DataClient;
import dev.muster.data.ResultKey;
import dev.muster.data.ResultStore;
import dev.muster.loop.Loop;
import dev.muster.loop.LoopEvent;
import dev.muster.loop.Membership;
import dev.muster.loop.Participant;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Loss;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.spi.ClusterNode;
import dev.muster.spi.Link;
import dev.muster.spi.NodeInfo;
import dev.muster.task.TaskThreads;
import dev.muster.worker.Execution;
import dev.muster.worker.WorkerEvent;
import dev.muster.worker.WorkerOutput;
import dev.muster.worker.WorkerState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker machine's shell: carries its messages, drives its task threads, fetches its inputs, keeps its clock. Owned by the node's
 * loop.
 */
final class WorkerShell implements Participant, WorkerOutput, Inbox.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerShell.class);
    private static final long MEASURE_NANOS = 100_000_000;

    private final WorkerState state;
    private final ClusterNode cluster;
    private final NodeInfo self;
    private final Loop loop;
    private final Membership member;
    private final Outbox outbox;
    private final Inbox inbox;
    private final @Nullable Liveness liveness;
    private final Leases leases;
    private final Fetching fetching;
    private final ResultStore store;
    private final DataClient data;
    private final Executor disk;
    private final Codec codec;
    private final TaskThreads threads;
    private final SendTrouble trouble = new SendTrouble();
    private final Map<Peer, PeerInfo> peers = new ConcurrentHashMap<>();
    private final Clients clients = new Clients();
    private final Peer peer;
    private final Consumer<Throwable> whenFailed;
    private volatile boolean leaving;
    private long measured;
    private boolean closed;

    WorkerShell(
            ClusterNode cluster,
            NodeInfo self,
            Loop loop,
            WorkerParts parts,
            NodeSettings node,
            WorkerSettings worker,
            Consumer<Throwable> whenFailed) {
        boolean live = cluster.info().carriesObjects();
        this.cluster = cluster;
        this.self = self;
        this.whenFailed = whenFailed;
        this.peer = self.peer();
        this.loop = loop;
        this.store = parts.store();
        this.data = parts.data();
        this.disk = parts.disk();
        this.codec = parts.codec();
        this.fetching = new Fetching(this, loop);
        this.outbox = new Outbox(cluster.info());
        this.inbox = new Inbox(peer, loop, this);
        this.liveness = live
                ? null
                : new Liveness(node.ping().toNanos(), node.liveness().toNanos(), inbox, outbox);
        this.leases = new Leases(parts.leaseNanos());
        this.state = new WorkerState(self.at(""), worker);
        this.threads = new TaskThreads(loop, self.name(), parts.values(this), this::report, worker);
        this.threads.onFault(this::failed);
        this.member = loop.join(this);
        try {
            inbox.attached(cluster.attach(self, inbox), member);
        } catch (RuntimeException refused) {
            member.leave();
            threads.close();
            throw refused;
        }
    }

    Peer peer() {
        return peer;
    }

    /** Hears a task thread; under the loop. */
    private void report(WorkerEvent event) {
        apply(loop.now(), event);
    }

    /** The same from any thread. */
    void offer(WorkerEvent event) {
        loop.offer(new Apply(this, event));
    }

    private void apply(long now, WorkerEvent event) {
        if (closed) {
            return;
        }
        try {
            state.apply(now, event, this);
            member.touch();
        } catch (Throwable thrown) {
            failed(thrown);
        }
    }

    /** Whether it was asked to hand over and leave. Any thread. */
    boolean leaving() {
        return leaving;
    }

    /** Under the loop; {@link #closeLink} and {@link #closeThreads} follow outside. */
    void close() {
        closed = true;
        clients.end();
        member.leave();
    }

    /** Leaves the cluster. Outside the loop: it may wait for peers. */
    void closeLink() {
        Link link = inbox.link();
        if (link != null) {
            link.close();
        }
    }

    /**
     * The machine threw, or the loop under it has failed: something was half applied, so it is not asked again, and nothing that it had to say is
     * sent. The loop may serve other nodes too, which go on.
     */
    @Override
    public void failed(Throwable why) {
        if (closed) {
            return;
        }
        close();
        loop.completions().execute(() -> {
            whenFailed.accept(why);
            closeLink();
            cluster.stop(List.of(peer));
        });
    }

    /** Ends the task threads; called outside the loop, after {@link #close()}. */
    void closeThreads() {
        threads.close();
    }

    /** Asks the machine to leave: nothing new, finish, hand over. */
    void drain(String reason) {
        leaving = true;
        offer(new WorkerEvent.DrainRequested(reason));
    }

    /** The session that a task of this client submits nested work to. Called by task threads. */
    @Nullable
    Session sessionOf(Peer client) {
        Session local = cluster.info().carriesObjects() ? Sessions.find(client) : null;
        return local != null ? local : clients.proxy(client);
    }

    /** Results of this client's tasks up to so many bytes go inside reports. Called by task threads. */
    int inlineBytes(Peer client) {
        return clients.inlineBytes(client);
    }

    /** Whether the cluster has told of the peer, and not of its loss. Called by any thread. */
    boolean knows(Peer peer) {
        return peers.containsKey(peer);
    }

    /** Has the ticks asked for anew. Under the loop. */
    void touch() {
        member.touch();
    }

    /** The data addresses of a peer; empty if it is gone. Called by any thread. */
    List<String> dataAddresses(Peer peer) {
        PeerInfo info = peers.get(peer);
        return info == null ? List.of() : info.dataAddresses();
    }

    // ---- the loop

    @Override
    public void flush(long now) {
        Link link = inbox.link();
        if (closed || link == null) {
            return;
        }
        try {
            state.flush(now, this);
            outbox.flush(link, trouble);
        } catch (Throwable thrown) {
            failed(thrown);
        }
    }

    @Override
    public long nextTick() {
        if (closed) {
            return Long.MAX_VALUE;
        }
        long next = Math.min(Math.min(state.nextTick(), leases.nextTick()), nextMeasure());
        next = Math.min(next, fetching.nextTick());
        return liveness == null ? next : Math.min(next, liveness.nextTick());
    }

    @Override
    public void tick(long now) {
        if (liveness != null) {
            liveness.tick(now);
        }
        leases.tick(now, client -> end(now, client));
        fetching.tick(now);
        measure(now);
        apply(now, WorkerEvent.Tick.NOW);
    }

    private long nextMeasure() {
        return self.memory() > 0 && store.bytesInMemory() > 0 ? measured + MEASURE_NANOS : Long.MAX_VALUE;
    }

    /**
     * Tells the machine how much its results take. A worker that shares its JVM with others cannot tell its part of the heap from theirs, so
     * the stored bytes stand for both figures.
     */
    private void measure(long now) {
        if (now >= nextMeasure()) {
            measured = now;
            long stored = store.bytesInMemory();
            apply(now, new WorkerEvent.MemoryMeasured(stored, stored, self.memory(), store.diskWorks()));
        }
    }

    // ---- the cluster

    @Override
    public void joined(long now, PeerInfo peer) {
        if (closed) {
            return;
        }
        peers.put(peer.peer(), peer);
        fetching.joined(peer.peer());
        if (peer.role() != PeerInfo.Role.CLIENT) {
            return;
        }
        if (liveness != null) {
            liveness.watch(now, peer.peer());
            clients.open(peer.peer(), new ProxySession(peer.peer(), this, codec));
        }
        apply(now, new WorkerEvent.SessionOpened(peer.peer()));
    }

    @Override
    public void received(long now, Peer from, List<Message> messages) {
        if (closed) {
            return;
        }
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (message instanceof Message.Ready ready) {
                ProxySession proxy = clients.proxy(from);
                if (proxy != null) {
                    proxy.ready(ready);
                }
            } else {
                if (liveness != null) {
                    liveness.answered(from, message);
                }
                clients.heard(from, message);
                if (message instanceof Message.Draining) {
                    leaving = true;
                }
                apply(now, new WorkerEvent.Received(from, message));
            }
        }
        member.touch();
    }

    @Override
    public void writable(long now, Peer peer) {
        apply(now, new WorkerEvent.Writable(peer, true, false));
    }

    @Override
    public void lost(long now, Peer gone, Loss why) {
        if (closed) {
            return;
        }
        if (gone.equals(peer)) {
            LOG.info("Worker {} has lost its cluster and ends: {}", self.name(), why.detail());
            cluster.stop(List.of(peer));
            return;
        }
        PeerInfo info = peers.remove(gone);
        fetching.lost(gone);
        outbox.forget(gone);
        if (liveness != null) {
            liveness.forget(gone);
        }
        if (info == null || info.role() != PeerInfo.Role.CLIENT) {
            return;
        }
        if (why.kind() == Loss.Kind.SILENT || why.kind() == Loss.Kind.DROPPED) {
            leases.begin(now, gone);
        } else {
            end(now, gone);
        }
    }

    private void end(long now, Peer client) {
        clients.forget(client);
        apply(now, new WorkerEvent.SessionLost(client));
        disk.execute(() -> store.discardAll(client));
    }

    /** Sends on behalf of a proxy. Called by any thread. */
    void sendFor(Peer client, Message message) {
        loop.offer(new LoopEvent() {
            @Override
            protected void run(long now) {
                outbox.add(client, message);
                member.touch();
            }
        });
    }

    /** How many tasks run or wait here, and how many more its clients say they could give. Under the loop. */
    long load() {
        return state.figures().outstanding() + clients.wishes();
    }

    List<PeerInfo> workers() {
        return peers.values().stream()
                .filter(peer -> peer.role() == PeerInfo.Role.WORKER)
                .toList();
    }

    int longestPayload() {
        return Outbox.longestPayload(cluster.info());
    }

    Loop loop() {
        return loop;
    }

    DataClient data() {
        return data;
    }

    ResultStore store() {
        return store;
    }

    // ---- the machine's instructions

    @Override
    public void send(Peer client, Message message) {
        outbox.add(client, message);
    }

    @Override
    public void execute(int thread, Execution run) {
        threads.execute(thread, run);
    }

    @Override
    public void cut(int thread, Execution run, int end) {
        threads.cut(thread, run, end);
    }

    @Override
    public void interrupt(int thread, Execution run, int position, boolean timedOut) {
        threads.interrupt(thread, run, position, timedOut);
    }

    @Override
    public void resume(int thread) {
        threads.resume(thread);
    }

    @Override
    public void refuse(int thread, Failure failure) {
        threads.refuse(thread, failure);
    }

    @Override
    public void end(int thread) {
        threads.end(thread);
    }

    @Override
    public void fetch(Peer session, long task, int attempt, long size, List<Peer> holders) {
        fetching.fetch(new ResultKey(session, task, attempt), holders);
    }

    @Override
    public void discard(Peer session, long task, int attempt) {
        store.discard(new ResultKey(session, task, attempt));
    }

    @Override
    public void spill(Peer session, long bytes) {
        disk.execute(() -> store.spill(session, bytes));
    }

    @Override
    public void collect() {
        // Off the loop: a full collection stops everybody anyway, but the role must not be what waits for it.
        disk.execute(System::gc);
    }

    @Override
    public void replace(String reason) {
        LOG.warn("Worker {} has to be replaced: {}", self.name(), reason);
        cluster.stop(List.of(peer()));
    }

    @Override
    public void leave() {
        LOG.info("Worker {} has handed over everything and leaves", self.name());
        cluster.stop(List.of(peer()));
    }

    @Override
    public void log(String line) {
        LOG.info("Worker {}: {}", self.name(), line);
    }

    /** What the outbox could not send. Under the loop, within a flush. */
    private final class SendTrouble implements Outbox.Trouble {
        @Override
        public void full(Peer client) {
            apply(loop.now(), new WorkerEvent.Writable(client, false, false));
        }

        @Override
        public void tooLong(Peer to, Message message, String why) {
            if (message instanceof Message.Failed failed) {
                Failure cut = Failures.without(failed.failure(), why);
                send(to, new Message.Failed(failed.task(), failed.attempt(), cut, failed.nanos(), failed.fetched()));
                member.touch();
            } else if (!(message instanceof Message.Log)) {
                throw new IllegalStateException(message.getClass().getSimpleName() + " for client " + to + ": " + why);
            }
        }
    }

    /** One event for the machine. */
    private static final class Apply extends LoopEvent {
        private final WorkerShell shell;
        private final WorkerEvent event;

        Apply(WorkerShell shell, WorkerEvent event) {
            this.shell = shell;
            this.event = event;
        }

        @Override
        protected void run(long now) {
            shell.apply(now, event);
        }
    }
}
