package dev.muster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.muster.client.Client;
import dev.muster.client.TaskFuture;
import dev.muster.cluster.Cluster;
import dev.muster.config.Settings;
import dev.muster.error.ClusterException;
import dev.muster.testkit.LeakCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What all themes of the contract share: clusters and clients that are closed after the test, gates and marks. One test's. */
abstract class Theme {
    /** Long enough for a busy machine; a test that needs it has failed anyway. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @RegisterExtension
    final NamesItsCluster names;

    private final ClusterContract kind;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // the folder is injected before a test begins
    Theme(ClusterContract kind) {
        this.kind = kind;
        this.names = new NamesItsCluster(kind.getClass().getSimpleName());
    }

    @AfterEach
    final void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    final ClusterContract kind() {
        return kind;
    }

    final Cluster cluster(ClusterShape shape) {
        return closedAtEnd(kind.open(shape));
    }

    final Cluster cluster(int workers, int threads) {
        return cluster(ClusterShape.of(workers, threads));
    }

    /** A client on a cluster of its own, whose workers are all there. */
    final Client client(ClusterShape shape) {
        Client client = client(cluster(shape), shape.settings());
        client.waitForWorkers(shape.workers(), PATIENCE);
        return client;
    }

    final Client client(int workers, int threads) {
        return client(ClusterShape.of(workers, threads));
    }

    final Client client(Cluster cluster) {
        return client(cluster, Settings.defaults());
    }

    final Client client(Cluster cluster, Settings settings) {
        return closedAtEnd(Client.builder().cluster(cluster).settings(settings).build());
    }

    final <C extends AutoCloseable> C closedAtEnd(C resource) {
        open.push(resource);
        return resource;
    }

    final Gate gate(String name) {
        return new Gate(folder.resolve(name + ".gate").toString());
    }

    final Marks marks(String name) {
        return new Marks(folder.resolve(name + ".marks").toString());
    }

    static void until(Callable<Boolean> condition) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(condition);
    }

    /** Waits for the end without asking for the value. */
    static void untilDone(TaskFuture<?> future) {
        if (!future.isDone()) {
            until(future::isDone);
        }
    }

    static ClusterException failureOf(ThrowingCallable call) {
        ClusterException failure = catchThrowableOfType(ClusterException.class, call);
        assertThat(failure).as("a failure of the cluster's").isNotNull();
        return failure;
    }
}
