package dev.muster.node;

import dev.muster.scheduler.Handle;

/** A handle that wants to hear how its tasks end. Called under the loop: it only sets state and unparks plain waiters. */
public interface SettledHandle extends Handle {
    /**
     * Tasks {@code from} (inclusive) to {@code to} (exclusive) have ended; what they ended with can be read from {@code outcomes} now. May
     * come again for one task after {@link #reopened}.
     */
    void settled(Outcomes outcomes, int from, int to);

    /** These tasks, told as settled before, are computed again. */
    void reopened(int from, int to);
}
