package dev.muster.client;

import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;

/** Data under names that all clients of a cluster see. Stateless. */
final class Datasets {

    private Datasets() {}

    /** Says that there are none in this version. */
    static ClusterException absent() {
        return new ClusterException(
                Code.CONFIG,
                "This version of Muster cannot name data for other clients yet: pass the future itself to whoever needs it");
    }
}
