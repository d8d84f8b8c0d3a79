package dev.muster.client;

import dev.muster.cluster.WorkerInfo;
import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import dev.muster.function.Action0;
import dev.muster.function.Function0;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.scheduler.SchedulerEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client's dealings with workers as such. Thread-safe. */
final class Workers {

    private static final Logger LOG = LoggerFactory.getLogger(Client.class);
    private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(2);

    private final Client client;
    private final Map<String, Action0> setups = new ConcurrentHashMap<>();

    Workers(Client client) {
        this.client = client;
    }

    static WorkerInfo info(PeerInfo peer) {
        return new WorkerInfo(
                peer.name(), peer.address(), peer.threads(), peer.memory(), peer.resources(), peer.tags());
    }

    List<WorkerInfo> present() {
        return client.connection().session().workers().stream()
                .map(Workers::info)
                .toList();
    }

    void waitFor(int count, long nanos) {
        long begin = System.nanoTime();
        while (present().size() < count) {
            if (Thread.interrupted()) {
                Thread.currentThread().interrupt();
                throw new ClusterException(Code.INTERRUPTED, "Interrupted while waiting for " + count + " workers");
            }
            if (System.nanoTime() - begin >= nanos) {
                throw new ClusterException(
                        Code.TIMEOUT,
                        present().size() + " of " + count + " workers are there after "
                                + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms. Wait longer, or scale the cluster up");
            }
            LockSupport.parkNanos(this, LOOK_AGAIN);
        }
    }

    <R extends @Nullable Object> Map<WorkerInfo, TaskFuture<R>> submitToAll(Function0<? extends R> function) {
        Map<WorkerInfo, TaskFuture<R>> futures = new LinkedHashMap<>();
        for (WorkerInfo worker : present()) {
            futures.put(worker, on(worker.id()).submit(function));
        }
        return futures;
    }

    void runOnAll(Action0 action) {
        List<TaskFuture<@Nullable Void>> futures = new ArrayList<>();
        for (WorkerInfo worker : present()) {
            futures.add(on(worker.id()).run(action));
        }
        client.gather(futures);
    }

    private View on(String worker) {
        return client.view().withOptions(options -> options.workers(worker).priority(Integer.MAX_VALUE));
    }

    void prepare(String name, Action0 setup) {
        setups.put(name, setup);
        runOnAll(setup);
    }

    /** A worker has joined; on a completion thread. */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback looks at it
    void joined(String worker) {
        setups.forEach((name, setup) -> {
            try {
                on(worker).run(setup).onDone(done -> {
                    if (done.status() == Status.ERROR) {
                        LOG.warn("Set-up '{}' failed on worker {}: {}", name, worker, done.explain());
                    }
                });
            } catch (ClusterException refused) {
                LOG.warn("Set-up '{}' could not be submitted to worker {}", name, worker, refused);
            }
        });
    }

    boolean prepares() {
        return !setups.isEmpty();
    }

    Map<TaskFuture<?>, Set<WorkerInfo>> holders(Collection<? extends TaskFuture<?>> futures) {
        Connection connection = client.connection();
        Map<Peer, WorkerInfo> workers = new LinkedHashMap<>();
        connection.session().workers().forEach(peer -> workers.put(peer.peer(), info(peer)));
        Map<TaskFuture<?>, Set<WorkerInfo>> holders = new LinkedHashMap<>();
        for (TaskFuture<?> future : futures) {
            Set<WorkerInfo> held = new HashSet<>();
            if (BaseFuture.of(future, "futures") instanceof RecordFuture<?> record) {
                connection.requireOwn(record.record(), record.slot());
                for (Peer peer : connection.insight().holders(record)) {
                    WorkerInfo worker = workers.get(peer);
                    if (worker != null) {
                        held.add(worker);
                    }
                }
            }
            holders.put(future, Set.copyOf(held));
        }
        return holders;
    }

    void retire(Collection<WorkerInfo> retired) {
        Map<String, Peer> present = new LinkedHashMap<>();
        client.connection().session().workers().forEach(peer -> present.put(peer.name(), peer.peer()));
        List<Peer> peers = new ArrayList<>();
        for (WorkerInfo worker : retired) {
            Peer peer = present.get(Require.given(worker, "workers").id());
            if (peer == null) {
                throw new IllegalArgumentException(
                        "workers names " + worker.id() + ", which is not there; there are " + present.keySet());
            }
            peers.add(peer);
        }
        if (!peers.isEmpty()) {
            client.connection().session().offer(new SchedulerEvent.RetireRequested(peers));
        }
    }
}
