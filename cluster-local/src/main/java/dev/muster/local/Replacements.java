package dev.muster.local;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has failed workers replaced, the more slowly the more often that is needed: whatever broke one may break the next. Thread-safe.
 */
final class Replacements implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalCluster.class);
    private static final long FIRST_DELAY = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_DELAY = TimeUnit.SECONDS.toNanos(10);
    /** After so long without a failure the next one counts as the first. */
    private static final long FORGIVEN = TimeUnit.MINUTES.toNanos(1);

    private final String cluster;
    private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private long lastFailure;
    private int failures;

    Replacements(String cluster) {
        this.cluster = cluster;
    }

    /** Says once what happened, and does this on a thread of its own when it is time. */
    void after(String worker, Throwable why, Runnable replace) {
        long delay = delay();
        LOG.error(
                "Worker {} of cluster {} has failed by a fault of Muster. Another one takes its place in {} ms, and its tasks"
                        + " run again. Please report this with its story",
                worker,
                cluster,
                TimeUnit.NANOSECONDS.toMillis(delay),
                why);
        Thread thread = new Thread(() -> replaceAfter(delay, replace), "muster-replace-" + worker);
        thread.setDaemon(true);
        waiting.add(thread);
        thread.start();
    }

    private synchronized long delay() {
        long now = System.nanoTime();
        failures = now - lastFailure > FORGIVEN ? 0 : failures;
        lastFailure = now;
        return Math.min(LONGEST_DELAY, FIRST_DELAY << Math.min(20, failures++));
    }

    private void replaceAfter(long delay, Runnable replace) {
        try {
            long end = System.nanoTime() + delay;
            for (long left = delay; left > 0 && !closed; left = end - System.nanoTime()) {
                LockSupport.parkNanos(this, left);
            }
            replace.run();
        } catch (RuntimeException e) {
            if (!closed) {
                LOG.error(
                        "A failed worker of cluster {} could not be replaced; scale the cluster to start one",
                        cluster,
                        e);
            }
        } finally {
            waiting.remove(Thread.currentThread());
        }
    }

    /** Nobody is waited for any more. */
    @Override
    public void close() {
        closed = true;
        waiting.forEach(LockSupport::unpark);
    }
}
