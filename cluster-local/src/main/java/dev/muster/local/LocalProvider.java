package dev.muster.local;

import dev.muster.spi.ClusterNode;
import dev.muster.spi.ClusterProvider;
import dev.muster.spi.ClusterSpec;

/** Brings {@code muster.cluster.type = local}. Stateless. */
public final class LocalProvider implements ClusterProvider {
    /** Called by the service loader. */
    public LocalProvider() {}

    @Override
    public String name() {
        return "local";
    }

    @Override
    public ClusterNode open(ClusterSpec spec) {
        return new LocalCluster(spec.name(), spec.settings()).node();
    }
}
