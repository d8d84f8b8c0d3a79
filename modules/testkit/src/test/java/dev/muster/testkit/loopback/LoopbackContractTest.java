package dev.muster.testkit.loopback;

import dev.muster.cluster.Cluster;
import dev.muster.cluster.WorkerInfo;
import dev.muster.codec.JavaCodec;
import dev.muster.node.WorkerNode;
import dev.muster.spi.WorkerSpec;
import dev.muster.testkit.contract.ClusterContract;
import dev.muster.testkit.contract.ClusterShape;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Nodes of one JVM over real sockets: the wire, the selector and back-pressure are held to the contract too. */
class LoopbackContractTest extends ClusterContract {
    private final Map<String, WorkerNode> nodes = new ConcurrentHashMap<>();

    @Override
    protected Cluster open(ClusterShape shape) {
        LoopbackCluster cluster = new LoopbackCluster("", Family.UNIX, (joined, spec) -> {
            WorkerNode node = WorkerNode.start(
                    joined, spec, shape.settings(), new JavaCodec(LoopbackContractTest.class::getClassLoader));
            nodes.put(joined.name() + "/" + spec.name(), node);
            return node::close;
        });
        if (shape.workers() > 0) {
            cluster.start(new WorkerSpec("worker", shape.threads(), 0, shape.resources(), Map.of()), shape.workers());
        }
        return cluster;
    }

    @Override
    protected boolean kill(Cluster cluster, WorkerInfo worker) {
        WorkerNode node = nodes.get(cluster.name() + "/" + worker.id());
        ((LoopbackCluster) cluster).kill(node.peer());
        return true;
    }
}
