package dev.muster.client;

import java.util.function.BooleanSupplier;

/** A thread that waits for one task. Thread-safe. */
final class Waiter extends Signal implements BooleanSupplier {

    private final Sleeper sleeper = new Sleeper();
    private volatile boolean done;

    @Override
    void settled() {
        done = true;
        sleeper.wake();
    }

    /** Waits for the end; by the thread that made it. */
    void await(long nanos) throws InterruptedException {
        sleeper.await(this, nanos);
    }

    /** After a wait that ended otherwise: the slot may drop it. */
    void giveUp() {
        done = true;
    }

    @Override
    boolean givenUp() {
        return done;
    }

    @Override
    public boolean getAsBoolean() {
        return done;
    }
}
