package dev.muster.cluster;

import java.util.List;

/**
 * Workers that belong together: threads of this JVM, processes of this machine, or members on many machines.
 * Implementations are thread-safe.
 *
 * <p>A client opened on a cluster borrows it: closing the client leaves the cluster running.
 */
public interface Cluster extends AutoCloseable {

    /**
     * The name of this cluster, unique among those of this machine. Does no I/O.
     *
     * @return the name
     */
    String name();

    /**
     * The workers that are members now. Does no I/O; a moment later one may have come or gone.
     *
     * @return an unmodifiable copy, in the order in which they joined
     */
    List<WorkerInfo> workers();

    /**
     * Asks for this many workers. Returns at once: arrivals and departures show in {@link #workers()}. Workers that
     * leave finish or give back what they hold first. A repeated call replaces the wish of the one before.
     *
     * @param workers how many are wanted, at least 0
     * @throws IllegalArgumentException if {@code workers} is negative
     * @throws dev.muster.error.ClusterException if this cluster cannot change its size (CONFIG) or is closed (CLOSED)
     */
    void scale(int workers);

    /**
     * Ends all workers that this cluster started and frees what it holds. Waits until they are gone. A second call does
     * nothing; so does a call from inside a task.
     */
    @Override
    void close();
}
