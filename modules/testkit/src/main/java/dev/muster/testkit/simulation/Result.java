package dev.muster.testkit.simulation;

import dev.muster.protocol.Peer;

/** Names one attempt's value in a cluster. Immutable. */
record Result(Peer session, long task, int attempt) {
    @Override
    public String toString() {
        return session + ":" + Long.toHexString(task) + "#" + attempt;
    }
}
