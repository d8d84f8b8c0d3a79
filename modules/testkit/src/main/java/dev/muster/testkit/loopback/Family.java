package dev.muster.testkit.loopback;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Which sockets join the nodes. */
public enum Family {
    /** TCP over the loop-back interface. */
    TCP {
        @Override
        ServerSocketChannel listen() throws IOException {
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.INET);
            return server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        }

        @Override
        SocketChannel open() throws IOException {
            return SocketChannel.open(StandardProtocolFamily.INET);
        }

        @Override
        void prepare(SocketChannel channel) throws IOException {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }

        @Override
        String text(SocketAddress address) {
            return "tcp:" + ((InetSocketAddress) address).getHostString() + ":"
                    + ((InetSocketAddress) address).getPort();
        }

        @Override
        void remove(SocketAddress address) {
            // A port leaves nothing behind.
        }
    },

    /** Unix-domain sockets in the folder for temporary files. */
    UNIX {
        @Override
        ServerSocketChannel listen() throws IOException {
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            return server.bind(UnixDomainSocketAddress.of(freshPath()));
        }

        @Override
        SocketChannel open() throws IOException {
            return SocketChannel.open(StandardProtocolFamily.UNIX);
        }

        @Override
        void prepare(SocketChannel channel) {
            // Nothing to set.
        }

        @Override
        String text(SocketAddress address) {
            return "unix:" + ((UnixDomainSocketAddress) address).getPath();
        }

        @Override
        void remove(SocketAddress address) throws IOException {
            Files.deleteIfExists(((UnixDomainSocketAddress) address).getPath());
        }
    };

    /** What an address of a Unix-domain socket may have on every system, its final zero included. */
    private static final int LONGEST_PATH = 103;

    private static Path freshPath() {
        String name = "m-" + UUID.randomUUID().toString().substring(0, 8);
        return Path.of(System.getProperty("java.io.tmpdir")).resolve(name);
    }

    /** {@link #UNIX} where this machine has them and the folder's path is short enough, else {@link #TCP}. */
    public static Family best() {
        if (freshPath().toString().length() > LONGEST_PATH) {
            return TCP;
        }
        try (SocketChannel probe = UNIX.open()) {
            return probe.isOpen() ? UNIX : TCP;
        } catch (IOException | UnsupportedOperationException absent) {
            return TCP;
        }
    }

    abstract ServerSocketChannel listen() throws IOException;

    abstract SocketChannel open() throws IOException;

    abstract void prepare(SocketChannel channel) throws IOException;

    abstract String text(SocketAddress address);

    abstract void remove(SocketAddress address) throws IOException;
}
