package dev.muster.local;

import dev.muster.cluster.Cluster;
import dev.muster.testkit.contract.ClusterContract;
import dev.muster.testkit.contract.ClusterShape;

/** Threads of this JVM, values by reference. */
class ThreadsContractTest extends ClusterContract {
    @Override
    protected Cluster open(ClusterShape shape) {
        return open(shape, false);
    }

    static Cluster open(ClusterShape shape, boolean strict) {
        LocalCluster.Builder builder = LocalCluster.builder()
                .settings(shape.settings().with("muster.local.strict", strict))
                .workers(shape.workers())
                .threadsPerWorker(shape.threads());
        shape.resources().forEach(builder::resource);
        return builder.build();
    }

    @Override
    protected boolean encodes() {
        return false;
    }
}
