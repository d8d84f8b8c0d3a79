package dev.muster.worker;

import dev.muster.protocol.Assignment;
import dev.muster.protocol.Inputs;
import dev.muster.protocol.Rank;
import dev.muster.protocol.Span;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The worker's view of an assignment: one attempt of one task, or of a range of tasks that have everything but their ids and
 * arguments in common. Owned by the worker's loop. Where each task of a range is follows from where it is kept: in a {@link Piece}
 * of the queue, or in a {@link Given} run; so a task of a range costs no object.
 */
final class WorkerTask {
    final SessionView session;
    final Assignment assignment;
    final Rank rank;
    final KindTime kind;
    final long first;
    final int count;
    final int attempt;
    /** Threads it takes while it runs; all of them for an exclusive run. */
    final int threads;

    final Map<String, Double> resources;
    /** When it was queued last, in the machine's time. */
    long queuedAt;
    /** How many of its tasks are queued, waiting or running here. */
    int remaining;
    /** Inputs that are awaited; a task with none is queued or running. */
    int missing;
    /** An attempt of a single task: its inputs, filled in as they come. */
    @Nullable
    Object @Nullable [] inputs;
    /** The values it uses, by position of the input; null where the input came with the task. Null if all did, and after its end. */
    @Nullable
    Value @Nullable [] uses;
    /** Its parts in the queue. */
    @Nullable
    Piece pieces;
    /** Another attempt of the same task that is still here. */
    @Nullable
    WorkerTask sibling;

    WorkerTask(SessionView session, Assignment assignment, KindTime kind, int workerThreads) {
        this.session = session;
        this.assignment = assignment;
        this.kind = kind;
        rank = assignment.rank();
        first = assignment.first();
        count = assignment.count();
        attempt = assignment.attempt();
        threads = assignment.exclusive()
                ? Math.max(workerThreads, assignment.spec().needs().threads())
                : assignment.spec().needs().threads();
        resources = assignment.spec().needs().resources();
        remaining = count;
        if (assignment instanceof Assignment.One one) {
            inputs = one.inputs().values();
        }
    }

    /** Needs one thread and nothing else. */
    boolean plain() {
        return threads == 1 && resources.isEmpty();
    }

    boolean isRange() {
        return inputs == null;
    }

    /** Where its inputs come from; none for a range. */
    Inputs wanted() {
        return assignment instanceof Assignment.One one ? one.inputs() : Inputs.NONE;
    }

    long id(int position) {
        return first + position;
    }

    /** Whether its kind is known, so short that others may stand behind it, and does not wait for nested work. */
    boolean brief(long runNanos) {
        return kind.steady() && kind.mean() <= runNanos;
    }

    /** Position after the last that the span covers, where {@link #coveredFrom} is the first; no more than that if it covers none. */
    int coveredTo(Span span) {
        return (int) Math.min(count, Math.max(0, span.first() + span.count() - first));
    }

    /** First position that the span covers. */
    int coveredFrom(Span span) {
        return (int) Math.min(count, Math.max(0, span.first() - first));
    }

    boolean covers(Span span) {
        return span.attempt() == attempt && coveredFrom(span) < coveredTo(span);
    }

    /** Whether this task stands in the queue. */
    boolean queued(int position) {
        for (Piece piece = pieces; piece != null; piece = piece.other) {
            if (position >= piece.from && position < piece.to) {
                return true;
            }
        }
        return false;
    }

    /** Notes that it was parted, or that a part came back. */
    void link(Piece piece) {
        piece.other = pieces;
        pieces = piece;
    }

    void unlink(Piece piece) {
        Piece before = null;
        Piece at = pieces;
        while (at != null && at != piece) {
            before = at;
            at = at.other;
        }
        if (before == null) {
            pieces = piece.other;
        } else {
            before.other = piece.other;
        }
        piece.other = null;
    }

    String name(int position) {
        return Story.name(session.client, first + position, attempt);
    }

    @Override
    public String toString() {
        return name(0) + (count > 1 ? " and " + (count - 1) + " more" : "");
    }
}
