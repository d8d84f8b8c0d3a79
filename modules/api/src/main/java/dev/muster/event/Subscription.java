package dev.muster.event;

/** A listener's place in the queue: closing it ends the calls. Implementations are thread-safe. */
public interface Subscription extends AutoCloseable {

    /**
     * Stops the calls. Does not wait for one that is running. A second call does nothing; closing the client closes its
     * subscriptions.
     */
    @Override
    void close();
}
