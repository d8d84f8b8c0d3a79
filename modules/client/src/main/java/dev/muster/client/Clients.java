package dev.muster.client;

import java.util.Optional;
import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import dev.muster.node.Session;
import dev.muster.protocol.Peer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clients of this JVM: which is the default, whose task is whose, who is to be closed at the end. Thread-safe. */
final class Clients {

    private static final Logger LOG = LoggerFactory.getLogger(Client.class);
    /** Open clients, the most recent first. */
    private static final Deque<Client> OPEN = new ArrayDeque<>();
    /** Clients that tasks use whose own client lives in another JVM, one for each way to it. */
    private static final Map<Session, Client> VISITING = Collections.synchronizedMap(new WeakHashMap<>());

    private static boolean hooked;

    private Clients() {}

    static void opened(Client client) {
        synchronized (OPEN) {
            if (client.asDefault() && !defaults().isEmpty()) {
                LOG.info(
                        "{} is the default client now, in place of {}",
                        client.name(),
                        defaults().get(0).name());
            }
            OPEN.addFirst(client);
            if (!hooked) {
                hooked = true;
                Runtime.getRuntime().addShutdownHook(new Thread(Clients::closeAll, "muster-shutdown"));
            }
        }
        ProgressBars.opened(client);
    }

    static void closed(Client client) {
        synchronized (OPEN) {
            OPEN.remove(client);
        }
    }

    private static List<Client> defaults() {
        return OPEN.stream().filter(Client::asDefault).toList();
    }

    private static void closeAll() {
        List<Client> open;
        synchronized (OPEN) {
            open = new ArrayList<>(OPEN);
        }
        for (Client client : open) {
            try {
                client.close();
            } catch (RuntimeException e) {
                LOG.warn("Client {} could not be closed at the end of the program", client.name(), e);
            }
        }
    }

    /** The client that a thread outside tasks gets; null if there is none. */
    static @Nullable Client mostRecent() {
        synchronized (OPEN) {
            return defaults().stream().findFirst().orElse(null);
        }
    }

    /** The client that owns the running task, or the default one. */
    static Client current() {
        Client client = currentOrNull();
        if (client == null) {
            throw new ClusterException(
                    Code.CONFIG,
                    "No client is open here. Open one with `new Client()` and keep it open while you compute, or say where"
                            + " to run: x.compute(Schedulers.threads())");
        }
        return client;
    }

    /** The same; null if there is none. */
    static @Nullable Client currentOrNull() {
        Attempt attempt = Attempt.current();
        Session session = attempt == null ? null : attempt.session();
        return session == null ? mostRecent() : of(session);
    }

    private static Client of(Session session) {
        synchronized (OPEN) {
            for (Client client : OPEN) {
                if (client.connection().session() == session) {
                    return client;
                }
            }
        }
        return VISITING.computeIfAbsent(session, Client::visiting);
    }

    /** The key of a task of a client in this JVM, if it is known. */
    static @Nullable String keyOf(Peer client, long task) {
        Connection connection = null;
        synchronized (OPEN) {
            for (Client each : OPEN) {
                if (each.connection().session().peer().equals(client)) {
                    connection = each.connection();
                }
            }
        }
        if (connection == null) {
            return null;
        }
        try {
            return connection
                    .session()
                    .ask(scheduler -> Optional.ofNullable(scheduler.name(task)))
                    .orElse(null);
        } catch (ClusterException closedOrInterrupted) {
            return null;
        }
    }
}
