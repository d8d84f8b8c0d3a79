package dev.muster.node;

import dev.muster.protocol.Peer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The sessions whose scheduler lives in this JVM, by client. Thread-safe. A worker of a cluster that carries objects finds a task's own session
 * here, so that nested work goes to it directly.
 */
final class Sessions {
    private static final Map<Peer, Session> OPEN = new ConcurrentHashMap<>();

    private Sessions() {}

    static void register(Session session) {
        OPEN.put(session.peer(), session);
    }

    static void forget(Session session) {
        OPEN.remove(session.peer(), session);
    }

    static @Nullable Session find(Peer client) {
        return OPEN.get(client);
    }
}
