package dev.muster.client;

/**
 * A span of work whose futures are released together. Thread-safe.
 *
 * <pre>{@code
 * try (Scope request = client.withOptions(o -> o.deadline(budget)).scope()) {
 *     return request.map(Pricing::price, ids).results();
 * }
 * }</pre>
 */
public interface Scope extends Submitter, AutoCloseable {

    /**
     * Releases every future that was submitted through this scope: values are freed, and what is unfinished and nobody
     * else wants is cancelled. Idempotent; does nothing inside a task. Submitting through a closed scope is an {@link
     * IllegalStateException}.
     */
    @Override
    void close();
}
