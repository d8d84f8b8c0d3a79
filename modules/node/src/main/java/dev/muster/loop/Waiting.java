package dev.muster.loop;

/**
 * How one of Muster's threads waits while it has nothing to do: parked, or in a selector. Used by its own thread only, but for {@link
 * #wake()}.
 */
public interface Waiting {
    /**
     * Waits until woken, interrupted, or the time is over; may return early for no reason. A {@link #wake()} since the last return is
     * remembered and ends the wait at once.
     *
     * @param nanos at most so long; {@code Long.MAX_VALUE} for no limit
     */
    void await(long nanos);

    /** Ends the wait of the thread, or else its next one. Any thread; never blocks. */
    void wake();
}
