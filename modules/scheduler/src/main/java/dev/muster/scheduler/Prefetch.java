package dev.muster.scheduler;

/**
 * How many tasks may queue behind the running ones of a worker, so that it need not stand still for a round trip after each. Immutable
 * and without state: it reads what is known of the worker and the kind.
 *
 * <p>Queued thread time stays within two round trips a thread, as they may take, so that what was given can hardly come too late
 * elsewhere; a kind that takes longer queues one a thread, one that takes much longer none; a kind that has been slow lately one a thread.
 * A worker whose queue is all but full is not topped up with a task or two: words are cheaper by the dozen.
 */
final class Prefetch {
    /** Above so many round trips a run counts as long: nothing waits behind it. */
    private static final int LONG_RUN = 20;
    /** Less than this part of a queue is not worth a word. */
    private static final int PART = 4;

    private Prefetch() {}

    /** How many tasks of this kind the worker may be given beyond its free slots. */
    static int room(WorkerView worker, Kind kind) {
        long limit = LONG_RUN * worker.roundTrip.nanos();
        double mean = Math.max(1, kind.meanNanos());
        if (!kind.known() || worker.queueNanos == 0 || mean > limit) {
            return 0;
        }
        int threads = worker.threads;
        int queued = worker.queued();
        int room = (kind.slowestNanos() > limit ? threads : kind.depth()) - queued;
        if (room <= 0) {
            return 0;
        }
        double each = Math.max(2.0 * worker.roundTrip.slowNanos(), mean);
        room = fits(room, Math.min(each * threads, (double) worker.queueNanos) - worker.queuedNanos(), mean);
        if (kind.meanBytes() > 0) {
            double bytes = worker.queueBytes;
            if (worker.info.memory() > 0) {
                bytes = Math.min(bytes, worker.info.memory() / 16.0);
            }
            room = fits(room, bytes - worker.queuedBytes(), kind.meanBytes());
        }
        boolean little = room < (room + queued) / PART && worker.freeSlots() <= 0;
        return little ? 0 : room;
    }

    /** At most {@code most}, and no more than fit into {@code all}; sums of means may miss a whole number by a little. */
    private static int fits(int most, double all, double each) {
        return (int) Math.max(0, Math.min(most, all / each + 0.001));
    }
}
