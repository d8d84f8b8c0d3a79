package dev.muster.worker;

import dev.muster.protocol.Rank;
import org.jspecify.annotations.Nullable;

/** Consecutive tasks of one assignment that stand in the queue together. Owned by the worker's loop. */
final class Piece {
    final WorkerTask task;
    /** Position of the first task in the assignment. */
    int from;
    /** Position after the last. */
    int to;
    /** The next piece of the same assignment. */
    @Nullable
    Piece other;

    Piece(WorkerTask task, int from, int to) {
        this.task = task;
        this.from = from;
        this.to = to;
    }

    int count() {
        return to - from;
    }

    /** Who goes first, by the ranks of the pieces' first tasks; {@link Rank#compareTo} without making those ranks. */
    static int compare(Piece a, Piece b) {
        Rank x = a.task.rank;
        Rank y = b.task.rank;
        int by = Integer.compare(y.priority(), x.priority());
        if (by == 0) {
            by = Long.compare(order(x, a.from), order(y, b.from));
        }
        if (by == 0) {
            by = Integer.compare(y.depth(), x.depth());
        }
        return by != 0 ? by : Long.compare(x.sequence() + a.from, y.sequence() + b.from);
    }

    private static long order(Rank rank, int position) {
        return rank.depth() == 0 ? rank.order() + position : rank.order();
    }
}
