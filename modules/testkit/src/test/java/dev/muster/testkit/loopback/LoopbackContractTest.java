package dev.muster.testkit.loopback;

import dev.muster.cluster.Cluster;
import dev.muster.cluster.WorkerInfo;
import dev.muster.codec.KryoCodec;
import dev.muster.config.Settings;
import dev.muster.node.WorkerNode;
import dev.muster.protocol.Peer;
import dev.muster.spi.ClusterNode;
import dev.muster.spi.WorkerSpec;
import dev.muster.testkit.contract.ClusterContract;
import dev.muster.testkit.contract.ClusterShape;
import java.util.Map;

/** Nodes of one JVM over real sockets: the wire, the selector and back-pressure are held to the contract too. */
class LoopbackContractTest extends ClusterContract {
    @Override
    protected Cluster open(ClusterShape shape) {
        return open(shape, Family.best());
    }

    static LoopbackCluster open(ClusterShape shape, Family family) {
        WorkerSpec spec = new WorkerSpec("worker", shape.threads(), 0, shape.resources(), Map.of());
        LoopbackCluster cluster =
                new LoopbackCluster("", family, (joined, named) -> new Started(joined, named, shape.settings()), spec);
        if (shape.workers() > 0) {
            cluster.start(spec, shape.workers());
        }
        return cluster;
    }

    @Override
    protected boolean kill(Cluster cluster, WorkerInfo worker) {
        return ((LoopbackCluster) cluster).killNamed(worker.id());
    }

    /** A real worker. */
    private static final class Started implements Workers.Worker {
        private final WorkerNode node;

        Started(ClusterNode cluster, WorkerSpec spec, Settings settings) {
            node = WorkerNode.start(cluster, spec, settings, KryoCodec.of(LoopbackContractTest.class.getClassLoader()));
        }

        @Override
        public Peer peer() {
            return node.peer();
        }

        @Override
        public void drain(String reason) {
            node.drain(reason);
        }

        @Override
        public boolean leaving() {
            return node.leaving();
        }

        @Override
        public void close() {
            node.close();
        }
    }
}
