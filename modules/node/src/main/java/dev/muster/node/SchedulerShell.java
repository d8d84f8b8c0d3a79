package dev.muster.node;

import dev.muster.config.NodeSettings;
import dev.muster.config.SchedulerSettings;
import dev.muster.loop.Loop;
import dev.muster.loop.Membership;
import dev.muster.loop.Participant;
import dev.muster.protocol.Assignment;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Loss;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.scheduler.Handle;
import dev.muster.scheduler.SchedulerEvent;
import dev.muster.scheduler.SchedulerOutput;
import dev.muster.scheduler.SchedulerState;
import dev.muster.scheduler.Status;
import dev.muster.spi.ClusterNode;
import dev.muster.spi.Link;
import dev.muster.spi.NodeInfo;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler machine's shell: carries its messages, tells its handles, keeps its clock. Owned by the node's loop; the view of workers is
 * readable from any thread.
 */
final class SchedulerShell implements Participant, SchedulerOutput, Outcomes, Inbox.Owner {
    /** Results that came inside reports may take one part in so many of the heap. */
    private static final int INLINE_SHARE = 20;

    private final SchedulerState state;
    private final Loop loop;
    private final ClusterNode cluster;
    private final Session.Listener listener;
    private final Runnable whenCut;
    private final Membership member;
    private final Outbox outbox;
    private final @Nullable Liveness liveness;
    private final Peer peer;
    private final Inbox inbox;
    private final SendTrouble trouble = new SendTrouble();
    private final Map<Peer, PeerInfo> workers = new ConcurrentHashMap<>();
    private boolean closed;
    /** What all tasks end with that have not ended, once nothing is applied any more. */
    private @Nullable Failure over;

    SchedulerShell(
            ClusterNode cluster,
            NodeInfo self,
            Loop loop,
            NodeSettings node,
            SchedulerSettings scheduler,
            Session.Listener listener,
            Runnable whenCut) {
        boolean live = cluster.info().carriesObjects();
        this.cluster = cluster;
        this.loop = loop;
        this.listener = listener;
        this.whenCut = whenCut;
        this.state = new SchedulerState(scheduler);
        if (!live) {
            state.inlineLimit(Runtime.getRuntime().maxMemory() / INLINE_SHARE);
        }
        this.outbox = new Outbox(cluster.info());
        this.peer = self.peer();
        this.inbox = new Inbox(peer, loop, this);
        // Members of a live cluster share this JVM and this loop: none can be silent while another listens.
        this.liveness = live
                ? null
                : new Liveness(node.ping().toNanos(), node.liveness().toNanos(), inbox, outbox);
        this.member = loop.join(this);
        try {
            inbox.attached(cluster.attach(self, inbox), member);
        } catch (RuntimeException refused) {
            member.leave();
            throw refused;
        }
    }

    SchedulerState state() {
        return state;
    }

    Peer peer() {
        return peer;
    }

    List<PeerInfo> workers() {
        return List.copyOf(workers.values());
    }

    List<String> dataAddresses(Peer worker) {
        PeerInfo info = workers.get(worker);
        return info == null ? List.of() : info.dataAddresses();
    }

    /** Once it has ended, the machine refuses what is submitted, so that nobody waits for it. */
    void apply(long now, SchedulerEvent event) {
        if (closed) {
            refuse(event);
            return;
        }
        try {
            state.apply(now, event, this);
            member.touch();
        } catch (Throwable thrown) {
            fail(thrown);
        }
    }

    /** What was on its way when the session ended: its handles must hear of it. */
    private void refuse(SchedulerEvent event) {
        if (event instanceof SchedulerEvent.Submitted submitted) {
            settleAll(submitted.handle(), 1);
        } else if (event instanceof SchedulerEvent.MapSubmitted map) {
            settleAll(map.handle(), map.count());
        } else if (event instanceof SchedulerEvent.GraphSubmitted graph) {
            settleAll(graph.handle(), graph.specs().length);
        }
    }

    private void settleAll(Handle handle, int count) {
        for (int position = 0; position < count; position++) {
            settled(handle, position, position + 1);
        }
    }

    /**
     * The machine threw, or the loop under it has failed. Something was half applied, so it is not asked again: the client's tasks end with
     * this story, and the workers hear that the client is gone. Under the loop, or when that takes no more work.
     */
    private void fail(Throwable thrown) {
        if (closed) {
            return;
        }
        closed = true;
        over = Failure.of(
                Failure.Kind.INTERNAL,
                "the scheduler of this client has failed and takes no more work: " + thrown
                        + ". This is a fault of Muster; please report it with its story. Open a new client to go on");
        whenCut.run();
        state.unfinished((handle, position) -> settled(handle, position, position + 1));
        member.leave();
        loop.completions().execute(() -> {
            listener.failed(thrown);
            closeLink();
        });
    }

    /** The loop ended before the event was applied. */
    void dropped(SchedulerEvent event) {
        if (closed) {
            apply(loop.now(), event);
        }
    }

    /** Every handle hears of its end; nothing is applied any more. */
    private void end(long now, String reason) {
        if (!closed) {
            apply(now, new SchedulerEvent.Closed(reason));
            flush(now);
            over = over != null ? over : Failure.of(Failure.Kind.CLOSED, "the client was closed: " + reason);
            closed = true;
            member.leave();
        }
    }

    /** Under the loop; {@link #closeLink} follows outside. */
    void close(long now) {
        end(now, "the client was closed");
    }

    /** Leaves the cluster. Outside the loop: it may wait for peers. */
    void closeLink() {
        Link link = inbox.link();
        if (link != null) {
            link.close();
        }
    }

    @Override
    public void failed(Throwable why) {
        fail(why);
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
            fail(thrown);
        }
    }

    @Override
    public boolean givesWork() {
        return true;
    }

    @Override
    public long nextTick() {
        if (closed) {
            return Long.MAX_VALUE;
        }
        return liveness == null ? state.nextTick() : Math.min(state.nextTick(), liveness.nextTick());
    }

    @Override
    public void tick(long now) {
        if (liveness != null) {
            liveness.tick(now);
        }
        apply(now, SchedulerEvent.Tick.NOW);
    }

    // ---- the cluster

    @Override
    public void joined(long now, PeerInfo peer) {
        if (closed || peer.role() != PeerInfo.Role.WORKER) {
            return;
        }
        workers.put(peer.peer(), peer);
        if (liveness != null) {
            liveness.watch(now, peer.peer());
        }
        apply(now, new SchedulerEvent.WorkerJoined(peer));
        listener.joined(peer);
    }

    @Override
    public void received(long now, Peer from, List<Message> messages) {
        if (closed) {
            return;
        }
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (message instanceof Message.Log log) {
                log.linesByTask().forEach((task, lines) -> lines.forEach(line -> listener.log(task + ": " + line)));
            } else if (liveness == null || !liveness.answered(from, message)) {
                apply(now, new SchedulerEvent.Received(from, message));
            }
        }
        member.touch();
    }

    @Override
    public void writable(long now, Peer peer) {
        if (closed) {
            return;
        }
        apply(now, new SchedulerEvent.Writable(peer, true));
    }

    @Override
    public void lost(long now, Peer gone, Loss why) {
        if (closed) {
            return;
        }
        if (gone.equals(peer)) {
            whenCut.run();
            end(now, "the cluster is gone: " + why.detail());
            return;
        }
        PeerInfo info = workers.remove(gone);
        outbox.forget(gone);
        if (liveness != null) {
            liveness.forget(gone);
        }
        if (info != null) {
            apply(now, new SchedulerEvent.WorkerLost(gone, why));
            listener.lost(info, why.detail());
        }
    }

    // ---- the machine's instructions

    @Override
    public void send(Peer worker, Message message) {
        if (!closed) {
            outbox.add(worker, message);
        }
    }

    @Override
    public void settled(Handle handle, int from, int to) {
        if (handle instanceof SettledHandle told) {
            told.settled(this, from, to);
        }
    }

    @Override
    public void reopened(Handle handle, int from, int to) {
        if (handle instanceof SettledHandle told) {
            told.reopened(from, to);
        }
    }

    @Override
    public void drop(Peer worker, String reason) {
        inbox.drop(worker, reason);
    }

    @Override
    public void stop(Peer worker, String reason) {
        listener.log("Stopping worker " + worker(worker) + ": " + reason);
        cluster.stop(List.of(worker));
    }

    @Override
    public void retired(Peer worker) {
        listener.log("Worker " + worker(worker) + " holds nothing more of this client and leaves");
        cluster.stop(List.of(worker));
    }

    @Override
    public void observed(Observation what, long task, int attempt, @Nullable Peer worker, @Nullable Failure failure) {
        listener.observed(what, task, attempt, worker, failure);
    }

    @Override
    public void log(String line) {
        listener.log(line);
    }

    /** What the outbox could not send. Under the loop, within a flush. */
    private final class SendTrouble implements Outbox.Trouble {
        @Override
        public void full(Peer worker) {
            apply(loop.now(), new SchedulerEvent.Writable(worker, false));
        }

        /** The worker never hears of it, so what it would have reported is said in its place. */
        @Override
        public void tooLong(Peer to, Message message, String why) {
            if (message instanceof Message.Run run) {
                run.assignments().forEach(each -> fail(to, each, why));
            } else if (message instanceof Message.Ready ready && ready.failure() != null) {
                send(
                        to,
                        new Message.Ready(
                                ready.child(),
                                ready.task(),
                                ready.attempt(),
                                null,
                                List.of(),
                                Failures.without(ready.failure(), why)));
            } else {
                throw new IllegalStateException(message.getClass().getSimpleName() + " for " + worker(to) + ": " + why);
            }
        }
    }

    private void fail(Peer worker, Assignment assignment, String why) {
        Failure failure =
                Failure.of(Failure.Kind.UNSERIALIZABLE, "its function, arguments and inputs fit no message. " + why);
        for (int i = 0; i < assignment.count(); i++) {
            Message.Failed failed =
                    new Message.Failed(assignment.first() + i, assignment.attempt(), failure, 0, new long[0]);
            apply(loop.now(), new SchedulerEvent.Received(worker, failed));
        }
    }

    // ---- what ended tasks ended with

    @Override
    public @Nullable Failure failure(long task) {
        Status status = state.status(task);
        if (over != null && (status == Status.PENDING || status == Status.UNKNOWN)) {
            return over;
        }
        return status == Status.FINISHED ? null : state.failure(task);
    }

    @Override
    public @Nullable Object value(long task) {
        return state.value(task);
    }

    @Override
    public void values(long first, int count, @Nullable Object[] target, int offset) {
        state.values(first, count, target, offset);
    }

    @Override
    public int attempts(long task) {
        return state.attempts(task);
    }

    @Override
    public String worker(long task) {
        Peer ranOn = state.ranOn(task);
        return ranOn == null ? "" : worker(ranOn);
    }

    private String worker(Peer peer) {
        PeerInfo info = workers.get(peer);
        return info == null ? peer.toString() : info.name();
    }
}
