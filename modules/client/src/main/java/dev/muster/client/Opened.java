package dev.muster.client;

import dev.muster.cluster.Cluster;
import dev.muster.codec.CallerLoader;
import dev.muster.codec.KryoCodec;
import dev.muster.config.Settings;
import dev.muster.node.Nodes;
import dev.muster.node.Session;
import dev.muster.protocol.PeerInfo;
import dev.muster.spi.ClusterFacade;
import dev.muster.spi.ClusterNode;
import dev.muster.spi.ClusterSpec;
import dev.muster.spi.Providers;
import java.util.List;
import java.util.Map;

/**
 * The cluster that a client works on. Immutable.
 *
 * @param cluster where the workers live
 * @param owned whether the client made it and closes it
 */
record Opened(ClusterNode cluster, boolean owned) {

    /** One that the caller keeps. */
    static Opened borrowed(Cluster cluster) {
        if (Require.given(cluster, "cluster") instanceof ClusterFacade facade) {
            return new Opened(facade.node(), false);
        }
        if (cluster instanceof ClusterNode node) {
            return new Opened(node, false);
        }
        throw new IllegalArgumentException(
                "cluster is a " + cluster.getClass().getName()
                        + ", which carries no clients: a LocalCluster, a HazelcastCluster or another plug-in's cluster is needed");
    }

    /** The one that the settings name, which the client owns. */
    static Opened configured(Settings settings) {
        String type = settings.value("muster.cluster.type");
        String chosen = settings.value("muster.cluster.name");
        // Of an empty name the provider makes one up.
        String name = chosen.equals("auto") ? "" : chosen;
        ClassLoader loader = CallerLoader.find();
        ClusterNode cluster = Providers.find(type, loader).open(new ClusterSpec(name, settings));
        return new Opened(cluster, true);
    }

    /**
     * A session on it.
     *
     * @param serializers the user's, by the type of their values
     */
    Session session(String name, Settings settings, Map<Class<?>, Class<?>> serializers, Session.Listener listener) {
        try {
            ClassLoader loader = CallerLoader.find();
            // Where values pass by reference nobody needs one.
            Map<Class<?>, Class<?>> all =
                    cluster.info().carriesObjects() ? serializers : FoundSerializers.with(serializers, loader);
            return Nodes.open(cluster, name, settings, KryoCodec.of(loader, all), listener);
        } catch (RuntimeException | Error refused) {
            if (owned) {
                closeAfter(refused);
            }
            throw refused;
        }
    }

    private void closeAfter(Throwable refused) {
        try {
            cluster.close();
        } catch (RuntimeException second) {
            refused.addSuppressed(second);
        }
    }

    /** Ends these workers and starts as many fresh ones, where the cluster starts workers at all. */
    void replace(List<PeerInfo> workers) {
        if (cluster.info().canScale() && !workers.isEmpty()) {
            cluster.stop(workers.stream().map(PeerInfo::peer).toList());
            cluster.scale(workers.size());
        }
    }

    /** Closes the cluster if the client owns it. */
    void close() {
        if (owned) {
            cluster.close();
        }
    }
}
