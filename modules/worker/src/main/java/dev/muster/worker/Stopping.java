package dev.muster.worker;

import dev.muster.protocol.Failure;
import dev.muster.protocol.Message;
import dev.muster.protocol.Span;
import org.jspecify.annotations.Nullable;

/** What schedulers take back: freed results, cancelled attempts. Owned by the worker's loop. */
final class Stopping {
    private final Workshop shop;
    private final Attempts attempts;
    private final Placement placement;
    private final Reports reports;

    Stopping(Workshop shop, Attempts attempts, Placement placement, Reports reports) {
        this.shop = shop;
        this.attempts = attempts;
        this.placement = placement;
        this.reports = reports;
    }

    // ---- free

    /** Forgets results; beats what runs; nobody is told. Unknown attempts were freed before, or never came. */
    void free(SessionView session, Message.Free message) {
        for (Span span : message.spans()) {
            for (WorkerTask task : session.covered(span)) {
                free(task, task.coveredFrom(span), task.coveredTo(span));
            }
            for (Value value : session.values.covered(span)) {
                if (value.here() || value.state == State.FLIGHT) {
                    attempts.inputs().free(session, value);
                }
            }
        }
    }

    private void free(WorkerTask task, int from, int to) {
        if (task.missing > 0) {
            attempts.dropped(task, 0, 1, State.WAITING, Cause.FREED);
            return;
        }
        for (Given given : shop.threads.runs(task)) {
            int begin = Math.max(from, given.done);
            int end = Math.min(to, given.end);
            if (begin < end) {
                given.free(begin, end);
                saveWork(given, begin, end);
            }
        }
        unqueue(task, from, to, null);
    }

    /** What is freed at the end of a run, and has not been claimed, need not run. */
    private void saveWork(Given given, int from, int to) {
        if (to == given.end && !(given.started && from == given.done)) {
            placement.cut(given, from);
        }
    }

    /** Takes the tasks out of the queue: they are forgotten, or, with a reason, reported as cancelled. */
    private void unqueue(WorkerTask task, int from, int to, @Nullable String reason) {
        Piece piece = task.pieces;
        while (piece != null) {
            Piece next = piece.other;
            int begin = Math.max(from, piece.from);
            int end = Math.min(to, piece.to);
            if (begin < end) {
                extract(task, piece, begin, end);
                for (int position = begin; reason != null && position < end; position++) {
                    Failure failure = attempts.cancelled(task, position, reason);
                    attempts.failed(task, position, failure, 0, State.READY, Cause.CANCELLED);
                }
                if (reason == null) {
                    attempts.dropped(task, begin, end, State.READY, Cause.FREED);
                }
            }
            piece = next;
        }
    }

    private static void extract(WorkerTask task, Piece piece, int from, int to) {
        RunQueue queue = task.session.queue(task);
        int last = piece.to;
        if (from == piece.from) {
            queue.takeFront(piece, to - from);
            return;
        }
        queue.takeBack(piece, last - from);
        if (to < last) {
            queue.add(new Piece(task, to, last));
        }
    }

    // ---- cancel

    /** Stops attempts; each that is stopped or was taken out is reported as cancelled. */
    void cancel(SessionView session, Message.Cancel message) {
        for (Span span : message.spans()) {
            for (WorkerTask task : session.covered(span)) {
                cancel(task, task.coveredFrom(span), task.coveredTo(span), message.interrupt());
            }
        }
    }

    private void cancel(WorkerTask task, int from, int to, boolean interrupt) {
        if (task.missing > 0) {
            Failure failure = attempts.cancelled(task, 0, "before it started on");
            attempts.failed(task, 0, failure, 0, State.WAITING, Cause.CANCELLED);
            return;
        }
        for (Given given : shop.threads.runs(task)) {
            cancel(given, Math.max(from, given.done), Math.min(to, given.end), interrupt);
        }
        unqueue(task, from, to, "before it started on");
    }

    /**
     * The thread says, by answering a cut, which of them it has claimed; only those can need an interrupt. What waits for nested work
     * is claimed for sure.
     */
    private void cancel(Given given, int from, int to, boolean interrupt) {
        int begin = from;
        boolean waits = given.started && !given.running;
        if (waits && from == given.done && from < to) {
            begin++;
            if (interrupt) {
                given.cancel(from, begin, true);
                reports.interrupt(given, from, false);
            }
        }
        if (begin < to) {
            given.cancel(begin, to, interrupt);
            placement.cut(given, begin);
            if (given.claimed()) {
                reports.interruptStarted(given);
            }
        }
    }

    // ---- the session ends

    /** Nobody wants anything of this session any more: what runs is interrupted and its values are dropped. */
    void abandon(SessionView session, Cause cause) {
        for (WorkerTask task : session.tasks()) {
            if (task.missing > 0) {
                attempts.dropped(task, 0, 1, State.WAITING, cause);
                continue;
            }
            for (Piece piece = task.pieces; piece != null; piece = task.pieces) {
                int from = piece.from;
                int to = piece.to;
                session.queue(task).remove(piece);
                attempts.dropped(task, from, to, State.READY, cause);
            }
            for (Given given : shop.threads.runs(task)) {
                abandon(given);
            }
            session.remove(task);
        }
    }

    private void abandon(Given given) {
        if (given.done >= given.end) {
            return;
        }
        given.free(given.done, given.end);
        placement.cut(given, given.done);
        reports.interrupt(given, given.done, false);
    }
}
