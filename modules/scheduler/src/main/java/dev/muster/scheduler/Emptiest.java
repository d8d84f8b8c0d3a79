package dev.muster.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * The workers that may be given something, by how much they have: a bucket queue, so that the emptiest few are found without a look at
 * all. Owned by the scheduler's loop. Buckets 0 to 15 hold workers with a free slot, by share of slots taken; the others by the
 * logarithm of what they have beyond.
 */
final class Emptiest {
    private static final int BUCKETS = 48;
    private static final int FULL = 16;

    private final @Nullable WorkerView[] heads = new WorkerView[BUCKETS];
    private final @Nullable WorkerView[] tails = new WorkerView[BUCKETS];
    private long occupied;

    /** Puts the worker where it belongs now. */
    void update(WorkerView worker) {
        int bucket = bucket(worker);
        if (bucket != worker.bucket) {
            remove(worker);
            if (bucket >= 0) {
                append(worker, bucket);
            }
        }
    }

    private static int bucket(WorkerView worker) {
        if (!worker.open()) {
            return -1;
        }
        int occupied = Math.max(0, worker.occupied());
        if (occupied < worker.slots) {
            return (int) ((long) occupied * FULL / worker.slots);
        }
        int beyond = 32 - Integer.numberOfLeadingZeros(occupied - worker.slots);
        return Math.min(BUCKETS - 1, FULL + beyond);
    }

    private void append(WorkerView worker, int bucket) {
        WorkerView tail = tails[bucket];
        worker.bucket = bucket;
        worker.before = tail;
        worker.after = null;
        if (tail == null) {
            heads[bucket] = worker;
            occupied |= 1L << bucket;
        } else {
            tail.after = worker;
        }
        tails[bucket] = worker;
    }

    /** Takes the worker out. */
    void remove(WorkerView worker) {
        int bucket = worker.bucket;
        if (bucket < 0) {
            return;
        }
        WorkerView before = worker.before;
        WorkerView after = worker.after;
        if (before == null) {
            heads[bucket] = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            tails[bucket] = before;
        } else {
            after.before = before;
        }
        if (heads[bucket] == null) {
            occupied &= ~(1L << bucket);
        }
        worker.bucket = -1;
        worker.before = null;
        worker.after = null;
    }

    /** The emptiest worker, or null if none may be given anything. */
    @Nullable
    WorkerView first() {
        return occupied == 0 ? null : heads[Long.numberOfTrailingZeros(occupied)];
    }

    /** The next fuller one. */
    @Nullable
    WorkerView next(WorkerView worker) {
        if (worker.after != null) {
            return worker.after;
        }
        long fuller = occupied & -2L << worker.bucket;
        return fuller == 0 ? null : heads[Long.numberOfTrailingZeros(fuller)];
    }

    /** The fullest worker, or null. */
    @Nullable
    WorkerView last() {
        return occupied == 0 ? null : tails[63 - Long.numberOfLeadingZeros(occupied)];
    }

    /** The next emptier one. */
    @Nullable
    WorkerView previous(WorkerView worker) {
        if (worker.before != null) {
            return worker.before;
        }
        long emptier = occupied & (1L << worker.bucket) - 1;
        return emptier == 0 ? null : tails[63 - Long.numberOfLeadingZeros(emptier)];
    }

    /** Whether the worker, being the emptiest, has a free slot. */
    static boolean hasFreeSlot(WorkerView worker) {
        return worker.bucket >= 0 && worker.bucket < FULL;
    }
}
