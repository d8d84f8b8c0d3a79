package dev.muster.worker;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives queued tasks to threads. Owned by the worker's loop.
 *
 * <p>Whose turn it is decides first, then the rank. Tasks go as runs of about half a thread's budget of time: long enough that a
 * thread reports seldom, short enough that tasks spread over the threads and that a thread which is stuck keeps few from running.
 * Behind the run it is at, a thread may have further ones, so that a report never finds it without work; but only of kinds which are
 * known to be brief, since what is behind a run cannot start elsewhere before it was taken back.
 */
final class Placement {
    /** A multi-thread task that has waited so long reserves every slot that becomes free. */
    static final long RESERVE_AFTER = 1_000_000_000L;
    /** A task whose resources are not there for so long goes back. */
    static final long BUSY_AFTER = 50_000_000L;
    /** A thread of which nothing was heard for so long is stuck: what it has beyond its task can be taken back. */
    static final long STUCK_AFTER = 100_000L;
    /** Tasks in one run at most. */
    static final int LONGEST_RUN = 2_048;

    private final Workshop shop;
    /** Where the search for a thread with room goes on. */
    private int round;

    Placement(Workshop shop) {
        this.shop = shop;
    }

    /** Whether new tasks may be given to threads at all now: those that were woken go first. */
    boolean open() {
        if (shop.refusing || shop.threads.woken.isEmpty()) {
            return !shop.refusing;
        }
        for (TaskThread thread : shop.threads.woken) {
            if (thread.wantsBack()) {
                return false;
            }
        }
        return true;
    }

    /** Fills the free slots. */
    void fillSlots() {
        if (!open()) {
            return;
        }
        WorkerTask reserved = reserved();
        while (shop.threads.free() > 0) {
            Piece piece = reserved == null ? choose() : startable(reserved) ? reserved.pieces : null;
            if (piece == null) {
                return;
            }
            Given given = give(shop.threads.choose(piece.task), piece);
            start(given);
            reserved = reserved == null ? null : reserved();
        }
    }

    /** Gives threads that are at something brief a further run. */
    void fillAhead() {
        if (shop.threads.free() > 0 || !open() || reserved() != null) {
            return;
        }
        List<TaskThread> threads = shop.threads.living();
        int full = 0; // threads in a row without room; one run to each in turn, so that none has all
        while (full < threads.size()) {
            round = round + 1 < threads.size() ? round + 1 : 0;
            TaskThread thread = threads.get(round);
            if (!roomAhead(thread)) {
                full++;
                continue;
            }
            Piece piece = chooseBrief();
            if (piece == null) {
                return;
            }
            give(thread, piece);
            full = 0;
        }
    }

    private boolean roomAhead(TaskThread thread) {
        Given current = thread.current();
        return current != null
                && thread.blocked.isEmpty()
                && hasRoom(thread, current)
                && current.task.brief(shop.limits.runNanos())
                && shop.now - current.since < STUCK_AFTER;
    }

    /** A budget is two runs of many tasks, or as many single ones as last as long. */
    private boolean hasRoom(TaskThread thread, Given current) {
        int runs = thread.given.size();
        if (runs < 2 || current.run.count() > 1) {
            return runs < 2;
        }
        return runs < shop.limits.runsPerThread() && thread.planned() < 2 * shop.limits.runNanos();
    }

    // ---- what goes next

    /** The piece that goes next, or null if none can start. */
    @Nullable
    Piece choose() {
        Piece best = null;
        long least = 0;
        List<SessionView> sessions = shop.sessions();
        for (int i = 0; i < sessions.size(); i++) {
            SessionView session = sessions.get(i);
            Piece piece = session.mayStart() ? next(session) : null;
            if (piece != null) {
                long pass = session.turn.pass(shop.now);
                if (best == null || pass - least < 0) {
                    best = piece;
                    least = pass;
                }
            }
        }
        return best;
    }

    /** The session's first piece that can start now. */
    private @Nullable Piece next(SessionView session) {
        Piece plain = session.plain.first();
        for (int i = 0; i < session.special.size(); i++) {
            Piece special = session.special.get(i);
            if (plain != null && Piece.compare(plain, special) < 0) {
                break;
            }
            if (startable(special.task)) {
                return special;
            }
        }
        return plain;
    }

    private boolean startable(WorkerTask task) {
        return task.threads <= shop.threads.free() && shop.resources.fits(task.resources);
    }

    /** The plain piece that goes next behind a run; null if it is not known to be brief. */
    private @Nullable Piece chooseBrief() {
        Piece best = null;
        long least = 0;
        List<SessionView> sessions = shop.sessions();
        for (int i = 0; i < sessions.size(); i++) {
            SessionView session = sessions.get(i);
            Piece piece = session.mayStart() ? session.plain.first() : null;
            if (piece != null && piece.task.brief(shop.limits.runNanos())) {
                long pass = session.turn.pass(shop.now);
                if (best == null || pass - least < 0) {
                    best = piece;
                    least = pass;
                }
            }
        }
        return best;
    }

    /** The multi-thread task for which freed slots are kept, or null. */
    @Nullable
    WorkerTask reserved() {
        WorkerTask oldest = null;
        List<SessionView> sessions = shop.sessions();
        for (int i = 0; i < sessions.size(); i++) {
            SessionView session = sessions.get(i);
            if (session.special.size() > 0 && session.mayStart()) {
                oldest = older(oldest, session);
            }
        }
        if (oldest == null) {
            return null;
        }
        long at = oldest.queuedAt + RESERVE_AFTER;
        if (at - shop.now > 0) {
            shop.wakeAt(at);
            return null;
        }
        return oldest;
    }

    private @Nullable WorkerTask older(@Nullable WorkerTask oldest, SessionView session) {
        WorkerTask result = oldest;
        for (int i = 0; i < session.special.size(); i++) {
            WorkerTask task = session.special.get(i).task;
            if (task.threads > 1
                    && (result == null || task.queuedAt - result.queuedAt < 0)
                    && shop.resources.fits(task.resources)) {
                result = task;
            }
        }
        return result;
    }

    // ---- giving

    private Given give(TaskThread thread, Piece piece) {
        WorkerTask task = piece.task;
        int from = piece.from;
        int count = size(piece);
        task.session.queue(task).takeFront(piece, count);
        Execution run =
                new Execution(shop.nextRun(), task.session.client, task.assignment, from, from + count, task.inputs);
        Given given = shop.given(thread, run, task);
        thread.append(given);
        shop.note(task, from, count, State.READY, State.EXECUTING, Cause.STARTED);
        shop.out().execute(thread.number, run);
        return given;
    }

    /** How many tasks of the piece make a run. */
    private int size(Piece piece) {
        WorkerTask task = piece.task;
        if (piece.count() == 1
                || !task.kind.steady()
                || task.assignment.spec().timeoutNanos() > 0
                || task.assignment.exclusive()) {
            return 1;
        }
        long byTime = (long) (shop.limits.runNanos() / Math.max(1.0, task.kind.mean()));
        int threads = shop.threads.count;
        long fair = (task.session.queue(task).tasks() + threads - 1) / threads;
        return (int) Math.max(1, Math.min(Math.min(byTime, LONGEST_RUN), Math.min(fair, piece.count())));
    }

    /** The thread is at this run from now on. */
    void start(Given given) {
        WorkerTask task = given.task;
        given.started = true;
        given.running = true;
        given.since = shop.now;
        shop.threads.take(task.threads);
        shop.resources.take(task.resources);
        task.session.turn.start(task.threads, shop.now);
        long timeout = task.assignment.spec().timeoutNanos();
        if (timeout > 0) {
            given.deadline = shop.now + timeout;
            shop.clocked++;
            shop.wakeAt(given.deadline); // the flush that starts it has looked at the clocks already
        }
    }

    // ---- what cannot go

    /** Gives back what has waited too long for what it needs; the task that has slots reserved stays. */
    void returnBusy(Attempts attempts) {
        WorkerTask reserved = null;
        List<SessionView> sessions = shop.sessions();
        for (int i = 0; i < sessions.size(); i++) {
            SessionView session = sessions.get(i);
            for (int at = session.special.size() - 1; at >= 0 && at < session.special.size(); at--) {
                Piece piece = session.special.get(at);
                reserved = reserved == null ? reserved() : reserved;
                if (piece.task != reserved) {
                    returnIfBusy(session, piece, attempts);
                }
            }
        }
    }

    private void returnIfBusy(SessionView session, Piece piece, Attempts attempts) {
        WorkerTask task = piece.task;
        boolean forThreads = shop.resources.fits(task.resources);
        if (forThreads && task.threads == 1) {
            return; // it waits for a thread, like any other
        }
        long at = task.queuedAt + (forThreads ? RESERVE_AFTER : BUSY_AFTER);
        if (at - shop.now > 0) {
            shop.wakeAt(at);
            return;
        }
        session.special.remove(piece);
        session.giveBack(
                dev.muster.protocol.Message.Returned.Why.BUSY, task.id(piece.from), piece.count(), task.attempt);
        attempts.dropped(task, piece.from, piece.to, State.READY, Cause.RETURNED);
    }

    /** Takes back what stands behind a stuck task while a slot is free and nothing else can use it. */
    void rescue() {
        if (shop.threads.free() == 0 || !open()) {
            return;
        }
        List<TaskThread> threads = shop.threads.living();
        for (int i = 0; i < threads.size(); i++) {
            takeBackIfStuck(threads.get(i));
        }
    }

    private void takeBackIfStuck(TaskThread thread) {
        Given current = thread.current();
        if (current == null || !takeable(thread, current)) {
            return;
        }
        if (current.since + STUCK_AFTER - shop.now > 0) {
            shop.wakeAt(current.since + STUCK_AFTER);
            return;
        }
        takeBack(thread, 1);
    }

    /** Whether the thread has tasks beyond the one it is at that it was not asked for yet. */
    private static boolean takeable(TaskThread thread, Given current) {
        if (current.takeable(current.done + 1)) {
            return true;
        }
        if (thread.given.size() > 1) {
            for (Given given : thread.given) {
                if (given != current && given.takeable(given.done)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Asks a thread for everything but the first {@code keep} unreported tasks of the run it is at. */
    void takeBack(TaskThread thread, int keep) {
        for (Given given : thread.given) {
            cut(given, given.started ? given.done + keep : given.done);
        }
    }

    /** Asks a thread for the tasks of a run from this position on, unless that could bring nothing. */
    void cut(Given given, int from) {
        if (given.takeable(from)) {
            given.ask(from);
            shop.out().cut(given.thread.number, given.run, from);
        }
    }
}
