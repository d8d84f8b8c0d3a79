package dev.muster.data;

import dev.muster.protocol.Peer;

/**
 * Names one result on one worker. Immutable.
 *
 * @param session the client whose task it is
 * @param task the task's id
 * @param attempt the attempt that made it
 */
public record ResultKey(Peer session, long task, int attempt) {
    @Override
    public int hashCode() {
        return Long.hashCode(task * 31 + attempt) ^ session.hashCode();
    }
}
