package dev.muster.node;

import dev.muster.codec.Codec;
import dev.muster.config.NodeSettings;
import dev.muster.config.SchedulerSettings;
import dev.muster.data.DataClient;
import dev.muster.data.ResultKey;
import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import dev.muster.loop.Loop;
import dev.muster.loop.LoopEvent;
import dev.muster.protocol.Payload;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.scheduler.SchedulerEvent;
import dev.muster.scheduler.SchedulerState;
import dev.muster.scheduler.TaskRef;
import dev.muster.spi.ClusterInfo;
import dev.muster.spi.ClusterNode;
import dev.muster.spi.NodeInfo;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** A session whose scheduler lives in this JVM. Thread-safe: every call ends in an event of its loop. */
final class SchedulerSession implements Session {
    private final Loops.Lease lease;
    private final Loop loop;
    private final SchedulerShell shell;
    private final Codec codec;
    private final DataClient data;
    private final ClusterInfo cluster;
    private final boolean carriesObjects;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean cut;

    SchedulerSession(
            ClusterNode cluster,
            NodeInfo self,
            Codec codec,
            NodeSettings node,
            SchedulerSettings scheduler,
            Session.Listener listener) {
        this.lease = Loops.lease(cluster, self.name(), node);
        this.loop = lease.loop();
        this.codec = codec;
        this.cluster = cluster.info();
        this.carriesObjects = this.cluster.carriesObjects();
        this.data = new DataClient(self.name());
        try {
            this.shell = new SchedulerShell(cluster, self, loop, node, scheduler, listener, () -> cut = true);
        } catch (RuntimeException refused) {
            data.close();
            lease.close();
            throw refused;
        }
        Sessions.register(this);
    }

    @Override
    public Peer peer() {
        return shell.peer();
    }

    @Override
    public boolean carriesObjects() {
        return carriesObjects;
    }

    @Override
    public int longestPayload() {
        return carriesObjects ? Integer.MAX_VALUE : Outbox.longestPayload(cluster);
    }

    @Override
    public Codec codec() {
        return codec;
    }

    @Override
    public void offer(SchedulerEvent event) {
        loop.offer(new Apply(shell, event));
    }

    @Override
    public <T> T ask(Function<SchedulerState, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.offer(new LoopEvent() {
            @Override
            protected void run(long now) {
                try {
                    answer.complete(question.apply(shell.state()));
                } catch (RuntimeException | Error e) {
                    answer.completeExceptionally(e);
                }
            }

            @Override
            protected void dropped(Throwable why) {
                answer.completeExceptionally(why);
            }
        });
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException(Code.INTERRUPTED, "Interrupted while asking the scheduler of " + peer(), e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new ClusterException(Code.INTERNAL, "The scheduler could not answer", e);
        }
    }

    @Override
    public long now() {
        return loop.now();
    }

    @Override
    public void fetch(TaskRef task, Fetched answer) {
        loop.offer(new LoopEvent() {
            @Override
            protected void run(long now) {
                long id = task.task();
                SchedulerState state = shell.state();
                fetchFrom(task, state.attempt(id), state.holders(id).iterator(), answer);
            }
        });
    }

    /** Tries one holder after the other; runs under the loop first, on data threads later. */
    private void fetchFrom(TaskRef task, int attempt, Iterator<Peer> holders, Fetched answer) {
        if (!holders.hasNext()) {
            answer.lost("none of the holders of task " + task.task() + " could give its value");
            return;
        }
        Peer holder = holders.next();
        List<String> addresses = shell.dataAddresses(holder);
        if (addresses.isEmpty()) {
            absent(task, attempt, holder, holders, answer);
            return;
        }
        data.fetch(addresses.get(0), new ResultKey(peer(), task.task(), attempt), new DataClient.Answer() {
            @Override
            public void found(Payload value) {
                answer.value(value);
            }

            @Override
            public void absent(String reason) {
                SchedulerSession.this.absent(task, attempt, holder, holders, answer);
            }
        });
    }

    private void absent(TaskRef task, int attempt, Peer holder, Iterator<Peer> holders, Fetched answer) {
        offer(new SchedulerEvent.FetchFailed(task.handle(), task.index(), holder));
        fetchFrom(task, attempt, holders, answer);
    }

    @Override
    public List<PeerInfo> workers() {
        return shell.workers();
    }

    @Override
    public Executor completions() {
        return loop.completions();
    }

    @Override
    public boolean closed() {
        return cut || closed.get();
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        Sessions.forget(this);
        CompletableFuture<Void> ended = new CompletableFuture<>();
        loop.offer(new LoopEvent() {
            @Override
            protected void run(long now) {
                shell.close(now);
                ended.complete(null);
            }

            @Override
            protected void dropped(Throwable why) {
                ended.complete(null);
            }
        });
        try {
            ended.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new ClusterException(Code.INTERNAL, "The session could not be closed", e);
        }
        shell.closeLink();
        data.close();
        codec.close();
        lease.close();
    }

    /** One event for the scheduler. */
    private static final class Apply extends LoopEvent {
        private final SchedulerShell shell;
        private final SchedulerEvent event;

        Apply(SchedulerShell shell, SchedulerEvent event) {
            this.shell = shell;
            this.event = event;
        }

        @Override
        protected void run(long now) {
            shell.apply(now, event);
        }

        /** The loop has ended: the machine, which was closed before, tells the handle. */
        @Override
        protected void dropped(Throwable why) {
            shell.dropped(event);
        }
    }
}
