package dev.muster.loop;

/** A machine, as the loop sees it. All methods are called under the loop, and a {@code Throwable} out of one fails the loop. */
public interface Participant {
    /**
     * Everything that was queued has been applied: act on it. Called after the events of a drain, if one of them touched this
     * participant, and after {@link #tick}.
     *
     * @param now the loop's time, {@link Loop#now()}
     */
    void flush(long now);

    /** Whether it gives work to others of this loop: then it is flushed before them, and they hear of it before they are flushed. */
    default boolean givesWork() {
        return false;
    }

    /** When {@link #tick} wants to be called, in the loop's time; {@code Long.MAX_VALUE} for never. Asked after each flush. */
    long nextTick();

    /**
     * The time that {@link #nextTick()} named has come.
     *
     * @param now the loop's time, not before the time that was named
     */
    void tick(long now);

    /**
     * The loop has failed, perhaps by this very participant, and calls it no more: nobody who waits for it may wait for ever. Called once,
     * under the loop, of whose machines one has stopped halfway through an event.
     *
     * @param why the failure, for people
     */
    default void failed(Throwable why) {}
}
