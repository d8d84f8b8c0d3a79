package dev.muster.testkit.loopback;

import dev.muster.spi.ClusterNode;
import dev.muster.spi.WorkerSpec;

/** How a loop-back cluster gets its workers: a plug-in itself knows no worker. Thread-safe. */
@FunctionalInterface
public interface Workers {
    /**
     * Starts a worker which attaches itself to the cluster under {@code spec.name()}.
     *
     * @return what ends it; closing it twice does no harm
     */
    AutoCloseable start(ClusterNode cluster, WorkerSpec spec);
}
