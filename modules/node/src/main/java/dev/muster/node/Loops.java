package dev.muster.node;

import dev.muster.config.NodeSettings;
import dev.muster.loop.Loop;
import dev.muster.spi.ClusterNode;
import java.util.HashMap;
import java.util.Map;

/**
 * Which loop a node runs on. Thread-safe. On a cluster that carries objects every member lives in this JVM, and one loop
 * serves them all, so that a message is a method call away; elsewhere each node has a loop of its own.
 */
final class Loops {
    private static final Map<ClusterNode, Shared> SHARED = new HashMap<>();

    private Loops() {}

    /** The loop for one more node of the cluster; closed with the last lease. */
    static Lease lease(ClusterNode cluster, String name, NodeSettings settings) {
        if (!cluster.info().carriesObjects()) {
            Loop own = new Loop("muster-" + name, settings);
            return new Lease(own, own::close);
        }
        synchronized (SHARED) {
            Shared shared = SHARED.get(cluster);
            if (shared == null || shared.loop.ended() != null) {
                // Whoever is still on a loop that has failed gives it back by itself.
                shared = new Shared(new Loop("muster-" + cluster.info().name(), settings));
                SHARED.put(cluster, shared);
            }
            Shared leased = shared;
            shared.leases++;
            return new Lease(shared.loop, () -> giveBack(cluster, leased));
        }
    }

    private static void giveBack(ClusterNode cluster, Shared shared) {
        synchronized (SHARED) {
            shared.leases--;
            if (shared.leases > 0) {
                return;
            }
            SHARED.remove(cluster, shared);
        }
        shared.loop.close();
    }

    /** A loop and how to give it back. */
    record Lease(Loop loop, Runnable end) {
        void close() {
            end.run();
        }
    }

    private static final class Shared {
        private final Loop loop;
        private int leases;

        Shared(Loop loop) {
            this.loop = loop;
        }
    }
}
