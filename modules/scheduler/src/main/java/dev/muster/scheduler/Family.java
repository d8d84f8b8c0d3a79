package dev.muster.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * Where a nested submission comes from: the attempt that made it, and what it inherits. Owned by the scheduler's loop. The families
 * of one parent form a list that hangs on the parent's record.
 */
final class Family {
    final long parent;
    final int attempt;
    /** The parent's, not the task's own: children go before the parent's siblings. */
    final int priority;

    final long order;
    final int depth;
    /** The nearest attempt that holds resources: this one, or one above it; null if none does. */
    final @Nullable Family holder;

    /** Id and number of the tasks that were submitted. */
    long first;

    int count;
    /** The next older family of the same parent. */
    @Nullable
    Family next;

    /** Of the youngest: how many there are in the list, and from how many on it is looked through. */
    int length;

    int pruneAt;

    /**
     * @param holds whether the parent holds resources
     * @param above the parent's own family
     */
    Family(long parent, int attempt, int priority, long order, int depth, boolean holds, @Nullable Family above) {
        this.parent = parent;
        this.attempt = attempt;
        this.priority = priority;
        this.order = order;
        this.depth = depth;
        this.holder = holds ? this : above == null ? null : above.holder;
    }
}
