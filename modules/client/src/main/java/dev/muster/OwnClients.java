package dev.muster;

import dev.muster.client.Client;
import dev.muster.config.Settings;
import dev.muster.error.ClusterException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The clients behind {@code Schedulers.threads()} and {@code processes()}: each opened at its first use, then kept, so that
 * every further computation finds it warm. Thread-safe. They are no default clients, and do not keep the JVM alive.
 */
final class OwnClients {

    /** As many as the sizing rule says. */
    static final int SIZED = 0;

    /** Which one: workers in processes or threads of this JVM, and how many of them. */
    private record Kind(boolean processes, int count) {}

    private static final Map<Kind, Client> OPEN = new HashMap<>();

    private OwnClients() {}

    static Client threads(int count) {
        return client(new Kind(false, count));
    }

    static Client processes(int count) {
        return client(new Kind(true, count));
    }

    private static Client client(Kind kind) {
        synchronized (OPEN) {
            Client open = OPEN.get(kind);
            if (open == null) {
                open = open(kind);
                OPEN.put(kind, open);
            }
            return open;
        }
    }

    private static Client open(Kind kind) {
        try {
            Client.Builder builder = Client.builder()
                    .settings(Settings.load().with("muster.cluster.type", "local"))
                    .processes(kind.processes)
                    .name(kind.processes ? "processes" : "threads")
                    .asDefault(false);
            if (kind.count != SIZED) {
                if (kind.processes) {
                    builder.workers(kind.count);
                } else {
                    builder.workers(1).threadsPerWorker(kind.count);
                }
            }
            return builder.build();
        } catch (ClusterException refused) {
            throw kind.processes ? withoutProcesses(refused) : refused;
        }
    }

    private static ClusterException withoutProcesses(ClusterException refused) {
        return new ClusterException(
                refused.code(),
                "Schedulers.processes() has no worker processes to run on: " + refused.getMessage()
                        + " Use Schedulers.threads(), which runs the same program on threads of this JVM, or open a Client on a"
                        + " cluster and use Schedulers.of(client)",
                refused);
    }

    /** Closes all of them, for tests. The next use opens fresh ones. */
    static void close() {
        List<Client> open;
        synchronized (OPEN) {
            open = new ArrayList<>(OPEN.values());
            OPEN.clear();
        }
        @Nullable RuntimeException first = null;
        for (Client client : open) {
            try {
                client.close();
            } catch (RuntimeException failed) {
                first = first == null ? failed : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
