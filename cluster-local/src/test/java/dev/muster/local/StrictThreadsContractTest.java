package dev.muster.local;

import dev.muster.cluster.Cluster;
import dev.muster.testkit.contract.ClusterContract;
import dev.muster.testkit.contract.ClusterShape;

/** Threads of this JVM, everything encoded as if it travelled. */
class StrictThreadsContractTest extends ClusterContract {
    @Override
    protected Cluster open(ClusterShape shape) {
        return ThreadsContractTest.open(shape, true);
    }
}
