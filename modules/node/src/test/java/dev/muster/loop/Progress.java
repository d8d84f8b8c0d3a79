package dev.muster.loop;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Waits for something that takes its time, as long as it moves: a hang is a failure with a story. */
public final class Progress {
    private static final Duration STILL = Duration.ofSeconds(20);

    private Progress() {}

    /** Waits until done; fails with the story once {@code progress} has not changed for twenty seconds. */
    public static void until(BooleanSupplier done, LongSupplier progress, Supplier<String> story) {
        CountDownLatch never = new CountDownLatch(1);
        long last = progress.getAsLong();
        long since = System.nanoTime();
        while (!done.getAsBoolean()) {
            try {
                if (never.await(1, TimeUnit.MILLISECONDS)) {
                    throw new AssertionError();
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            long now = progress.getAsLong();
            if (now != last) {
                last = now;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > STILL.toNanos()) {
                fail("nothing moved for " + STILL + " at " + last + "; " + story.get());
            }
        }
    }
}
