package dev.muster.loop;

import java.lang.invoke.VarHandle;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for callbacks: daemons, made when needed, gone when idle. Thread-safe; {@link #execute} never blocks on a callback, so the
 * role's holder may call it.
 *
 * <p>At most one thread at a time is being fetched: whoever adds a callback fetches one unless one is on its way, and the fetched thread,
 * having taken its callback, fetches the next if more are queued. So a burst costs its caller one wake-up, and a callback that blocks
 * takes one thread, not the rest with it. The common pool is not used since with two cores it has a parallelism of 1, and whole chains
 * of futures then pay a thread each.
 */
final class Completions implements Executor {
    private static final Logger log = LoggerFactory.getLogger(Completions.class);
    private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final String name;
    private final int limit;
    private final ConcurrentLinkedQueue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean fetching = new AtomicBoolean();
    private final IdleSet idle = new IdleSet();
    private final Set<Lane> lanes = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Completions(String name, int limit) {
        this.name = name;
        this.limit = limit;
    }

    @Override
    public void execute(Runnable callback) {
        queue.add(callback);
        VarHandle.fullFence();
        fetch();
    }

    /** Fetches a thread, unless one is on its way or all are busy: those look at the queue before they lie down. */
    private void fetch() {
        if (fetching.compareAndSet(false, true) && !idle.choose() && !start()) {
            fetching.set(false);
        }
    }

    private synchronized boolean start() {
        if (lanes.size() >= limit) {
            return false;
        }
        Lane lane = new Lane();
        lanes.add(lane);
        lane.start();
        return true;
    }

    private void retire(Lane lane) {
        synchronized (this) {
            lanes.remove(lane);
            idle.dismiss(lane.index);
        }
        // Somebody may have found the limit reached, because of us, after we had found the queue empty.
        VarHandle.fullFence();
        if (!queue.isEmpty()) {
            fetch();
        }
    }

    /** Ends the threads once the queue is empty and waits a little for them. Callbacks that are added later still run. */
    void close(long nanos) throws InterruptedException {
        closed = true;
        long end = System.nanoTime() + nanos;
        for (Lane lane : lanes) {
            lane.waiting.wake();
        }
        for (Lane lane : lanes) {
            long left = end - System.nanoTime();
            if (lane != Thread.currentThread() && left > 0) {
                TimeUnit.NANOSECONDS.timedJoin(lane, left);
            }
        }
    }

    @Override
    public String toString() {
        return "callbacks " + (queue.isEmpty() ? "none" : "queued") + " on " + lanes.size() + " threads, " + idle;
    }

    private static void call(Runnable callback) {
        try {
            callback.run();
        } catch (Throwable thrown) {
            // The thread serves everybody, so what one callback throws, even an Error, ends with it.
            log.warn(
                    "A callback threw; it was to run on a completion thread and its failure has nowhere else to go",
                    thrown);
        }
    }

    /** One of the threads. */
    private final class Lane extends Thread {
        private final Waiting waiting = new Parking(this);
        private final int index = idle.enlist(waiting);

        Lane() {
            super(null, null, name + "-completion", 0, false);
            setName(name + "-completion-" + index);
            setDaemon(true);
        }

        @Override
        public void run() {
            boolean fetched = true;
            while (true) {
                Runnable callback = queue.poll();
                if (fetched) {
                    fetched = false;
                    fetching.set(false);
                    if (!queue.isEmpty()) {
                        fetch();
                    }
                }
                if (callback != null) {
                    call(callback);
                    continue;
                }
                long end = System.nanoTime() + KEEP_NANOS;
                idle.add(index);
                if (queue.isEmpty() && !closed) {
                    waiting.await(KEEP_NANOS);
                }
                if (!idle.remove(index)) {
                    fetched = true;
                } else if (queue.isEmpty() && (closed || System.nanoTime() - end >= 0)) {
                    retire(this);
                    return;
                }
                Thread.interrupted(); // a callback's affair, and it would keep the next wait from waiting
            }
        }
    }
}
