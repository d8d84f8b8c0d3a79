package dev.muster.testkit.loopback;

import dev.muster.spi.ClusterNode;
import dev.muster.spi.ClusterProvider;
import dev.muster.spi.ClusterSpec;

/** Finds {@link LoopbackCluster} under the name {@code loopback}. Thread-safe. */
public final class LoopbackProvider implements ClusterProvider {
    @Override
    public String name() {
        return "loopback";
    }

    /** A new, empty cluster over Unix-domain sockets where this machine has them, else over TCP. */
    @Override
    public ClusterNode open(ClusterSpec spec) {
        return new LoopbackCluster(spec.name(), Family.best(), null);
    }
}
