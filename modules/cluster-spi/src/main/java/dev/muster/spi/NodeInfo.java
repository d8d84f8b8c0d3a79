package dev.muster.spi;

import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import java.util.List;
import java.util.Map;

/**
 * What a node says of itself when it attaches: {@link PeerInfo} without the address, which the plug-in knows.
 * Immutable.
 *
 * @param peer the node's own number, random, and its epoch: 1, and one more for each time it attaches again
 * @param role client or worker
 * @param name text id for people and for worker selection; unique in the cluster among workers
 * @param machine the machine it runs on: equal text, same machine
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
public record NodeInfo(
        Peer peer,
        PeerInfo.Role role,
        String name,
        String machine,
        long pid,
        int threads,
        long memory,
        Map<String, Double> resources,
        Map<String, String> tags,
        List<String> dataAddresses,
        int wireVersion,
        String registryPrint,
        String jdk) {
    public NodeInfo {
        resources = Map.copyOf(resources);
        tags = Map.copyOf(tags);
        dataAddresses = List.copyOf(dataAddresses);
        if (role == PeerInfo.Role.WORKER ? threads < 1 : threads != 0) {
            throw new IllegalArgumentException(
                    "threads=" + threads + " of " + role + " " + name + ": a worker has at least 1, a client has 0");
        }
    }

    /** What the other members are told: this, and where the plug-in put it. */
    public PeerInfo at(String address) {
        return new PeerInfo(
                peer,
                role,
                name,
                machine,
                address,
                pid,
                threads,
                memory,
                resources,
                tags,
                dataAddresses,
                wireVersion,
                registryPrint,
                jdk);
    }
}
