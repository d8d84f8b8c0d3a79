package dev.muster.testkit.loopback;

import dev.muster.protocol.Peer;
import dev.muster.spi.ClusterNode;
import dev.muster.spi.WorkerSpec;

/** How a loop-back cluster gets its workers: a plug-in itself knows no worker. Thread-safe. */
@FunctionalInterface
public interface Workers {
    /**
     * Starts a worker which attaches itself to the cluster under {@code spec.name()}.
     *
     * @return the worker, attached
     */
    Worker start(ClusterNode cluster, WorkerSpec spec);

    /** A worker that was started. Thread-safe. */
    interface Worker extends AutoCloseable {
        /** Who it is in the cluster. */
        Peer peer();

        /** Asks it to take nothing new, finish what runs, hand over its results, and then have its cluster stop it. Returns at once. */
        void drain(String reason);

        /** Whether it was asked to leave, by {@link #drain} or by a client. One that is stopped all the same is replaced. */
        default boolean leaving() {
            return true;
        }

        /** Ends it at once and returns when it is gone. A second call does no harm. */
        @Override
        void close();
    }
}
