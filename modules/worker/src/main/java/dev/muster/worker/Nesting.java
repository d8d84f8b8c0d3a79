package dev.muster.worker;

import dev.muster.protocol.Failure;
import dev.muster.protocol.Message;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that wait for nested work, and threads that do not come back. Owned by the worker's loop.
 *
 * <p>A waiting task gives back its slots, never its resources. Its thread stays with it; children queued here may run on it meanwhile
 * ({@link Threads#choose}), so that a deep recursion needs no thread for each level. A task whose wait is over takes the next free
 * slots before anything new starts, in the order of waking.
 */
final class Nesting {
    private final Workshop shop;
    private final Attempts attempts;
    private final Placement placement;
    private final Reports reports;

    Nesting(Workshop shop, Attempts attempts, Placement placement, Reports reports) {
        this.shop = shop;
        this.attempts = attempts;
        this.placement = placement;
        this.reports = reports;
    }

    /** The task that this thread is at waits. */
    void blocked(WorkerEvent.Blocked event) {
        TaskThread thread = shop.threads.get(event.thread());
        if (thread == null || thread.dead) {
            return;
        }
        Given given = thread.current();
        if (given == null || given.done >= given.end) {
            throw new IllegalTransition("Thread " + event.thread() + " says that it waits, but it runs nothing", "");
        }
        if (!shop.threads.mayWait(thread)) {
            refuse(given);
            return;
        }
        WorkerTask task = given.task;
        task.kind.waited();
        thread.leave(given);
        placement.takeBack(thread, 0);
        placement.cut(given, given.done + 1);
        shop.threads.block(thread, given);
        for (Given behind : List.copyOf(thread.given)) {
            reports.settle(behind); // it may have been taken back before
        }
        given.timed = event.timed();
        given.woken = false;
        given.running = false;
        shop.threads.giveBack(task.threads);
        task.session.turn.stop(task.threads, given.since);
        shop.note(task, given.done, 1, State.EXECUTING, State.BLOCKED, Cause.BLOCKED);
        if (heard(given)) {
            shop.out().send(task.session.client, new Message.Waiting(task.id(given.done), task.attempt));
        }
    }

    /** Whether the scheduler still wants to hear of the task that the run is at. */
    private static boolean heard(Given given) {
        return !given.task.session.silent() && !given.freed(given.done);
    }

    private void refuse(Given given) {
        int limit = shop.limits.maxWaiting();
        String message = "Task " + given.task.name(given.done) + " cannot wait for nested work on " + shop.self.name()
                + ": " + shop.threads.blocked() + " tasks wait there already (muster.worker.max-waiting=" + limit
                + "); raise the limit, or let tasks return futures instead of waiting for them";
        shop.out().refuse(given.thread.number, Failure.of(Failure.Kind.IMPOSSIBLE, message));
    }

    /** What the thread's task waited for is there. */
    void unblocked(WorkerEvent.Unblocked event) {
        TaskThread thread = shop.threads.get(event.thread());
        Given waiting = thread == null || thread.dead ? null : thread.waiting();
        if (thread == null || waiting == null || waiting.woken) {
            return; // written off, or its wait was refused when this was on its way
        }
        waiting.woken = true;
        shop.threads.woken.addLast(thread);
    }

    /** Lets woken tasks go on, as far as there are slots; the first that finds too few keeps the others waiting. */
    void resumeWoken() {
        if (shop.threads.woken.isEmpty()) {
            return;
        }
        for (TaskThread thread : new ArrayList<>(shop.threads.woken)) {
            Given waiting = thread.waiting();
            if (waiting == null || !thread.wantsBack()) {
                continue; // something runs or waits on top of the one that woke
            }
            if (waiting.task.threads > shop.threads.free()) {
                return;
            }
            shop.threads.woken.remove(thread);
            resume(thread, waiting);
        }
    }

    private void resume(TaskThread thread, Given given) {
        WorkerTask task = given.task;
        shop.threads.unblock(thread);
        thread.comeBack(given);
        given.running = true;
        given.woken = false;
        given.timed = false;
        given.since = shop.now;
        shop.threads.take(task.threads);
        task.session.turn.start(task.threads, shop.now);
        shop.note(task, given.done, 1, State.BLOCKED, State.EXECUTING, Cause.RESUMED);
        shop.out().resume(thread.number);
        if (heard(given)) {
            shop.out().send(task.session.client, new Message.Resumed(task.id(given.done), task.attempt));
        }
    }

    // ---- threads that do not come back

    /** A task ignored its interrupt: it ends as failed, and with it whatever waits below it on the same stack. */
    void writtenOff(WorkerEvent.ThreadWrittenOff event) {
        TaskThread thread = shop.threads.get(event.thread());
        if (thread == null || thread.dead) {
            return;
        }
        List<Given> runs = new ArrayList<>(thread.given);
        List<Given> waiting = new ArrayList<>(thread.blocked);
        Given current = thread.current();
        List<Given> leaving = new ArrayList<>(thread.leaving);
        shop.threads.writeOff(thread);
        for (Given given : leaving) {
            reports.takenBack(given, given.done, given.end);
        }
        for (Given given : runs) {
            lose(given, given == current ? blamed(given) : -1, State.EXECUTING, "ignored its interrupt");
        }
        for (Given given : waiting) {
            boolean guilty = current == null && given == waiting.get(waiting.size() - 1);
            lose(
                    given,
                    given.done,
                    State.BLOCKED,
                    guilty ? "ignored its interrupt" : "waited on a thread where another task ignored its interrupt");
        }
        limit();
    }

    /** The task that the thread is at: the one that was interrupted if that is known. */
    private static int blamed(Given given) {
        for (int position = given.end - 1; position > given.done; position--) {
            if (given.hard(position)) {
                return position;
            }
        }
        return given.done;
    }

    /** The run's blamed task fails, the others go back to the queue. */
    private void lose(Given given, int blamed, State state, String how) {
        WorkerTask task = given.task;
        if (given.started) {
            reports.stop(given);
        }
        if (blamed < 0 || blamed >= given.end) {
            reports.takenBack(given, given.done, given.end);
            return;
        }
        if (given.freed(blamed) || task.session.lost) {
            attempts.dropped(task, blamed, blamed + 1, state, Cause.FREED);
        } else {
            attempts.failed(task, blamed, lost(given, blamed, how), 0, state, Cause.WRITTEN_OFF);
        }
        reports.takenBack(given, given.done, blamed);
        reports.takenBack(given, blamed + 1, given.end);
    }

    private Failure lost(Given given, int position, String how) {
        Failure.Kind kind = given.timedOut
                ? Failure.Kind.TIMEOUT
                : given.cancelled(position) ? Failure.Kind.CANCELLED : Failure.Kind.WORKER_LOST;
        return Failure.of(
                kind,
                "Task " + given.task.name(position) + " ("
                        + given.task.assignment.spec().name() + ") " + how + " on " + shop.self.name()
                        + "; its thread was written off and replaced");
    }

    /** After as many lost threads as the worker has, it is no worker any more. */
    private void limit() {
        int lost = shop.threads.writtenOff();
        if (lost <= shop.threads.count || shop.refusing) {
            return;
        }
        shop.refusing = true;
        String reason = shop.self.name() + " lost " + lost + " threads to tasks that ignore interrupts, more than the "
                + shop.threads.count + " it replaces; it takes no more work";
        shop.out().log(reason);
        shop.out().replace(reason);
    }

    // ---- threads that are not needed

    /** Ends threads that were extra and have had nothing to do for a while. */
    void dismiss() {
        if (shop.threads.surplus() <= 0) {
            return;
        }
        long linger = 1_000_000_000L;
        @Nullable TaskThread thread = shop.threads.dismiss(shop.now - linger);
        while (thread != null) {
            shop.out().end(thread.number);
            thread = shop.threads.surplus() > 0 ? shop.threads.dismiss(shop.now - linger) : null;
        }
        if (shop.threads.surplus() > 0) {
            shop.wakeAt(shop.threads.oldestIdle(shop.now) + linger);
        }
    }
}
