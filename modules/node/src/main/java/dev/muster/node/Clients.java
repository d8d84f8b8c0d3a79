package dev.muster.node;

import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a worker's shell knows of its clients: their proxies, how much more each could give, and up to which size it takes results inside
 * reports. Thread-safe; changed under the loop.
 */
final class Clients {
    private final Map<Peer, ProxySession> proxies = new ConcurrentHashMap<>();
    private final Map<Peer, Integer> wanted = new ConcurrentHashMap<>();
    private final Map<Peer, Integer> inline = new ConcurrentHashMap<>();

    /** The client's scheduler lives elsewhere: its tasks here submit nested work through this. */
    void open(Peer client, ProxySession proxy) {
        proxies.put(client, proxy);
    }

    /** Where the client's tasks submit nested work; null if it is gone, or lives in this JVM. */
    @Nullable
    ProxySession proxy(Peer client) {
        return proxies.get(client);
    }

    /** Takes note of what the client says of itself. */
    void heard(Peer client, Message message) {
        if (message instanceof Message.Want want) {
            wanted.put(client, want.tasks());
        } else if (message instanceof Message.Inline told) {
            inline.put(client, told.bytes());
        }
    }

    /** How many tasks all of them could give besides those that are here. */
    long wishes() {
        long wishes = 0;
        for (int wish : wanted.values()) {
            wishes += wish;
        }
        return wishes;
    }

    /** Results of this client's tasks up to so many bytes go inside reports. */
    int inlineBytes(Peer client) {
        return inline.getOrDefault(client, Message.Inline.USUAL_BYTES);
    }

    /** The client is gone. */
    void forget(Peer client) {
        ProxySession proxy = proxies.remove(client);
        if (proxy != null) {
            proxy.ended();
        }
        wanted.remove(client);
        inline.remove(client);
    }

    /** The worker ends. */
    void end() {
        proxies.values().forEach(ProxySession::ended);
    }
}
