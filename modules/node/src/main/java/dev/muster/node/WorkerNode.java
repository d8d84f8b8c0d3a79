package dev.muster.node;

import dev.muster.codec.Codec;
import dev.muster.config.NodeSettings;
import dev.muster.config.SchedulerSettings;
import dev.muster.config.Settings;
import dev.muster.config.WorkerSettings;
import dev.muster.data.DataClient;
import dev.muster.data.DataServer;
import dev.muster.data.ResultStore;
import dev.muster.loop.LoopEvent;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.spi.ClusterNode;
import dev.muster.spi.NodeInfo;
import dev.muster.spi.WorkerSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A worker in this JVM: its machine, task threads, store and data server. Thread-safe. Plug-ins start workers with it, and close them when {@code
 * ClusterNode.stop} names them.
 */
public final class WorkerNode implements AutoCloseable {
    private static final int CLOSE_SECONDS = 2;

    private final Loops.Lease lease;
    private final WorkerShell shell;
    private final ResultStore store;
    private final DataClient data;
    private final ExecutorService disk;
    private final Codec codec;
    private final @Nullable DataServer server;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

    private WorkerNode(ClusterNode cluster, WorkerSpec spec, Settings settings, Codec codec) {
        NodeSettings node = NodeSettings.from(settings);
        boolean live = cluster.info().carriesObjects();
        this.codec = codec;
        this.store = new ResultStore(Path.of(System.getProperty("java.io.tmpdir")));
        this.data = new DataClient(spec.name());
        this.disk = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "muster-disk-" + spec.name());
            thread.setDaemon(true);
            return thread;
        });
        // On a cluster that carries objects nothing is ever fetched.
        this.server = live ? null : new DataServer(spec.name(), store);
        this.lease = Loops.lease(cluster, spec.name(), node);
        WorkerParts parts = new WorkerParts(
                store,
                data,
                disk,
                codec,
                SchedulerSettings.from(settings).lease().toNanos(),
                live ? LiveValues::new : worker -> new EncodedValues(worker, codec));
        try {
            this.shell = new WorkerShell(
                    cluster,
                    identity(spec),
                    lease.loop(),
                    parts,
                    node,
                    WorkerSettings.from(settings),
                    failure::complete);
        } catch (RuntimeException refused) {
            closeParts();
            throw refused;
        }
        lease.loop().onFailure(failure::complete);
    }

    /**
     * Starts a worker and joins it to the cluster.
     *
     * @param spec what it is; its name must be unique in the cluster
     * @param codec encodes its values where the cluster does not carry objects; closed with the worker
     * @throws dev.muster.error.ClusterException if the cluster refuses it
     */
    public static WorkerNode start(ClusterNode cluster, WorkerSpec spec, Settings settings, Codec codec) {
        return new WorkerNode(cluster, spec, settings, codec);
    }

    private NodeInfo identity(WorkerSpec spec) {
        return new NodeInfo(
                Identity.peer(),
                PeerInfo.Role.WORKER,
                spec.name(),
                Identity.machine(),
                ProcessHandle.current().pid(),
                spec.threads(),
                spec.memory(),
                spec.resources(),
                spec.tags(),
                server == null ? List.of() : List.of(server.address()),
                Identity.WIRE_VERSION,
                codec.registryPrint(),
                Runtime.version().toString());
    }

    /** Who it is in the cluster. */
    public Peer peer() {
        return shell.peer();
    }

    /**
     * Has the listener told, on a thread of Muster's, or at once by the caller's if it is late, if the worker fails by a fault of Muster's. It does nothing any more then, but its
     * cluster still takes it for a member: whoever started it is to close it, and to start another one.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // a listener that throws has nobody to tell
    public void onFailure(Consumer<Throwable> listener) {
        // What the listener throws is its own affair.
        var unused = failure.thenAccept(listener);
    }

    /** Whether it was asked to hand over and leave, by {@link #drain} or by a client. */
    public boolean leaving() {
        return shell.leaving();
    }

    /** How many tasks run or wait here, and how many more its clients could give. Waits for the loop; 0 once it has ended. */
    public long load() {
        CompletableFuture<Long> load = new CompletableFuture<>();
        lease.loop().offer(new LoopEvent() {
            @Override
            protected void run(long now) {
                load.complete(shell.load());
            }

            @Override
            protected void dropped(Throwable why) {
                load.complete(0L);
            }
        });
        return load.join();
    }

    /** Takes nothing new, finishes what runs, hands over sole results, then asks its cluster to stop it. Returns at once. */
    public void drain(String reason) {
        shell.drain(reason);
    }

    /** Leaves the cluster at once; what was running is interrupted. Idempotent; must not be called under its loop. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        CountDownLatch left = new CountDownLatch(1);
        lease.loop().offer(new LoopEvent() {
            @Override
            protected void run(long now) {
                shell.close();
                left.countDown();
            }

            @Override
            protected void dropped(Throwable why) {
                shell.close(); // nobody else is in it any more
                left.countDown();
            }
        });
        try {
            left.await(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        shell.closeLink();
        shell.closeThreads();
        closeParts();
    }

    private void closeParts() {
        if (server != null) {
            server.close();
        }
        data.close();
        disk.shutdownNow();
        store.close();
        codec.close();
        lease.close();
    }
}
