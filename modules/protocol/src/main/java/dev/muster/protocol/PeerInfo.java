package dev.muster.protocol;

import java.util.List;
import java.util.Map;

/**
 * What a node tells the others of itself when it joins. Immutable.
 *
 * @param peer id and epoch
 * @param role what it does
 * @param name text id for people and for worker selection, unique in the cluster
 * @param machine the machine it runs on: equal text, same machine
 * @param address where it lives, for people
 * @param pid its operating-system process
 * @param threads task threads; 0 for a client
 * @param memory memory limit in bytes; 0 for none
 * @param resources amounts by name
 * @param tags labels by name
 * @param dataAddresses where its data server listens; empty if it has none
 * @param wireVersion version of the wire format it speaks
 * @param registryPrint fingerprint of its codec registry
 * @param jdk its Java version
 */
public record PeerInfo(
        Peer peer,
        Role role,
        String name,
        String machine,
        String address,
        long pid,
        int threads,
        long memory,
        Map<String, Double> resources,
        Map<String, String> tags,
        List<String> dataAddresses,
        int wireVersion,
        String registryPrint,
        String jdk) {
    public PeerInfo {
        resources = Map.copyOf(resources);
        tags = Map.copyOf(tags);
        dataAddresses = List.copyOf(dataAddresses);
    }

    /** What a node is in a cluster. */
    public enum Role {
        /** Schedules its own graph. */
        CLIENT,
        /** Runs tasks for every client. */
        WORKER
    }
}
