package dev.muster.loop;

import java.util.concurrent.locks.LockSupport;

/** Waits parked. Thread-safe in {@link #wake()}. */
final class Parking implements Waiting {
    private final Thread owner;

    Parking(Thread owner) {
        this.owner = owner;
    }

    @Override
    public void await(long nanos) {
        if (nanos == Long.MAX_VALUE) {
            LockSupport.park(this);
        } else if (nanos > 0) {
            LockSupport.parkNanos(this, nanos);
        }
    }

    @Override
    public void wake() {
        LockSupport.unpark(owner);
    }
}
