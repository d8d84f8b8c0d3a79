package dev.muster.node;

import dev.muster.codec.Codec;
import dev.muster.config.NodeSettings;
import dev.muster.config.SchedulerSettings;
import dev.muster.config.Settings;
import dev.muster.protocol.PeerInfo;
import dev.muster.spi.ClusterNode;
import dev.muster.spi.NodeInfo;
import java.util.List;
import java.util.Map;

/** Opens sessions. Stateless. Workers are started with {@link WorkerNode}. */
public final class Nodes {
    private Nodes() {}

    /**
     * Joins a cluster as a client: a scheduler of its own, a link, and a loop (shared where the cluster carries objects).
     *
     * @param name for people
     * @param codec encodes and decodes; closed with the session
     * @param listener hears of workers and log lines
     * @throws dev.muster.error.ClusterException if the cluster refuses the client
     */
    public static Session open(
            ClusterNode cluster, String name, Settings settings, Codec codec, Session.Listener listener) {
        NodeInfo self = new NodeInfo(
                Identity.peer(),
                PeerInfo.Role.CLIENT,
                name,
                Identity.machine(),
                ProcessHandle.current().pid(),
                0,
                0,
                Map.of(),
                Map.of(),
                List.of(),
                Identity.WIRE_VERSION,
                codec.registryPrint(),
                Runtime.version().toString());
        return new SchedulerSession(
                cluster, self, codec, NodeSettings.from(settings), SchedulerSettings.from(settings), listener);
    }
}
