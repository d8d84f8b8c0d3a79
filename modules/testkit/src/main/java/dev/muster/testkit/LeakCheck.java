package dev.muster.testkit;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves a thread of Muster's or a socket behind. Used by one test at a time; tests that run in parallel in one
 * JVM cannot be told apart by what they leave.
 *
 * <p>Threads are known by their name, which begins with {@code muster-}. Sockets and selectors are read from {@code
 * /proc/self/fd}; where there is no such folder only threads are checked. What ends by itself within ten seconds is no leak.
 */
public final class LeakCheck implements BeforeEachCallback, AfterEachCallback {
    private static final String THREADS = "muster-";
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    static {
        openOnce();
    }

    private Set<Long> threadsBefore = Set.of();
    private Set<String> socketsBefore = Set.of();

    /** Makes a check that has seen nothing yet; register it with the test. */
    public LeakCheck() {}

    /** The JDK keeps a few descriptors of its own from the first socket on; they are not the test's. */
    private static void openOnce() {
        try (SocketChannel socket = SocketChannel.open();
                ServerSocketChannel server = ServerSocketChannel.open();
                Selector selector = Selector.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            socket.connect(server.getLocalAddress());
            socket.configureBlocking(false);
            socket.register(selector, SelectionKey.OP_READ);
            if (selector.selectNow() < 0) {
                throw new AssertionError("a selector that selects fewer than none");
            }
        } catch (IOException e) {
            throw new AssertionError("Cannot open a socket on the loop-back address", e);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        threadsBefore = threads().keySet();
        socketsBefore = sockets().keySet();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        try {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(() -> left().isEmpty());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("After " + context.getDisplayName() + " there are left: " + left(), e);
        }
    }

    private Map<Object, String> left() {
        Map<Object, String> left = new LinkedHashMap<>();
        threads().forEach((id, thread) -> {
            if (!threadsBefore.contains(id)) {
                left.put(id, "thread " + thread.getName() + " at " + top(thread));
            }
        });
        sockets().forEach((descriptor, target) -> {
            if (!socketsBefore.contains(descriptor)) {
                left.put(descriptor, target);
            }
        });
        return left;
    }

    private static String top(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        return stack.length == 0 ? "its end" : stack[0].toString();
    }

    private static Map<Long, Thread> threads() {
        Map<Long, Thread> found = new HashMap<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith(THREADS)) {
                found.put(thread.getId(), thread);
            }
        }
        return found;
    }

    /** Descriptor and target together, because a number is given out again. */
    private static Map<String, String> sockets() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return Map.of();
        }
        Set<Path> links = new HashSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
            all.forEach(links::add);
        } catch (IOException e) {
            throw new AssertionError("Cannot list " + DESCRIPTORS, e);
        }
        Map<String, String> found = new HashMap<>();
        for (Path link : links) {
            String target = target(link);
            if (target.startsWith("socket:") || target.contains("eventpoll")) {
                found.put(link.getFileName() + " " + target, "descriptor " + link.getFileName() + " → " + target);
            }
        }
        return found;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException gone) {
            return "";
        }
    }
}
