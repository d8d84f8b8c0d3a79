package dev.muster.client;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A thread that waits for many futures: one registration on a batch, one small link on each single future that is
 * pending. Thread-safe; told under loops.
 */
final class Countdown implements BooleanSupplier {

    private final Sleeper sleeper = new Sleeper();
    private final int needed;
    private final boolean untilFailure;
    private final AtomicInteger ended = new AtomicInteger();
    private volatile boolean failed;
    private @Nullable BatchRecord batch;
    private int failuresBefore;
    private volatile boolean givenUp;

    /**
     * @param needed how many must have ended
     * @param untilFailure whether a failure ends the wait
     */
    Countdown(int needed, boolean untilFailure) {
        this.needed = needed;
        this.untilFailure = untilFailure;
    }

    /** Registers with all of them; those that have ended count at once. */
    void register(Collection<? extends TaskFuture<?>> futures) {
        if (futures instanceof BatchFutures<?> whole) {
            batch = whole.record();
            failuresBefore = batch.failures();
            batch.observe(new Watch());
            return;
        }
        int before = 0;
        for (TaskFuture<?> each : futures) {
            BaseFuture<?> future = BaseFuture.of(each, "futures");
            if (!future.register(new Link(future))) {
                before++;
                failed |= Outcome.failed(future.peek());
            }
        }
        ended.addAndGet(before);
    }

    @Override
    public boolean getAsBoolean() {
        int all = batch == null ? ended.get() : batch.count() - batch.remaining();
        return all >= needed || (untilFailure && hasFailed());
    }

    private boolean hasFailed() {
        return failed || (batch != null && batch.failures() != failuresBefore);
    }

    /** Waits; by the thread that made it. */
    boolean await(long nanos, String what) {
        return Waiting.orInterrupted(sleeper, this, nanos, what);
    }

    /** Ends the registrations as far as they can be. */
    void giveUp() {
        givenUp = true;
    }

    private void look() {
        if (!givenUp && getAsBoolean()) {
            sleeper.wake();
        }
    }

    /** On one pending future. */
    private final class Link extends Signal {
        private final BaseFuture<?> future;

        Link(BaseFuture<?> future) {
            this.future = future;
        }

        @Override
        void settled() {
            if (untilFailure && Outcome.failed(future.peek())) {
                failed = true;
            }
            ended.incrementAndGet();
            look();
        }

        @Override
        boolean givenUp() {
            return givenUp;
        }
    }

    /** On a whole batch. */
    private final class Watch extends BatchObserver {
        @Override
        void settled(BatchRecord record, int from, int to) {
            look();
        }

        @Override
        boolean givenUp() {
            return givenUp;
        }
    }
}
