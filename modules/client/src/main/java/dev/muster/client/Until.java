package dev.muster.client;

import java.time.Duration;

/**
 * How long to wait for a group of futures. Immutable; take one from here, do not implement it.
 *
 * <pre>{@code
 * Waited<Integer> some = client.waitFor(futures, Until.count(3).within(Duration.ofSeconds(5)));
 * }</pre>
 */
public interface Until {

    /** Until every one has ended. */
    static Until all() {
        return WaitLimit.ALL;
    }

    /** Until one has ended. */
    static Until first() {
        return count(1);
    }

    /**
     * Until this many have ended; all of them, if there are fewer.
     *
     * @param k how many, at least 0
     * @throws IllegalArgumentException if {@code k} is negative
     */
    static Until count(int k) {
        return WaitLimit.of(k);
    }

    /**
     * The same, but no longer than this. That time ran out is no error: what is pending then stands in the answer.
     *
     * @param atMost how long, at least 0
     * @throws IllegalArgumentException if {@code atMost} is null or negative
     */
    Until within(Duration atMost);
}
