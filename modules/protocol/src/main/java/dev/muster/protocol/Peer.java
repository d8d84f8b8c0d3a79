package dev.muster.protocol;

/**
 * One incarnation of a node: a process start or a re-join makes a new epoch. Immutable.
 *
 * @param id the node's own number, chosen at random when the node is made; never an engine's identity
 * @param epoch counts the incarnations of that node, from 1
 */
public record Peer(long id, int epoch) implements Comparable<Peer> {
    @Override
    public int compareTo(Peer other) {
        int byId = Long.compare(id, other.id);
        return byId != 0 ? byId : Integer.compare(epoch, other.epoch);
    }

    @Override
    public String toString() {
        return Long.toHexString(id) + "." + epoch;
    }
}
