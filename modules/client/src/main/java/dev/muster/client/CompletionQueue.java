package dev.muster.client;

import dev.muster.error.TaskTimeoutException;
import java.time.Duration;
import java.util.BitSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one kind of {@link AsCompleted}. Loops put in what has ended, ranges of a batch as ranges; the taker makes futures of
 * it. A range may name tasks that were taken already or have not ended: the taker looks.
 */
final class CompletionQueue<T extends @Nullable Object> implements AsCompleted<T> {

    /** Of so few at once the ends are asked to be reported at once. */
    private static final int FEW = 16;

    private final Queue<Ended<T>> ended = new ConcurrentLinkedQueue<>();
    private final AtomicLong added = new AtomicLong();
    private long taken;
    private @Nullable Ended<T> current;
    private volatile @Nullable Sleeper taker;
    private volatile long end = Waiting.FOR_EVER;

    /** What ended: one future, or a range of a batch, and how far it was taken. */
    private static final class Ended<T extends @Nullable Object> {
        private final Source<T> source;
        private int next;
        private final int to;

        Ended(Source<T> source, int from, int to) {
            this.source = source;
            this.next = from;
            this.to = to;
        }
    }

    /** What was added. */
    private static final class Source<T extends @Nullable Object> {
        private final TaskFutures<T> futures;
        private final BitSet given = new BitSet();

        Source(TaskFutures<T> futures) {
            this.futures = futures;
        }
    }

    @Override
    public void add(TaskFuture<? extends T> future) {
        addEach(List.of(BaseFuture.<T>of(future, "future")));
    }

    @Override
    public void addAll(Collection<? extends TaskFuture<? extends T>> futures) {
        if (ListedFutures.<T>of(futures) instanceof BatchFutures<T> batch) {
            added.addAndGet(batch.size());
            Source<T> source = new Source<>(batch);
            batch.record().observe(new BatchObserver() {
                @Override
                void settled(BatchRecord record, int from, int to) {
                    put(new Ended<>(source, from, to));
                }
            });
            put(new Ended<>(source, 0, batch.size()));
        } else {
            addEach(futures);
        }
    }

    private void addEach(Collection<? extends TaskFuture<? extends T>> futures) {
        for (TaskFuture<? extends T> each : futures) {
            BaseFuture<T> future = BaseFuture.of(each, "futures");
            added.incrementAndGet();
            Ended<T> whole = new Ended<>(new Source<>(ListedFutures.of(List.of(future))), 0, 1);
            Signal signal = new Signal() {
                @Override
                void settled() {
                    put(whole);
                }
            };
            if (!future.register(signal)) {
                put(whole);
            } else if (futures.size() <= FEW) {
                future.awaited();
            }
        }
    }

    private void put(Ended<T> more) {
        ended.add(more);
        Sleeper waiting = taker;
        if (waiting != null) {
            waiting.wake();
        }
    }

    @Override
    public AsCompleted<T> within(Duration total) {
        long nanos = Require.nanos(total, "total");
        end = nanos == Waiting.FOR_EVER ? nanos : System.nanoTime() + nanos;
        return this;
    }

    @Override
    public Stream<TaskFuture<T>> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    @Override
    public Iterator<TaskFuture<T>> iterator() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return more();
            }

            @Override
            public TaskFuture<T> next() {
                return taken();
            }
        };
    }

    private boolean more() {
        return taken < added.get();
    }

    private TaskFuture<T> taken() {
        if (!more()) {
            throw new NoSuchElementException("all futures have been taken; add more first");
        }
        while (true) {
            TaskFuture<T> found = found();
            if (found != null) {
                taken++;
                return found;
            }
            await();
        }
    }

    private @Nullable TaskFuture<T> found() {
        while (true) {
            Ended<T> range = current != null ? current : ended.poll();
            current = range;
            if (range == null) {
                return null;
            }
            while (range.next < range.to) {
                int index = range.next++;
                if (!range.source.given.get(index) && isEnded(range.source.futures, index)) {
                    range.source.given.set(index);
                    return range.source.futures.get(index);
                }
            }
            current = null;
        }
    }

    private static boolean isEnded(TaskFutures<?> futures, int index) {
        return futures instanceof BatchFutures<?> batch
                ? !Outcome.pending(batch.record().slot(index))
                : futures.get(index).isDone();
    }

    private void await() {
        long nanos = end == Waiting.FOR_EVER ? end : Math.max(0, end - System.nanoTime());
        Sleeper sleeper = new Sleeper();
        taker = sleeper;
        try {
            if (!Waiting.orInterrupted(
                    sleeper, () -> !ended.isEmpty(), nanos, "the next of " + added.get() + " tasks")) {
                throw new TaskTimeoutException(
                        "Time was over when " + taken + " of " + added.get() + " tasks had ended; the rest goes on",
                        "");
            }
        } finally {
            taker = null;
        }
    }
}
