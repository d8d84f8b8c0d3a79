package dev.muster.data;

import dev.muster.protocol.Payload;
import dev.muster.protocol.Peer;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Serves a worker's stored results to other workers and to clients, on the loopback interface. Thread-safe. One daemon thread a
 * connection; a connection asks for one result after the other. A caller must show the server's token first; one that does not is closed.
 */
public final class DataServer implements AutoCloseable {
    static final int MAGIC = 0x4d555354;
    static final byte FOUND = 1;
    static final byte ABSENT = 0;
    private static final int INTRODUCTION_MILLIS = 5_000;

    private final ResultStore store;
    private final ServerSocket socket;
    private final DataAddress address;
    private final ExecutorService threads;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    /**
     * Opens a server on a free port.
     *
     * @param worker named in the threads' names
     * @throws UncheckedIOException if no port can be opened
     */
    public DataServer(String worker, ResultStore store) {
        this.store = store;
        try {
            InetAddress loopback = InetAddress.getLoopbackAddress();
            this.socket = new ServerSocket(0, 64, loopback);
            this.address =
                    new DataAddress(loopback.getHostAddress(), socket.getLocalPort(), new SecureRandom().nextLong());
        } catch (IOException e) {
            throw new UncheckedIOException("Worker " + worker + " cannot open its data server", e);
        }
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "muster-data-" + worker);
            thread.setDaemon(true);
            return thread;
        });
        threads.execute(this::acceptAll);
    }

    /** What peers need to reach it, for {@link dev.muster.protocol.PeerInfo#dataAddresses()}. */
    public String address() {
        return address.text();
    }

    private void acceptAll() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connections.add(connection);
                threads.execute(() -> serve(connection));
            } catch (IOException | RejectedExecutionException e) {
                if (socket.isClosed()) {
                    return;
                }
            }
        }
    }

    private void serve(Socket connection) {
        try (connection;
                var in = new DataInputStream(new BufferedInputStream(connection.getInputStream()));
                var out = new DataOutputStream(
                        new BufferedOutputStream(connection.getOutputStream(), PayloadStream.CHUNK_BYTES))) {
            connection.setTcpNoDelay(true);
            connection.setSoTimeout(INTRODUCTION_MILLIS);
            if (in.readInt() != MAGIC || in.readLong() != address.token()) {
                return;
            }
            connection.setSoTimeout(0);
            while (true) {
                answer(in, out);
            }
        } catch (IOException e) {
            // The other side went away or sent nonsense: it asks again on a new connection if it still needs the value.
            return;
        } finally {
            connections.remove(connection);
        }
    }

    private void answer(DataInputStream in, DataOutputStream out) throws IOException {
        var key = new ResultKey(new Peer(in.readLong(), in.readInt()), in.readLong(), in.readInt());
        Payload value = store.get(key);
        if (value == null) {
            out.writeByte(ABSENT);
        } else {
            out.writeByte(FOUND);
            PayloadStream.write(value, out);
        }
        out.flush();
    }

    /** Stops listening and cuts every connection; waits up to a second for the threads. */
    @Override
    public void close() {
        closeQuietly(socket);
        connections.forEach(DataServer::closeQuietly);
        threads.shutdownNow();
        try {
            threads.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void closeQuietly(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            // Closing is the last thing done to it; nobody can act on this.
            return;
        }
    }
}
