package dev.muster.client;

import dev.muster.cluster.Cluster;
import dev.muster.cluster.WorkerInfo;
import dev.muster.config.Settings;
import dev.muster.error.ClusterException;
import dev.muster.event.ClientListener;
import dev.muster.event.Snapshot;
import dev.muster.event.Subscription;
import dev.muster.function.Action0;
import dev.muster.function.Function0;
import dev.muster.node.Session;
import java.io.Serializable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * A program's way to a cluster: submits work, collects values, places data. Thread-safe; meant to be shared and kept open.
 *
 * <pre>{@code
 * try (Client client = new Client()) {
 *     TaskFuture<Integer> one = client.submit(() -> 40 + 2);
 *     TaskFutures<Report> all = client.map(Report::parse, files);
 *     TaskFuture<Summary> sum = client.combine(Summary::merge, all);    // data stays on the workers
 *     System.out.println(one.result() + " " + sum.result());
 * }
 * }</pre>
 *
 * <p>Its scheduler lives in this JVM; values live on the workers until somebody asks for them, and end with the client.
 * The client opened last is the default one, which {@code x.compute()} uses. Inside a task, {@link #current()} is the
 * client that owns the task, and {@link #close()} does nothing. A client captured by a function travels as "the current
 * client".
 */
public final class Client extends SubmittingClient implements AutoCloseable, Serializable {

    private static final long serialVersionUID = 1L;

    private final transient ClientState state;

    /**
     * Opens the cluster that the configuration names, and a client on it that owns it.
     *
     * @throws ClusterException CONFIG if the configuration is wrong or the kind of cluster is not on the class path
     */
    public Client() {
        this(Settings.load());
    }

    /**
     * Opens a client on a cluster of the caller's, which it does not close.
     *
     * @param borrowed the cluster
     * @throws IllegalArgumentException if it is null
     * @throws ClusterException if it refuses the client
     */
    public Client(Cluster borrowed) {
        this(builder().cluster(borrowed));
    }

    /**
     * Opens the cluster that the settings name, and a client on it that owns it.
     *
     * @throws IllegalArgumentException if they are null
     * @throws ClusterException CONFIG if they are wrong or the kind of cluster is not on the class path
     */
    public Client(Settings settings) {
        this(builder().settings(settings));
    }

    private Client(Builder builder) {
        this.state = ClientState.open(this, builder.plan());
        Clients.opened(this);
    }

    private Client(Session session, ClientPlan plan) {
        this.state = ClientState.over(this, session, plan);
    }

    /** A client over a session of another one, for tasks whose client lives elsewhere. */
    static Client visiting(Session session) {
        return new Client(session, ClientPlan.visiting());
    }

    /** A client over any session. */
    static Client over(Session session, ClientPlan plan) {
        Client client = new Client(session, plan);
        Clients.opened(client);
        return client;
    }

    /** A builder, for what the constructors do not say. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The client to use here: inside a task the one that owns the task, elsewhere the one that was opened last, is still
     * open and was not built with {@code asDefault(false)}.
     *
     * @throws ClusterException CONFIG if there is none
     */
    public static Client current() {
        return Clients.current();
    }

    /** The client that {@link #current()} answers, if there is one. */
    public static Optional<Client> currentIfOpen() {
        return Optional.ofNullable(Clients.currentOrNull());
    }

    /**
     * A client without a cluster: each task runs in its caller's thread before {@code submit} returns. For debugging and
     * for tests. Time-outs and choices of workers have no effect; retries have.
     */
    public static Client synchronous() {
        return over(new SynchronousSession(), ClientPlan.synchronous());
    }

    @Override
    View view() {
        return state.view();
    }

    View plainView() {
        return state.plainView();
    }

    Connection connection() {
        return state.connection();
    }

    Names names() {
        return state.names();
    }

    String name() {
        return state.name();
    }

    boolean asDefault() {
        return state.asDefault();
    }

    // ---- placing data

    /**
     * Makes a value of the caller's the client's: tasks take it as an input without its being sent each time.
     *
     * @param value may be null; must not be changed afterwards
     * @return a future that has it
     */
    public <T extends @Nullable Object> TaskFuture<T> scatter(T value) {
        return Scattering.one(view(), value, false);
    }

    /** The same for many values, each with a future of its own, in order. */
    public <T extends @Nullable Object> TaskFutures<T> scatterEach(Collection<? extends T> values) {
        return Scattering.each(view(), Require.given(values, "values"));
    }

    /** As {@link #scatter}, with a copy on every worker, present and future, while the client holds it. */
    public <T extends @Nullable Object> TaskFuture<T> broadcast(T value) {
        return Scattering.one(view(), value, true);
    }

    // ---- collecting

    /**
     * Waits for values.
     *
     * @return them in the order of the futures, unmodifiable; may hold nulls
     * @throws ClusterException the first failure that is seen, without waiting for the rest
     */
    public <T extends @Nullable Object> List<T> gather(Collection<? extends TaskFuture<? extends T>> futures) {
        return state.own(futures).results();
    }

    /**
     * Waits for values.
     *
     * @param onError what to do about tasks without a value
     * @return the values in the order of the futures, unmodifiable; may hold nulls
     */
    public <T extends @Nullable Object> List<T> gather(
            Collection<? extends TaskFuture<? extends T>> futures, OnError onError) {
        return state.<T>own(futures).results(onError);
    }

    /** The futures in the order in which they end; more may be added. */
    public <T extends @Nullable Object> AsCompleted<T> asCompleted(
            Collection<? extends TaskFuture<? extends T>> futures) {
        return state.<T>own(futures).asCompleted();
    }

    /**
     * Waits for some of them.
     *
     * @param until for how many, and how long
     * @return which have ended and which have not; that time ran out is no error
     */
    public <T extends @Nullable Object> Waited<T> waitFor(
            Collection<? extends TaskFuture<? extends T>> futures, Until until) {
        return Gathering.parted(state.<T>own(futures), until);
    }

    /**
     * Waits for everything that was submitted so far, well or not.
     *
     * @throws IllegalStateException inside a task, which would wait for itself
     * @throws ClusterException INTERRUPTED if the caller was interrupted
     */
    public void waitForAll() {
        state.waitForAll();
    }

    /**
     * Waits until the cluster has so many workers.
     *
     * @param count at least 0
     * @param atMost how long
     * @throws ClusterException TIMEOUT if they are not there in time
     */
    public void waitForWorkers(int count, Duration atMost) {
        state.workers().waitFor(Require.atLeast(0, count, "count"), Require.nanos(atMost, "atMost"));
    }

    // ---- stopping

    /** Cancels tasks as {@link CancelMode#INTERRUPT} says. */
    public void cancel(Collection<? extends TaskFuture<?>> futures) {
        cancel(futures, CancelMode.INTERRUPT);
    }

    /** Cancels tasks; those that have ended stay as they are. */
    public void cancel(Collection<? extends TaskFuture<?>> futures, CancelMode mode) {
        state.cancel(Require.given(futures, "futures"), Require.given(mode, "mode"));
    }

    /** Runs failed, cancelled and lost tasks again; others stay as they are. */
    public void retry(Collection<? extends TaskFuture<?>> futures) {
        for (TaskFuture<?> future : Require.given(futures, "futures")) {
            BaseFuture.of(future, "futures").retry();
        }
    }

    /**
     * Runs a failed task here, in the caller's thread, with its inputs: set a breakpoint in its function first.
     *
     * @return its value, if it does not fail this time
     * @throws dev.muster.error.TaskFailedException if it fails again; the cause is what it threw
     * @throws IllegalStateException if the task has not failed, or its inputs are gone
     */
    public <T extends @Nullable Object> T replay(TaskFuture<T> future) {
        return Replay.run(connection(), future);
    }

    // ---- workers

    /** The workers that are there. No I/O. */
    public List<WorkerInfo> workers() {
        return state.workers().present();
    }

    /**
     * Runs an action once on every worker that is there, and waits for it.
     *
     * @throws ClusterException the first failure that is seen
     */
    public void runOnAll(Action0 action) {
        state.workers().runOnAll(Require.given(action, "action"));
    }

    /** Submits a function once to every worker that is there. */
    public <R extends @Nullable Object> Map<WorkerInfo, TaskFuture<R>> submitToAll(Function0<? extends R> function) {
        return state.workers().submitToAll(Require.given(function, "function"));
    }

    /**
     * Runs a set-up once on every worker that is there, waiting for it, and on every one that joins while the client is
     * open. On a worker that joins, its first tasks may run beside it.
     *
     * @param name of the set-up; the same name again replaces it for workers to come
     * @param setup runs before other waiting tasks
     * @throws ClusterException the first failure that is seen
     */
    public void prepareWorkers(String name, Action0 setup) {
        state.workers().prepare(Require.text(name, "name"), Require.given(setup, "setup"));
    }

    /** Which workers hold the values now; a value that the client itself holds has none. Asks the scheduler. */
    public Map<TaskFuture<?>, Set<WorkerInfo>> holders(Collection<? extends TaskFuture<?>> futures) {
        return state.workers().holders(Require.given(futures, "futures"));
    }

    /**
     * Lets workers go: what only they hold is moved elsewhere, then they end. Does not wait.
     *
     * @throws IllegalArgumentException if one of them is not a worker of this cluster
     */
    public void retire(Collection<WorkerInfo> workers) {
        state.workers().retire(Require.given(workers, "workers"));
    }

    /**
     * Drops everything: all futures are lost, and the workers that the cluster owns are replaced by fresh ones.
     *
     * @throws ClusterException if the cluster fails to start them
     */
    public void restart() {
        state.restart();
    }

    // ---- looking

    /**
     * An executor whose tasks run on the cluster. Where tasks are encoded they must be serialisable. Its {@code shutdown}
     * and {@code close} end the executor, never the client.
     */
    public ExecutorService executor() {
        return new ClientExecutor(view());
    }

    /** How many of everything there is at this moment. Asks the scheduler. */
    public Snapshot snapshot() {
        return new ClientSnapshot(connection().insight().figures());
    }

    /**
     * Calls a listener about tasks and workers from now on, on a thread of its own. A listener that is too slow loses
     * events; how many is logged.
     *
     * @return closing it ends the calls
     */
    public Subscription listen(ClientListener listener) {
        return state.events().listen(Require.given(listener, "listener"));
    }

    /** Shows on standard error how far this client's tasks are, until the bar or the client is closed. */
    public ProgressBar progress() {
        return state.progress();
    }

    /** The settings in force. */
    public Settings settings() {
        return state.settings();
    }

    /**
     * Ends the client: cancels what is unfinished, logging how many and the first of them, frees all values, and closes
     * the cluster if the client made it. Idempotent; does nothing inside a task.
     */
    @Override
    public void close() {
        if (Attempt.current() == null) {
            state.close();
        }
    }

    /** Where it is and how big, for people. No I/O. */
    @Override
    public String toString() {
        return state.text();
    }

    /** Travels as the client that is current where it arrives. */
    private Object writeReplace() {
        return new CurrentClient();
    }

    /** A client on its way. Immutable. */
    private record CurrentClient() implements Serializable {
        private Object readResolve() {
            return Client.current();
        }
    }

    /** Says what kind of client to open. Not thread-safe. */
    public static final class Builder {

        private final ClientPlan plan = new ClientPlan();

        private Builder() {}

        ClientPlan plan() {
            return plan;
        }

        /**
         * Works on this cluster, which stays the caller's.
         *
         * @throws IllegalArgumentException if it is null
         */
        public Builder cluster(Cluster borrowed) {
            plan.cluster = Require.given(borrowed, "borrowed");
            return this;
        }

        /**
         * Takes these settings instead of the configuration.
         *
         * @throws IllegalArgumentException if they are null
         */
        public Builder settings(Settings settings) {
            plan.settings = Require.given(settings, "settings");
            return this;
        }

        /** Whether the workers of the client's own cluster are processes or threads. */
        public Builder processes(boolean processes) {
            plan.override("muster.local.processes", processes);
            return this;
        }

        /**
         * How many workers the client's own cluster begins with.
         *
         * @param n at least 0
         */
        public Builder workers(int n) {
            plan.override("muster.local.workers", Require.atLeast(0, n, "workers"));
            return this;
        }

        /**
         * How many threads each worker of the client's own cluster has.
         *
         * @param n at least 1
         */
        public Builder threadsPerWorker(int n) {
            plan.override("muster.local.threads-per-worker", Require.atLeast(1, n, "threadsPerWorker"));
            return this;
        }

        /**
         * Names the client, for logs and messages.
         *
         * @param name not blank
         */
        public Builder name(String name) {
            plan.name = Require.text(name, "name");
            return this;
        }

        /** Whether it may become the default client; it may unless this says no. */
        public Builder asDefault(boolean yes) {
            plan.asDefault = yes;
            return this;
        }

        /** Options that all its submissions begin with. */
        public Builder options(TaskOptions defaults) {
            plan.options = Require.given(defaults, "defaults");
            return this;
        }

        /**
         * Has values of a type written and read by a class of the caller's, wherever they are encoded.
         *
         * @param type of the values
         * @param serializer a public class with a public constructor without parameters
         * @throws IllegalArgumentException if one is null, or there is no such constructor
         */
        public <T> Builder serializer(Class<T> type, Class<? extends ValueSerializer<T>> serializer) {
            plan.serializer(Require.given(type, "type"), Require.given(serializer, "serializer"));
            return this;
        }

        /**
         * Opens the client.
         *
         * @throws IllegalArgumentException if a cluster was given together with what only an own cluster can be told
         * @throws ClusterException if the cluster cannot be opened or refuses the client
         */
        public Client build() {
            return new Client(this);
        }
    }
}
