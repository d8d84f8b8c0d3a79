package dev.muster.spi;

import dev.muster.cluster.Cluster;
import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;

/**
 * A cluster as callers see it, that hides its {@link ClusterNode}: the callers' class shows four methods and its own, not the SPI's. Implemented
 * by plug-ins' public classes; called by clients.
 */
public interface ClusterFacade extends Cluster {
    /** The SPI's part of this cluster. */
    ClusterNode node();

    /**
     * The SPI's part of a caller's cluster.
     *
     * @throws ClusterException of code CONFIG if the cluster is of no plug-in's making
     */
    static ClusterNode nodeOf(Cluster cluster) {
        if (cluster instanceof ClusterNode node) {
            return node;
        }
        if (cluster instanceof ClusterFacade facade) {
            return facade.node();
        }
        throw new ClusterException(
                Code.CONFIG,
                "Cluster " + cluster.name() + " is a " + cluster.getClass().getName()
                        + ", which implements neither dev.muster.spi.ClusterNode nor ClusterFacade. Open one of Muster's clusters.");
    }
}
