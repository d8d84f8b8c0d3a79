package dev.muster.local;

import dev.muster.node.WorkerNode;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Grows and shrinks a cluster with its work. Thread-safe. Looks every half second; grows at once, shrinks only after six looks in a row that
 * would do with less, so that a pause between two jobs does not cost a restart.
 */
final class Adaptation {
    private static final Logger LOG = LoggerFactory.getLogger(Adaptation.class);
    private static final long LOOK_MILLIS = 500;
    private static final int PATIENCE = 6;

    private final InProcessCluster cluster;
    private final int threadsPerWorker;
    private @Nullable ScheduledExecutorService clock;
    private @Nullable ScheduledFuture<?> looks;
    private int patience;

    Adaptation(InProcessCluster cluster, int threadsPerWorker) {
        this.cluster = cluster;
        this.threadsPerWorker = threadsPerWorker;
    }

    synchronized void start(int minimum, int maximum) {
        stop();
        patience = 0;
        ScheduledExecutorService ticking = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "muster-adapt-" + cluster.name());
            thread.setDaemon(true);
            return thread;
        });
        clock = ticking;
        looks = ticking.scheduleWithFixedDelay(
                () -> lookSafely(minimum, maximum), 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    synchronized void stop() {
        ScheduledExecutorService ticking = clock;
        clock = null;
        if (looks != null) {
            looks.cancel(false);
        }
        if (ticking != null) {
            ticking.shutdownNow();
        }
    }

    /** A look that fails is not the last one. */
    private void lookSafely(int minimum, int maximum) {
        try {
            look(minimum, maximum);
        } catch (RuntimeException e) {
            LOG.warn("Cluster {} could not be adapted to its work; it is looked at again", cluster.name(), e);
        }
    }

    private void look(int minimum, int maximum) {
        long work = 0;
        for (WorkerNode worker : cluster.nodes()) {
            work += worker.load();
        }
        int now = cluster.size();
        int wanted = wanted(work, threadsPerWorker, minimum, maximum);
        if (wanted < now && ++patience < PATIENCE && now <= maximum) {
            return;
        }
        patience = 0;
        if (wanted != now) {
            LOG.info(
                    "Cluster {} goes from {} to {} workers: {} tasks run or wait, {} threads each",
                    cluster.name(),
                    now,
                    wanted,
                    work,
                    threadsPerWorker);
            cluster.scale(wanted);
        }
    }

    /** How many workers this much work is worth. Pure. */
    static int wanted(long work, int threadsPerWorker, int minimum, int maximum) {
        // Work is counted where it waits, at the workers: with none at all nobody could tell of it.
        long least = Math.max(1, minimum);
        long worth = (work + threadsPerWorker - 1) / threadsPerWorker;
        return (int) Math.min(maximum, Math.max(least, worth));
    }
}
