package dev.muster.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Waiting for many futures at once. Stateless. */
final class Gathering {

    /** Of so few the ends are asked to be reported at once; of more, reports in batches come soon enough and cost less. */
    private static final int FEW = 16;

    private Gathering() {}

    /**
     * Waits for the end of all.
     *
     * @param raise throw the first failure that is seen, without waiting for the rest
     */
    static void all(Collection<? extends TaskFuture<?>> futures, boolean raise) {
        while (true) {
            BaseFuture<?> failed = raise ? firstFailed(futures) : null;
            if (failed != null) {
                failed.read(failed.peek());
            }
            if (await(futures, futures.size(), raise, Waiting.FOR_EVER)) {
                return;
            }
        }
    }

    /** Waits until so many have ended, one has failed, or time is over; answers whether so many have ended. */
    private static boolean await(Collection<? extends TaskFuture<?>> futures, int needed, boolean raise, long nanos) {
        if (ended(futures) >= needed) {
            return !raise || firstFailed(futures) == null;
        }
        Countdown countdown = new Countdown(needed, raise);
        countdown.register(futures);
        hurry(futures);
        try {
            countdown.await(nanos, futures.size() + " tasks");
        } finally {
            countdown.giveUp();
        }
        return ended(futures) >= needed && !(raise && firstFailed(futures) != null);
    }

    private static int ended(Collection<? extends TaskFuture<?>> futures) {
        if (futures instanceof BatchFutures<?> batch) {
            return batch.size() - batch.record().remaining();
        }
        int ended = 0;
        for (TaskFuture<?> each : futures) {
            ended += Outcome.pending(BaseFuture.of(each, "futures").peek()) ? 0 : 1;
        }
        return ended;
    }

    private static @Nullable BaseFuture<?> firstFailed(Collection<? extends TaskFuture<?>> futures) {
        if (futures instanceof BatchFutures<?> batch) {
            BatchRecord record = batch.record();
            for (int slot = 0; record.failures() > 0 && slot < record.count(); slot++) {
                if (Outcome.failed(record.slot(slot))) {
                    return BaseFuture.of(batch.get(slot), "futures");
                }
            }
            return null;
        }
        for (TaskFuture<?> each : futures) {
            BaseFuture<?> future = BaseFuture.of(each, "futures");
            if (Outcome.failed(future.peek())) {
                return future;
            }
        }
        return null;
    }

    private static void hurry(Collection<? extends TaskFuture<?>> futures) {
        if (futures.size() > FEW) {
            return;
        }
        if (futures instanceof BatchFutures<?> batch) {
            batch.record().connection.await(batch.record(), 0, batch.size());
            return;
        }
        for (TaskFuture<?> each : futures) {
            BaseFuture<?> future = BaseFuture.of(each, "futures");
            if (Outcome.pending(future.peek())) {
                future.awaited();
            }
        }
    }

    /** Waits as the limit says, and parts them. */
    static <T extends @Nullable Object> Waited<T> parted(
            Collection<? extends TaskFuture<? extends T>> futures, Until until) {
        TaskFutures<T> all = ListedFutures.of(futures);
        if (!(Require.given(until, "until") instanceof WaitLimit limit)) {
            throw new IllegalArgumentException("until is a " + until.getClass().getName()
                    + ": take one from Until.all(), Until.first() or Until.count(k)");
        }
        await(all, Math.min(limit.count(), all.size()), false, limit.nanos());
        List<TaskFuture<T>> done = new ArrayList<>();
        List<TaskFuture<T>> pending = new ArrayList<>();
        for (TaskFuture<T> each : all) {
            (each.isDone() ? done : pending).add(each);
        }
        return new Waited<>(ListedFutures.of(done), ListedFutures.of(pending));
    }
}
