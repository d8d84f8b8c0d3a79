package dev.muster.client;

import dev.muster.cluster.WorkerInfo;
import dev.muster.config.ClientSettings;
import dev.muster.config.Settings;
import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import dev.muster.node.Session;
import dev.muster.protocol.PeerInfo;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client's parts, and its life from opening to closing. Thread-safe. */
final class ClientState {

    private static final Logger LOG = LoggerFactory.getLogger(Client.class);
    private static final long LOOK_AGAIN = 200_000;
    private static final double GIB = 1 << 30;

    private final Client client;
    private final String name;
    private final Settings settings;
    private final boolean asDefault;
    private final @Nullable Opened opened;
    private final Map<Class<?>, Class<?>> serializers;
    private final Names names = new Names();
    private final View view;
    private final Workers workers;
    private final Events events;
    private final ProgressBars bars = new ProgressBars();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Connection connection;
    private @Nullable Keeper keeper;

    private ClientState(
            Client client, ClientPlan plan, Settings settings, @Nullable Opened opened, @Nullable Session session) {
        this.client = client;
        this.name = plan.name != null
                ? plan.name
                : "client-" + UUID.randomUUID().toString().substring(0, 8);
        this.settings = settings;
        this.asDefault = plan.asDefault;
        this.opened = opened;
        this.serializers = plan.serializers();
        this.view = new View(client, plan.options, null);
        this.workers = new Workers(client);
        this.events = new Events(client, workers);
        this.connection = connected(session);
    }

    /** On the cluster that the plan names. */
    static ClientState open(Client client, ClientPlan plan) {
        Settings settings = plan.effective();
        ClientState state = new ClientState(client, plan, settings, plan.open(settings), null);
        state.keeper = new Keeper(state);
        return state;
    }

    /** Over a session that is there. */
    static ClientState over(Client client, Session session, ClientPlan plan) {
        return new ClientState(client, plan, plan.effective(), null, session);
    }

    private Connection connected(@Nullable Session given) {
        Session session = given != null ? given : cluster().session(name, settings, serializers, events);
        Insight insight = session instanceof Insight own ? own : new SchedulerInsight(session);
        return new Connection(client, name, session, insight, ClientSettings.from(settings));
    }

    private Opened cluster() {
        if (opened == null) {
            throw new ClusterException(
                    Code.CONFIG,
                    "Client '" + name + "' has no cluster of its own: do this in the program that opened it");
        }
        return opened;
    }

    Connection connection() {
        return connection;
    }

    View view() {
        return view;
    }

    View plainView() {
        return view;
    }

    Names names() {
        return names;
    }

    String name() {
        return name;
    }

    boolean asDefault() {
        return asDefault;
    }

    Settings settings() {
        return settings;
    }

    Workers workers() {
        return workers;
    }

    Events events() {
        return events;
    }

    ProgressBar progress() {
        return bars.add(ProgressBar.of(client));
    }

    /** The futures, refusing those of other clients. */
    <T extends @Nullable Object> AbstractFutures<T> own(Collection<? extends TaskFuture<? extends T>> futures) {
        AbstractFutures<T> all = (AbstractFutures<T>) ListedFutures.<T>of(Require.given(futures, "futures"));
        if (all instanceof BatchFutures<T> batch) {
            connection.requireOwn(batch.record(), 0);
            return all;
        }
        for (TaskFuture<T> each : all) {
            if (each instanceof RecordFuture<T> held) {
                connection.requireOwn(held.record(), held.slot());
            }
        }
        return all;
    }

    void cancel(Collection<? extends TaskFuture<?>> futures, CancelMode mode) {
        if (own(futures) instanceof BatchFutures<?> batch) {
            connection.cancel(batch.record(), 0, batch.size(), mode);
            return;
        }
        futures.forEach(each -> BaseFuture.of(each, "futures").cancel(mode));
    }

    /** Looks again every 0.2 ms: the loop need not tell each end to somebody who waits for the last. */
    void waitForAll() {
        if (Attempt.current() != null) {
            throw new IllegalStateException(
                    "waitForAll inside a task would wait for that very task: wait for the futures that are meant");
        }
        Connection now = connection;
        while (now.admission().unfinished() > 0 && !now.session().closed()) {
            if (now.admission().hasOrphans() && now.known() == 0) {
                return;
            }
            if (Thread.interrupted()) {
                Thread.currentThread().interrupt();
                throw new ClusterException(
                        Code.INTERRUPTED,
                        "Interrupted while waiting for " + now.admission().unfinished() + " unfinished tasks");
            }
            LockSupport.parkNanos(this, LOOK_AGAIN);
        }
    }

    /** A new session on the same cluster, whose workers are replaced where they are its own. */
    void restart() {
        if (closed.get()) {
            throw new ClusterException(
                    Code.CLOSED, "Client '" + name + "' is closed and cannot restart. Open a new Client");
        }
        Opened own = cluster();
        Connection before = connection;
        List<PeerInfo> workers = before.session().workers();
        before.close();
        own.replace(workers);
        connection = connected(null);
        events.restarted();
    }

    void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        Clients.closed(client);
        bars.close();
        long cutOff = Math.max(connection.close(), 0);
        List<String> keys = connection.cutOffKeys();
        if (cutOff > 0) {
            LOG.warn(
                    "Closing client '{}' cancels {} unfinished {} ({}{}); waitForAll() before close() lets them end",
                    name,
                    cutOff,
                    cutOff == 1 ? "task" : "tasks",
                    String.join(", ", keys),
                    cutOff > keys.size() ? ", …" : "");
        }
        events.close();
        if (keeper != null) {
            keeper.close();
        }
        if (opened != null) {
            opened.close();
        }
    }

    /** Tells the scheduler of lost handles, now and then. */
    void tidy() {
        connection.collect(Integer.MAX_VALUE);
    }

    String text() {
        if (opened == null) {
            return "<Client: '" + name + "'>";
        }
        int count = 0;
        int threads = 0;
        long memory = 0;
        List<WorkerInfo> present = workers.present();
        List<WorkerInfo> known = opened.cluster().workers();
        // A cluster knows its workers before each of them has been introduced to this client.
        for (WorkerInfo worker : present.size() < known.size() ? known : present) {
            count++;
            threads += worker.threads();
            memory += worker.memoryBytes();
        }
        return String.format(
                Locale.ROOT,
                "<Client: '%s' processes=%d threads=%d%s>",
                opened.cluster().info().address(),
                count,
                threads,
                memory == 0 ? "" : String.format(Locale.ROOT, ", memory=%.2f GiB", memory / GIB));
    }
}
