package dev.muster.data;

import dev.muster.protocol.Payload;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Fetches results from data servers. Thread-safe; fetches run on a few daemon threads of its own, so their number bounds the
 * values in flight. Connections are kept and used again.
 */
public final class DataClient implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 30_000;

    private final ExecutorService threads;
    private final Map<DataAddress, Deque<Connection>> idle = new HashMap<>();
    private boolean closed;

    /** A client whose threads carry this name. */
    public DataClient(String name) {
        this.threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "muster-fetch-" + name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Who hears how a fetch ended; called on one of the client's threads, exactly once. */
    public interface Answer {
        /** The value. */
        void found(Payload value);

        /** This server does not have it, or cannot be reached; the reason is for people. */
        void absent(String reason);
    }

    /**
     * Asks a server for a result. Never blocks.
     *
     * @param address as {@link DataServer#address()} gives it
     */
    public void fetch(String address, ResultKey key, Answer answer) {
        try {
            threads.execute(() -> fetchNow(DataAddress.parse(address), key, answer));
        } catch (RejectedExecutionException e) {
            answer.absent("the data client is closed");
        }
    }

    private void fetchNow(DataAddress address, ResultKey key, Answer answer) {
        Payload value;
        try {
            value = ask(address, key);
        } catch (IOException | RuntimeException e) {
            answer.absent("data server " + address + " cannot be reached: " + e.getMessage());
            return;
        }
        if (value == null) {
            answer.absent("data server " + address + " does not hold it");
        } else {
            answer.found(value);
        }
    }

    private @Nullable Payload ask(DataAddress address, ResultKey key) throws IOException {
        Connection kept = take(address);
        if (kept != null) {
            try {
                return finish(kept, address, key);
            } catch (IOException e) {
                // A kept connection may have gone stale; one fresh try tells a dead server from an old connection.
                kept.close();
            }
        }
        Connection fresh = new Connection(address);
        try {
            return finish(fresh, address, key);
        } catch (IOException e) {
            fresh.close();
            throw e;
        }
    }

    private @Nullable Payload finish(Connection connection, DataAddress address, ResultKey key) throws IOException {
        Payload value = connection.ask(key);
        giveBack(address, connection);
        return value;
    }

    private synchronized @Nullable Connection take(DataAddress address) {
        Deque<Connection> kept = idle.get(address);
        return kept == null ? null : kept.pollLast();
    }

    private synchronized void giveBack(DataAddress address, Connection connection) {
        if (closed) {
            connection.close();
        } else {
            idle.computeIfAbsent(address, any -> new ArrayDeque<>()).addLast(connection);
        }
    }

    /** Ends the threads and connections; fetches under way answer absent. Waits up to a second for the threads. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            idle.values().forEach(kept -> kept.forEach(Connection::close));
            idle.clear();
        }
        threads.shutdownNow();
        try {
            threads.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One connection to a server, introduced. Owned by the thread that fetches. */
    private static final class Connection implements Closeable {
        private final Socket socket = new Socket();
        private final DataInputStream in;
        private final DataOutputStream out;

        Connection(DataAddress address) throws IOException {
            try {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(READ_MILLIS);
                socket.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_MILLIS);
                in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), PayloadStream.CHUNK_BYTES));
                out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
                out.writeInt(DataServer.MAGIC);
                out.writeLong(address.token());
            } catch (IOException e) {
                close();
                throw e;
            }
        }

        @Nullable
        Payload ask(ResultKey key) throws IOException {
            out.writeLong(key.session().id());
            out.writeInt(key.session().epoch());
            out.writeLong(key.task());
            out.writeInt(key.attempt());
            out.flush();
            return in.readByte() == DataServer.FOUND ? PayloadStream.read(in, Long.MAX_VALUE) : null;
        }

        @Override
        public void close() {
            DataServer.closeQuietly(socket);
        }
    }
}
