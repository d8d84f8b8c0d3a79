package dev.muster;

import dev.muster.client.Client;
import dev.muster.compute.Scheduler;
import java.util.concurrent.ExecutorService;

/**
 * Where a computation can run. Stateless.
 *
 * <pre>{@code
 * x.compute(Schedulers.synchronous());     // here and now: set a breakpoint
 * x.compute(Schedulers.threads());         // on all processors of this machine
 * }</pre>
 *
 * <p>The same program gives the same result on each, and a function that throws comes back from each as the cause of a
 * {@link dev.muster.error.TaskFailedException}.
 */
public final class Schedulers {

    private static final Runner THREADS = new ClientRunner("threads", () -> OwnClients.threads(OwnClients.SIZED));
    private static final Runner PROCESSES = new ClientRunner("processes", () -> OwnClients.processes(OwnClients.SIZED));
    private static final Runner SYNCHRONOUS = new LocalRunner("synchronous", CallerRun::run);

    private Schedulers() {}

    /**
     * Threads of this JVM, one for each processor that this process may use. They are started by the first computation,
     * kept for the next ones, shared by all, and do not keep the JVM alive.
     *
     * @return a scheduler; computing fails with code CONFIG if {@code dev.muster:muster-cluster-local} is not on the class
     *     path
     */
    public static Scheduler threads() {
        return THREADS;
    }

    /**
     * So many threads of this JVM; otherwise as {@link #threads()}, but kept apart from it.
     *
     * @param n at least 1
     * @throws IllegalArgumentException if it is less
     */
    public static Scheduler threads(int n) {
        Require.atLeast(1, n, "n");
        return new ClientRunner("threads", () -> OwnClients.threads(n));
    }

    /**
     * Launched JVM processes of this machine, as many as the sizing rule says; started by the first computation and kept.
     *
     * @return a scheduler; computing fails with code CONFIG where no kind of cluster on the class path launches processes
     */
    public static Scheduler processes() {
        return PROCESSES;
    }

    /**
     * So many processes; otherwise as {@link #processes()}.
     *
     * @param workers at least 1
     * @throws IllegalArgumentException if it is less
     */
    public static Scheduler processes(int workers) {
        Require.atLeast(1, workers, "workers");
        return new ClientRunner("processes", () -> OwnClients.processes(workers));
    }

    /**
     * The calling thread, task after task in an order that keeps few values alive. For debugging, and for work that is not
     * worth a thread. A function that throws ends the computation; options that speak of workers, tries or times have no
     * effect.
     */
    public static Scheduler synchronous() {
        return SYNCHRONOUS;
    }

    /**
     * A pool of the caller's, which is neither changed nor closed. No thread of it ever waits for another; if none of them
     * takes a task for a moment, because all are busy, perhaps with the very call that computes, the caller runs tasks
     * itself. Options have no effect, as with {@link #synchronous()}.
     *
     * @throws IllegalArgumentException if it is null
     */
    public static Scheduler of(ExecutorService pool) {
        Require.given(pool, "pool");
        return new LocalRunner("pool", graph -> PoolRun.run(graph, pool));
    }

    /**
     * A client, default or not.
     *
     * @param client must be open when something is computed
     * @throws IllegalArgumentException if it is null
     */
    public static Scheduler of(Client client) {
        Require.given(client, "client");
        return new ClientRunner("client", () -> client);
    }

    /**
     * The scheduler of a name, as configuration spells it: {@code threads}, {@code processes} or {@code synchronous}.
     *
     * @throws IllegalArgumentException if it is null or there is none of this name; the message lists the names
     */
    public static Scheduler named(String name) {
        return Runners.named(name);
    }
}
