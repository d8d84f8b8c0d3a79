package dev.muster.worker;

import dev.muster.protocol.Message;
import dev.muster.protocol.Message.Returned.Why;
import dev.muster.protocol.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Unstarted tasks go back to their scheduler: recalled, or because nothing of the session may start here. Owned by the worker's loop.
 */
final class Returns {
    /** More unstarted tasks of one session than any grant allows; beyond it its scheduler ignores the grant. */
    static final int FLOOD = 2 * 4_096;

    private final Workshop shop;
    private final Attempts attempts;
    private final Placement placement;

    Returns(Workshop shop, Attempts attempts, Placement placement) {
        this.shop = shop;
        this.attempts = attempts;
        this.placement = placement;
    }

    // ---- recall

    /**
     * Answers recalls. Called after the free slots were filled, so that what is queued now stands behind a task and nothing that was
     * granted to a free slot is given away; and before anything is given ahead, so that it does not disappear behind a stuck thread.
     */
    void answerRecalls() {
        List<SessionView> sessions = shop.sessions();
        for (int i = 0; i < sessions.size(); i++) {
            SessionView session = sessions.get(i);
            if (session.recall > 0) {
                answer(session);
            }
        }
    }

    private void answer(SessionView session) {
        if (session.queued() < session.recall && !session.recallCuts) {
            session.recallCuts = true;
            takeBackFromStuck(session);
        }
        if (session.queued() < session.recall && cutting(session)) {
            return;
        }
        List<Span> spans = new ArrayList<>();
        takeLast(session, session.recall, Why.RECALLED, spans);
        session.recall = 0;
        session.recallCuts = false;
        shop.out().send(session.client, new Message.Returned(List.copyOf(spans), Why.RECALLED, true));
    }

    /** Tasks behind one that has run long are queued behind it, wherever they stand. */
    private void takeBackFromStuck(SessionView session) {
        List<TaskThread> threads = shop.threads.living();
        for (int i = 0; i < threads.size(); i++) {
            TaskThread thread = threads.get(i);
            Given current = thread.current();
            if (current != null && has(thread, session) && shop.now - current.since >= Placement.STUCK_AFTER) {
                placement.takeBack(thread, 1);
            }
        }
    }

    private static boolean has(TaskThread thread, SessionView session) {
        for (Given given : thread.given) {
            if (given.task.session == session) {
                return true;
            }
        }
        return false;
    }

    private boolean cutting(SessionView session) {
        List<TaskThread> threads = shop.threads.living();
        for (int i = 0; i < threads.size(); i++) {
            for (Given given : threads.get(i).given) {
                if (given.task.session == session && given.cuts > 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Takes the {@code count} last-ordered tasks out of the session's queue, as spans into {@code spans}, or back as {@code why}. */
    private void takeLast(SessionView session, long count, Why why, @Nullable List<Span> spans) {
        long left = count;
        while (left > 0) {
            Piece piece = last(session);
            if (piece == null) {
                return;
            }
            int taken = (int) Math.min(left, piece.count());
            int from = piece.to - taken;
            WorkerTask task = piece.task;
            session.queue(task).takeBack(piece, taken);
            if (spans == null) {
                session.giveBack(why, task.id(from), taken, task.attempt);
            } else {
                spans.add(new Span(task.id(from), taken, task.attempt));
            }
            attempts.dropped(task, from, from + taken, State.READY, Cause.RETURNED);
            left -= taken;
        }
    }

    private static @Nullable Piece last(SessionView session) {
        Piece plain = session.plain.last();
        Piece special = session.special.last();
        if (plain == null || special == null) {
            return plain == null ? special : plain;
        }
        return Piece.compare(plain, special) < 0 ? special : plain;
    }

    // ---- nothing may start

    /** Gives back everything unstarted of sessions of which nothing may start now. */
    void returnUnstartable() {
        List<SessionView> sessions = shop.sessions();
        for (int i = 0; i < sessions.size(); i++) {
            SessionView session = sessions.get(i);
            if (session.queued() > 0 || session.waiting > 0) {
                Why why = why(session);
                if (why != null) {
                    returnAll(session, why);
                } else if (session.queued() > FLOOD) {
                    takeLast(session, session.queued() - FLOOD, Why.OVER_GRANT, null);
                }
            }
        }
    }

    private @Nullable Why why(SessionView session) {
        if (shop.draining) {
            return Why.DRAINING;
        }
        if (shop.refusing) {
            return Why.BUSY;
        }
        return session.paused ? Why.PAUSED : null;
    }

    private void returnAll(SessionView session, Why why) {
        takeLast(session, session.queued(), why, null);
        if (session.waiting == 0) {
            return;
        }
        for (WorkerTask task : session.tasks()) {
            if (task.missing > 0) {
                session.giveBack(why, task.first, 1, task.attempt);
                attempts.dropped(task, 0, 1, State.WAITING, Cause.RETURNED);
            }
        }
    }

    /** Tells each scheduler what comes back, a message for each reason. */
    void send() {
        List<SessionView> sessions = shop.sessions();
        for (int i = 0; i < sessions.size(); i++) {
            SessionView session = sessions.get(i);
            if (!session.returned().isEmpty()) {
                send(session);
            }
        }
    }

    private void send(SessionView session) {
        for (Map.Entry<Why, List<Span>> entry : session.returned().entrySet()) {
            shop.out().send(session.client, new Message.Returned(List.copyOf(entry.getValue()), entry.getKey(), false));
        }
        session.returned().clear();
    }
}
