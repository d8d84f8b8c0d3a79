package dev.muster.testkit.loopback;

import dev.muster.protocol.Frame;
import dev.muster.protocol.Loss;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.spi.Link;
import dev.muster.spi.NodeInfo;
import dev.muster.spi.Receiver;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One node's sockets: a listening one, and one for each peer, all on one selector thread. Thread-safe. Only the
 * selector thread calls the receiver, so calls are ordered; any thread may write (see {@link Outbox}).
 */
final class LoopbackLink implements Link {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);
    private static final long LINGER = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_AT_DEADLINES = 50;
    private static final int READ_BUFFER = 256 << 10;

    private final LoopbackCluster cluster;
    private final PeerInfo self;
    private final Receiver receiver;
    private final Selector selector;
    private final ServerSocketChannel server;
    private final SocketAddress address;
    private final Thread thread;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Map<Peer, Connection> open = new ConcurrentHashMap<>();

    // The selector thread's.
    private final List<Connection> connections = new ArrayList<>();
    private boolean ending;
    private @Nullable Loss end;
    private long endBy;

    private volatile boolean closing;

    LoopbackLink(LoopbackCluster cluster, NodeInfo node, Receiver receiver) throws IOException {
        this.cluster = cluster;
        this.receiver = receiver;
        this.selector = Selector.open();
        try {
            server = cluster.family().listen();
        } catch (IOException failed) {
            selector.close();
            throw failed;
        }
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        address = server.getLocalAddress();
        self = node.at(cluster.family().text(address));
        thread = new Thread(this::run, "muster-loopback-" + node.name());
        thread.setDaemon(true);
    }

    /** Begins to serve, and connects to those that were there before. */
    void start(List<LoopbackLink> earlier) {
        for (LoopbackLink other : earlier) {
            later(() -> connect(other));
        }
        thread.start();
    }

    // ---- any thread

    @Override
    public Peer self() {
        return self.peer();
    }

    @Override
    public boolean send(Peer to, Frame frame) {
        if (!(frame instanceof Frame.Bytes bytes)) {
            throw new IllegalArgumentException("a live frame cannot go over a socket; this cluster carries bytes only");
        }
        if (bytes.length() > maxFrame()) {
            throw new IllegalArgumentException(
                    "a frame of " + bytes.length() + " bytes exceeds this cluster's maximum of " + maxFrame()
                            + "; send its messages in several frames");
        }
        Connection connection = open.get(to);
        return connection == null || connection.send(Packet.of(bytes));
    }

    @Override
    public void drop(Peer peer, String reason) {
        Connection connection = open.get(peer);
        if (connection != null) {
            connection.fence(reason);
        }
    }

    @Override
    public void close() {
        closing = true;
        later(() -> end(null));
        join();
    }

    /** The node has attached again: this incarnation is over. */
    void replaced(int byEpoch) {
        leave(Loss.of(Loss.Kind.LEFT, "the node came back as epoch " + byEpoch));
    }

    /** Says goodbye to every peer, and to the receiver that the link has ended. Returns at once. */
    void leave(Loss why) {
        later(() -> end(why));
    }

    /** Breaks every socket without a goodbye, as a process does that is killed; the receiver hears the link's end. */
    void kill(String how) {
        later(() -> {
            Loss loss = Loss.of(Loss.Kind.KILLED, how);
            List.copyOf(connections).forEach(connection -> connection.close(loss));
            end(loss);
        });
        join();
    }

    /** Breaks the socket to one peer without a goodbye, as a cable does that is cut. */
    void cut(Peer peer) {
        Connection connection = open.get(peer);
        if (connection != null) {
            later(() -> connection.fail("the connection was cut"));
        }
    }

    /** Waits until the link, which is to be ending, has ended. */
    void join() {
        join(thread);
    }

    /** Waits for the end of a thread that is about to end. */
    static void join(Thread ending) {
        if (Thread.currentThread() == ending) {
            return;
        }
        boolean interrupted = false;
        while (ending.isAlive()) {
            try {
                ending.join();
            } catch (InterruptedException again) {
                // A bounded wait: a link ends within the time to linger. The flag is set again below.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    void later(Runnable task) {
        tasks.add(task);
        if (Thread.currentThread() != thread) {
            selector.wakeup();
        }
    }

    void wantWrite(SelectionKey key) {
        key.interestOpsOr(SelectionKey.OP_WRITE);
        if (Thread.currentThread() != thread) {
            selector.wakeup();
        }
    }

    PeerInfo info() {
        return self;
    }

    Family family() {
        return cluster.family();
    }

    int maxFrame() {
        return cluster.info().maxFrame();
    }

    SocketAddress address() {
        return address;
    }

    // ---- the selector thread

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BUFFER);
        Loss failure = null;
        try {
            while (!hasEnded()) {
                selector.select(hasDeadlines() ? LOOK_AT_DEADLINES : 0);
                serve(buffer);
                // Last, so that none is left when this thread sleeps again: what it adds itself wakes nobody.
                expire();
                runTasks();
            }
        } catch (IOException | RuntimeException | Error broken) {
            cluster.refused("the link of " + self.name() + " failed: " + broken);
            failure = Loss.of(Loss.Kind.DIED, "the link failed: " + broken);
        } finally {
            shut(failure);
        }
    }

    private boolean hasEnded() {
        return ending && (connections.isEmpty() || System.nanoTime() - endBy > 0);
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private void serve(ByteBuffer buffer) throws IOException {
        Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
        while (ready.hasNext()) {
            SelectionKey key = ready.next();
            ready.remove();
            try {
                if (key.attachment() instanceof Connection connection) {
                    connection.ready(buffer);
                } else if (key.isAcceptable()) {
                    accept();
                }
            } catch (CancelledKeyException closedMeanwhile) {
                // Its connection was closed by the task or key before this one.
            }
        }
    }

    private void accept() throws IOException {
        for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
            add(channel, SelectionKey.OP_READ, Introduction.from(self, cluster::member))
                    .begin();
        }
    }

    private void connect(LoopbackLink other) {
        if (ending) {
            return;
        }
        try {
            SocketChannel channel = family().open();
            channel.configureBlocking(false);
            boolean connected = connect(channel, other.address());
            int operation = connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT;
            Connection connection = add(channel, operation, Introduction.to(self, other.info()));
            if (connected) {
                connection.begin();
            }
        } catch (IOException gone) {
            // It has left since; then there is nobody to join.
            cluster.refused(
                    self.name() + " could not connect to " + other.info().name() + ": " + gone);
        }
    }

    private static boolean connect(SocketChannel channel, SocketAddress to) throws IOException {
        try {
            return channel.connect(to);
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    private Connection add(SocketChannel channel, int operation, Introduction introduction) throws IOException {
        channel.configureBlocking(false);
        SelectionKey key = channel.register(selector, operation);
        Connection connection = new Connection(this, channel, key, introduction, System.nanoTime() + PATIENCE);
        key.attach(connection);
        connections.add(connection);
        return connection;
    }

    private void expire() {
        if (hasDeadlines()) {
            long now = System.nanoTime();
            List.copyOf(connections).forEach(connection -> connection.expire(now));
        }
    }

    private boolean hasDeadlines() {
        for (Connection connection : connections) {
            if (connection.hasDeadline()) {
                return true;
            }
        }
        return ending;
    }

    private void end(@Nullable Loss loss) {
        if (ending) {
            return;
        }
        ending = true;
        endBy = System.nanoTime() + LINGER;
        end = loss;
        cluster.left(this);
        closeServer();
        List.copyOf(connections).forEach(connection -> connection.depart(loss));
    }

    private void closeServer() {
        try {
            server.close();
            family().remove(address);
        } catch (IOException failed) {
            cluster.refused("the socket of " + self.name() + " could not be removed: " + failed);
        }
    }

    private void shut(@Nullable Loss failure) {
        Loss why = failure == null ? end : failure;
        Loss each = why == null ? Loss.of(Loss.Kind.LEFT, "") : why;
        List.copyOf(connections).forEach(connection -> connection.close(each));
        cluster.left(this);
        closeServer();
        if (why != null && !closing) {
            receiver.lost(self.peer(), why);
        }
        try {
            selector.close();
        } catch (IOException | ClosedSelectorException failed) {
            cluster.refused("the selector of " + self.name() + " could not be closed: " + failed);
        }
    }

    Receiver receiver() {
        return receiver;
    }

    long lingerUntil() {
        return System.nanoTime() + LINGER;
    }

    void refused(String reason) {
        cluster.refused(self.name() + " refused a connection: " + reason);
    }

    /**
     * The peer's introduction is done. False: a later incarnation of it is here already. An earlier one is lost now.
     */
    boolean opened(Connection connection, PeerInfo peer) {
        for (Map.Entry<Peer, Connection> entry : open.entrySet()) {
            Peer former = entry.getKey();
            if (former.id() == peer.peer().id()) {
                if (former.epoch() >= peer.peer().epoch()) {
                    return false;
                }
                entry.getValue()
                        .close(Loss.of(
                                Loss.Kind.LEFT,
                                "it came back as epoch " + peer.peer().epoch()));
            }
        }
        open.put(peer.peer(), connection);
        return !ending;
    }

    void forget(Peer peer, Connection connection) {
        open.remove(peer, connection);
    }

    void closed(Connection connection) {
        connections.remove(connection);
    }
}
