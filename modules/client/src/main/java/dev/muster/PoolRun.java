package dev.muster;

import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import dev.muster.graph.IndexedGraph;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One graph on a pool of somebody else's. Thread-safe.
 *
 * <p>No thread of the pool ever waits for another: whoever ends a task goes on with one that has become ready, and asks the
 * pool for a helper for each further one. A helper takes the ready task that comes first in the static order, not the one that
 * it was sent for. So every ready task has a helper on its way, or is counted in {@code helpless} if the pool refused one
 * (its queue is full); those are taken by whoever ends a task next.
 *
 * <p>The pool may be busy for long, perhaps with the very task that called us. So when no thread of it has come for a while the
 * caller runs tasks itself: a pool of one thread, all of it taken by us, still gets us done.
 */
final class PoolRun {

    private static final String WHERE = "a thread of the pool";
    private static final int NONE = -1;
    /** So long the caller leaves the work to the pool although nothing runs. */
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(10);

    private final IndexedGraph graph;
    private final ExecutorService pool;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // ---- guarded by the lock
    private final @Nullable Object[] values;
    private final int[] uses;
    private final int[] waitingFor;
    private final PriorityQueue<Integer> ready = new PriorityQueue<>();
    private final Set<Thread> busy = new HashSet<>();
    private int helpless;
    private int unfinished;
    /** How often a thread of the pool has taken a task. */
    private long arrivals;

    private long arrivalsSeen = NONE;
    private @Nullable RuntimeException failure;

    private PoolRun(IndexedGraph graph, ExecutorService pool) {
        this.graph = graph;
        this.pool = pool;
        this.values = new Object[graph.size()];
        this.uses = Uses.of(graph);
        this.waitingFor = new int[graph.size()];
        this.unfinished = graph.size();
    }

    /** The values of the goals, in their order. */
    static @Nullable Object[] run(IndexedGraph graph, ExecutorService pool) {
        return new PoolRun(graph, pool).run();
    }

    private @Nullable Object[] run() {
        int roots = 0;
        lock.lock();
        try {
            for (int position = 0; position < graph.size(); position++) {
                for (int which = 0; which < graph.dependantCount(position); which++) {
                    waitingFor[graph.dependant(position, which)]++;
                }
            }
            for (int position = 0; position < graph.size(); position++) {
                if (waitingFor[position] == 0) {
                    ready.add(position);
                    roots++;
                }
            }
        } finally {
            lock.unlock();
        }
        callHelpers(roots);
        await();
        lock.lock();
        try {
            if (failure != null) {
                // Made by the pool's thread; its readers want to know who computed.
                failure.fillInStackTrace();
                throw failure;
            }
            return Uses.goals(graph, values);
        } finally {
            lock.unlock();
        }
    }

    // ---- the pool's threads

    private void callHelpers(int count) {
        for (int i = 0; i < count; i++) {
            try {
                pool.execute(this::help);
            } catch (RejectedExecutionException refused) {
                helpless(count - i, refused);
                return;
            }
        }
    }

    private void helpless(int count, RejectedExecutionException refused) {
        lock.lock();
        try {
            helpless += count;
            if (pool.isShutdown()) {
                fail(new ClusterException(
                        Code.CLOSED,
                        "The pool given to Schedulers.of(pool) was shut down, with " + unfinished + " of "
                                + graph.size() + " tasks still to run: keep it open until compute has returned",
                        refused));
            }
        } finally {
            lock.unlock();
        }
    }

    private void help() {
        int next = begin();
        while (next != NONE) {
            next = work(next);
        }
    }

    /** Takes a task for this thread, which is none of ours yet. */
    private int begin() {
        lock.lock();
        try {
            // A pool that runs tasks in its caller's thread sends a busy thread here: to run them nested could go too
            // deep.
            if (busy.contains(Thread.currentThread())) {
                helpless++;
                return NONE;
            }
            int next = poll();
            if (next != NONE) {
                arrivals++;
                busy.add(Thread.currentThread());
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private int poll() {
        Integer first = failure == null ? ready.poll() : null;
        return first == null ? NONE : first;
    }

    /** Runs one task; answers the next one for this thread. */
    private int work(int position) {
        @Nullable Object[] inputs;
        lock.lock();
        try {
            inputs = Uses.inputs(graph, position, values, uses);
        } finally {
            lock.unlock();
        }
        try {
            return ended(position, LocalTask.run(graph, position, inputs, WHERE));
        } catch (RuntimeException failed) {
            lock.lock();
            try {
                fail(failed);
                return leave();
            } finally {
                lock.unlock();
            }
        }
    }

    private int ended(int position, @Nullable Object value) {
        int more = 0;
        int next;
        lock.lock();
        try {
            values[position] = value;
            for (int which = 0; which < graph.dependantCount(position); which++) {
                int dependant = graph.dependant(position, which);
                waitingFor[dependant]--;
                if (waitingFor[dependant] == 0) {
                    ready.add(dependant);
                    more++;
                }
            }
            unfinished--;
            if (more == 0 && helpless == 0) {
                return leave();
            }
            if (more > 0) {
                more--;
            } else {
                helpless--;
            }
            next = poll();
            if (next == NONE) {
                return leave();
            }
        } finally {
            lock.unlock();
        }
        callHelpers(more);
        return next;
    }

    /** This thread has nothing more to do for us. */
    private int leave() {
        busy.remove(Thread.currentThread());
        if (unfinished == 0 || failure != null || busy.isEmpty()) {
            changed.signalAll();
        }
        return NONE;
    }

    private void fail(RuntimeException failed) {
        if (failure == null) {
            failure = failed;
        } else if (failure != failed) {
            failure.addSuppressed(failed);
        }
        changed.signalAll();
    }

    // ---- the caller

    private void await() {
        while (true) {
            int own = awaitOrTake();
            if (own == NONE) {
                return;
            }
            while (own != NONE) {
                own = work(own);
            }
        }
    }

    /** Whether the caller ran tasks before and no thread of the pool has come since: it need not be waited for again. */
    private boolean alone() {
        return arrivals == arrivalsSeen;
    }

    /** Waits for the end, then answers NONE; or answers a task to run here, because no thread of the pool came. */
    private int awaitOrTake() {
        lock.lock();
        try {
            long patience = PATIENCE;
            while (unfinished > 0 && failure == null) {
                boolean stalled = busy.isEmpty() && !ready.isEmpty();
                if (stalled && (patience <= 0 || alone())) {
                    arrivalsSeen = arrivals;
                    busy.add(Thread.currentThread());
                    return poll();
                }
                if (stalled) {
                    patience = changed.awaitNanos(patience);
                } else {
                    changed.await();
                    patience = PATIENCE;
                }
            }
            return NONE;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            fail(new ClusterException(
                    Code.INTERRUPTED,
                    "Interrupted while waiting for " + unfinished + " of " + graph.size()
                            + " tasks on a pool; nothing more is started, and the interrupt flag is set again",
                    interrupted));
            return NONE;
        } finally {
            lock.unlock();
        }
    }
}
