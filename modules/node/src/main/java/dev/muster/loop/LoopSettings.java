package dev.muster.loop;

import java.time.Duration;

/**
 * How a loop behaves. Immutable.
 *
 * @param dedicated whether the machines run on a thread of their own instead of on whichever thread holds the role
 * @param drainEvents events after which a task thread passes the role on, at least 1
 * @param drainTime time after which a task thread passes the role on
 * @param heirTick how often the loop's own thread looks for a role that nobody took while the task threads are busy
 * @param heldWarning how long the role may be held before the loop says so
 * @param completionThreads most threads for callbacks, at least 1
 */
public record LoopSettings(
        boolean dedicated,
        int drainEvents,
        Duration drainTime,
        Duration heirTick,
        Duration heldWarning,
        int completionThreads) {
    /** The role, with the figures that were measured to be right. */
    public static final LoopSettings DEFAULT = new LoopSettings(
            false, 256, Duration.ofNanos(50_000), Duration.ofMillis(1), Duration.ofMillis(100), 16);

    public LoopSettings {
        if (drainEvents < 1) {
            throw new IllegalArgumentException("drainEvents must be at least 1, not " + drainEvents);
        }
        if (completionThreads < 1) {
            throw new IllegalArgumentException("completionThreads must be at least 1, not " + completionThreads);
        }
    }

    /** The same on a thread of its own. */
    public LoopSettings onItsOwnThread() {
        return new LoopSettings(true, drainEvents, drainTime, heirTick, heldWarning, completionThreads);
    }
}
