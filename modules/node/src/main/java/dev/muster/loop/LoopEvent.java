package dev.muster.loop;

/**
 * Something to do under the loop. Made by any thread, offered once, and owned by the loop from then on.
 *
 * <p>What is submitted extends it directly, so that an offer allocates nothing but the event itself.
 */
public abstract class LoopEvent {
    /** For subclasses. */
    protected LoopEvent() {}

    /**
     * Applies the event. Called once, under the loop: it neither blocks nor runs user code. It names the machines it changed by {@link
     * Membership#touch()}, which are then flushed. A {@code Throwable} out of it fails the loop.
     *
     * @param now the loop's time of this drain, {@link Loop#now()}
     */
    protected abstract void run(long now);

    /**
     * Hears that the event will never run, because the loop has failed or was closed. Called once, by any thread, instead of {@link
     * #run}; must not block or throw. Whoever waits for the event is told here, so that nobody waits for ever.
     *
     * @param why the failure of the loop, or that it is closed
     */
    protected void dropped(Throwable why) {}
}
