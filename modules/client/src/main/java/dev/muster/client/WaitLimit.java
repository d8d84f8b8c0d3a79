package dev.muster.client;

import java.time.Duration;

/**
 * The one kind of {@link Until}. Immutable.
 *
 * @param count how many must have ended; {@link Integer#MAX_VALUE} for all
 * @param nanos how long to wait at most; {@link Long#MAX_VALUE} for ever
 */
record WaitLimit(int count, long nanos) implements Until {

    static final WaitLimit ALL = new WaitLimit(Integer.MAX_VALUE, Long.MAX_VALUE);

    static WaitLimit of(int count) {
        return new WaitLimit(Require.atLeast(0, count, "k"), Long.MAX_VALUE);
    }

    @Override
    public Until within(Duration atMost) {
        return new WaitLimit(count, Require.nanos(atMost, "atMost"));
    }
}
