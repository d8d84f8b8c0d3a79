package dev.muster.client;

import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import dev.muster.node.Session;
import dev.muster.protocol.Peer;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clients of this JVM: which is the default, whose task is whose, who is to be closed at the end. Thread-safe. */
final class Clients {

    private static final Logger LOG = LoggerFactory.getLogger(Client.class);
    /** How long closing at the end of the program may hold it up. */
    private static final long LAST_SECONDS = 5;

    private static final Object CHANGES = new Object();
    /** Open clients, the most recent first; replaced as a whole, since tasks look here all the time. */
    private static volatile List<Client> open = List.of();
    /** Clients that tasks use whose own client lives in another JVM, one for each way to it. */
    private static final Map<Session, WeakReference<Client>> VISITING = new WeakHashMap<>();

    private static boolean hooked;

    private Clients() {}

    static void opened(Client client) {
        synchronized (CHANGES) {
            Client before = mostRecent();
            if (client.asDefault() && before != null) {
                LOG.info("{} is the default client now, in place of {}", client.name(), before.name());
            }
            List<Client> more = new ArrayList<>(open.size() + 1);
            more.add(client);
            more.addAll(open);
            open = List.copyOf(more);
            if (!hooked) {
                hooked = true;
                Runtime.getRuntime().addShutdownHook(new Thread(Clients::atTheEnd, "muster-shutdown"));
            }
        }
        ProgressBars.opened(client);
    }

    static void closed(Client client) {
        synchronized (CHANGES) {
            open = open.stream().filter(each -> each != client).toList();
        }
    }

    /** Closes what the program left open, on a thread that may be left behind: nothing of ours holds up the end. */
    private static void atTheEnd() {
        Thread closing = new Thread(Clients::closeAll, "muster-closing");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(TimeUnit.SECONDS.toMillis(LAST_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeAll() {
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
        for (Client client : open) {
            if (client.asDefault()) {
                return client;
            }
        }
        return null;
    }

    /** The client that owns the running task, or the default one; null if there is none. */
    static @Nullable Client currentOrNull() {
        Attempt attempt = Attempt.current();
        Session session = attempt == null ? null : attempt.session();
        return session == null ? mostRecent() : of(session);
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

    private static Client of(Session session) {
        for (Client client : open) {
            if (client.connection().session() == session) {
                return client;
            }
        }
        synchronized (VISITING) {
            WeakReference<Client> known = VISITING.get(session);
            Client visiting = known == null ? null : known.get();
            if (visiting == null) {
                visiting = Client.visiting(session);
                VISITING.put(session, new WeakReference<>(visiting));
            }
            return visiting;
        }
    }

    /** The key of a task of a client in this JVM; null if the client lives elsewhere. */
    static @Nullable String keyOf(Peer client, long task) {
        for (Client each : open) {
            if (each.connection().session().peer().equals(client)) {
                return each.connection().insight().key(task);
            }
        }
        return null;
    }
}
