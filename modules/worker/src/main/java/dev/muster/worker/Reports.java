package dev.muster.worker;

import dev.muster.protocol.Assignment;
import dev.muster.protocol.Completion;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Kept;
import org.jspecify.annotations.Nullable;

/** What task threads say of their runs: ran, threw, emptied, cut. Owned by the worker's loop. */
final class Reports {
    private final Workshop shop;
    private final Attempts attempts;
    private final Placement placement;

    Reports(Workshop shop, Attempts attempts, Placement placement) {
        this.shop = shop;
        this.attempts = attempts;
        this.placement = placement;
    }

    // ---- ran

    void ran(WorkerEvent.Ran event) {
        TaskThread thread = shop.threads.get(event.thread());
        if (thread == null || thread.dead) {
            discard(event);
            return;
        }
        Given given = current(thread, event.run());
        WorkerTask task = given.task;
        int from = event.from();
        int to = event.to();
        if (from != given.done || to <= from || to > given.end) {
            throw shop.illegal(
                    task,
                    from,
                    "Thread " + event.thread() + " reports positions " + from + " to " + to + " of run "
                            + event.run().number() + ", of which " + given.done + " to " + given.end + " are due");
        }
        progress(given, to - from, event.nanos());
        given.done = to;
        if (given.marked() || task.session.lost) {
            runMarked(given, event);
        } else {
            finished(task, from, to, event);
        }
    }

    /** What a dead thread still says is of no use; its values are not kept. */
    private void discard(WorkerEvent.Ran event) {
        for (int i = event.from(); i < event.to(); i++) {
            discardIfKept(event, i);
        }
    }

    private void discardIfKept(WorkerEvent.Ran event, int position) {
        if (event.values()[event.offset() + position - event.from()] == Kept.AT_WORKER) {
            Execution run = event.run();
            long task = run.assignment().first() + position;
            shop.out().discard(run.session(), task, run.assignment().attempt());
        }
    }

    /** The run, which the thread must be at. */
    private Given current(TaskThread thread, Execution run) {
        Given given = thread.current();
        if (given == null || !given.is(run)) {
            throw shop.story.illegal(
                    run.session(),
                    run.assignment().first() + run.from(),
                    "Thread " + thread.number + " reports on run " + run.number() + ", but it is at "
                            + (given == null ? "none" : "run " + given.run.number()));
        }
        return given;
    }

    /** Takes note of the time that tasks really took. */
    private void progress(Given given, int count, long nanos) {
        WorkerTask task = given.task;
        task.kind.note(count, nanos);
        task.session.turn.report(task.threads, nanos, given.since, shop.now);
        given.since = shop.now;
    }

    /** Some of the results are not wanted: the others are reported in stretches. */
    private void runMarked(Given given, WorkerEvent.Ran event) {
        int position = event.from();
        while (position < event.to()) {
            int end = position;
            while (end < event.to() && wanted(given, end)) {
                end++;
            }
            if (end > position) {
                finished(given.task, position, end, event);
            } else {
                unwanted(given, position, event);
                end = position + 1;
            }
            position = end;
        }
    }

    private static boolean wanted(Given given, int position) {
        return !given.task.session.lost && !given.freed(position) && !given.cancelled(position);
    }

    private void unwanted(Given given, int position, WorkerEvent.Ran event) {
        discardIfKept(event, position);
        WorkerTask task = given.task;
        if (given.cancelled(position) && !task.session.lost) {
            attempts.failed(
                    task,
                    position,
                    attempts.cancelled(task, position, "while it ran on"),
                    event.nanos() / (event.to() - event.from()),
                    State.EXECUTING,
                    Cause.CANCELLED);
        } else {
            attempts.dropped(task, position, position + 1, State.EXECUTING, Cause.FREED);
        }
    }

    /** Tasks ended with values: stretches of inline values become one completion, kept ones one each. */
    private void finished(WorkerTask task, int from, int to, WorkerEvent.Ran event) {
        shop.note(task, from, to - from, State.EXECUTING, State.MEMORY, Cause.RAN);
        @Nullable Object[] values = event.values();
        int shift = event.offset() - event.from();
        int begin = from;
        for (int i = from; i < to; i++) {
            if (values[i + shift] == Kept.AT_WORKER) {
                inline(task, begin, i, event);
                kept(task, i, event);
                begin = i + 1;
            }
        }
        inline(task, begin, to, event);
        attempts.ended(task, to - from);
    }

    private void kept(WorkerTask task, int position, WorkerEvent.Ran event) {
        long size = size(event, position);
        long nanos = event.nanos() / (event.to() - event.from());
        long[] fetched = attempts.inputs().fetchedFor(task);
        task.session.outbox.add(
                new Completion.One(task.id(position), task.attempt, Kept.AT_WORKER, size, nanos, fetched), 0);
        attempts.inputs().stored(task, position, size);
    }

    private static long size(WorkerEvent.Ran event, int position) {
        long[] sizes = event.sizes();
        return sizes == null ? 0 : sizes[position - event.from()];
    }

    /** Values that go with the report, parted so that no message becomes very long. */
    private void inline(WorkerTask task, int from, int to, WorkerEvent.Ran event) {
        int begin = from;
        long bytes = 0;
        for (int i = from; i < to && event.sizes() != null; i++) {
            long size = size(event, i);
            if (i > begin && bytes + size > Outbox.MOST_BYTES) {
                inline(task, begin, i, bytes, event);
                begin = i;
                bytes = 0;
            }
            bytes += size;
        }
        if (begin < to) {
            inline(task, begin, to, bytes, event);
        }
    }

    private void inline(WorkerTask task, int from, int to, long bytes, WorkerEvent.Ran event) {
        int offset = event.offset() + from - event.from();
        Completion completion;
        if (task.assignment instanceof Assignment.One) {
            long[] fetched = attempts.inputs().fetchedFor(task);
            completion = new Completion.One(
                    task.first, task.attempt, event.values()[offset], size(event, from), event.nanos(), fetched);
        } else {
            int all = event.to() - event.from();
            long nanos = to - from == all ? event.nanos() : event.nanos() * (to - from) / all;
            completion = new Completion.Range(
                    task.id(from), to - from, task.attempt, event.values(), offset, nanos, event.slowestNanos());
        }
        task.session.outbox.add(completion, bytes);
        attempts.inputs().inline(task, from, to, event.values(), offset);
    }

    // ---- threw

    void threw(WorkerEvent.Threw event) {
        TaskThread thread = shop.threads.get(event.thread());
        if (thread == null || thread.dead) {
            return;
        }
        Given given = current(thread, event.run());
        int position = event.position();
        if (position != given.done || position >= given.end) {
            throw shop.illegal(
                    given.task,
                    position,
                    "Thread " + event.thread() + " reports that position " + position + " of run "
                            + event.run().number() + " threw, of which " + given.done + " to " + given.end
                            + " are due");
        }
        progress(given, 1, event.nanos());
        given.done++;
        if (given.freed(position) || given.task.session.lost) {
            attempts.dropped(given.task, position, position + 1, State.EXECUTING, Cause.FREED);
            return;
        }
        attempts.failed(
                given.task,
                position,
                failure(given, position, event.failure()),
                event.nanos(),
                State.EXECUTING,
                given.cancelled(position) ? Cause.CANCELLED : Cause.THREW);
    }

    /** What an interrupt made the task throw is no failure of its own. */
    private Failure failure(Given given, int position, Failure thrown) {
        if (given.cancelled(position)) {
            return attempts.cancelled(given.task, position, "while it ran on");
        }
        if (given.timedOut && thrown.kind() != Failure.Kind.TIMEOUT) {
            return Failure.of(Failure.Kind.TIMEOUT, overdue(given, position));
        }
        return thrown;
    }

    private String overdue(Given given, int position) {
        return "Task " + given.task.name(position) + " ("
                + given.task.assignment.spec().name()
                + ") was interrupted on " + shop.self.name() + " when it exceeded its time-out of "
                + given.task.assignment.spec().timeoutNanos() / 1_000_000 + " ms for one attempt";
    }

    // ---- emptied, cut

    void emptied(WorkerEvent.Emptied event) {
        TaskThread thread = shop.threads.get(event.thread());
        if (thread == null || thread.dead) {
            return;
        }
        Given given = thread.given.peekFirst();
        if (given == null || !given.is(event.run())) {
            lateEmptied(thread, event.run());
            return;
        }
        thread.leave(given);
        leave(given);
        if (given.started) {
            stop(given);
        }
        if (given.cuts == 0) {
            shop.spare(given);
        }
        Given next = thread.given.peekFirst();
        if (next != null && thread.blocked.isEmpty()) {
            placement.start(next);
        } else if (next == null) {
            uncovered(thread);
            shop.threads.rest(thread, shop.now);
        }
    }

    /** The thread is through with a run of which everything had been taken back while the thread waited. */
    private void lateEmptied(TaskThread thread, Execution run) {
        for (Given given : thread.leaving) {
            if (given.is(run) && !given.emptied) {
                given.emptied = true;
                settle(given);
                return;
            }
        }
        throw shop.story.illegal(
                run.session(),
                run.assignment().first() + run.from(),
                "Thread " + thread.number + " says that run " + run.number() + " is empty, which it does not have");
    }

    /** The thread is through with a run; a cut may be on its way still, which says what becomes of the rest. */
    private void leave(Given given) {
        given.emptied = true;
        if (given.cuts > 0) {
            given.thread.leaving.add(given);
        } else {
            mustBeDone(given);
        }
    }

    private void mustBeDone(Given given) {
        if (given.done < given.end) {
            throw shop.illegal(
                    given.task,
                    given.done,
                    "Thread " + given.thread.number + " says that run " + given.run.number() + " is empty, but "
                            + given.done + " to " + given.end + " were neither reported nor taken back");
        }
    }

    /** A run gives back its slots and resources. */
    void stop(Given given) {
        WorkerTask task = given.task;
        if (given.running) {
            shop.threads.giveBack(task.threads);
            task.session.turn.stop(task.threads, given.since);
        }
        shop.resources.giveBack(task.resources);
        unclock(given);
        given.started = false;
        given.running = false;
    }

    /** What waits on the thread is on top again: an interrupt that was due for it can reach it. */
    private void uncovered(TaskThread thread) {
        Given waiting = thread.waiting();
        if (waiting != null && waiting.interruptDue) {
            waiting.interruptDue = false;
            shop.out().interrupt(thread.number, waiting.run, waiting.done, waiting.timedOut);
        }
    }

    void cut(WorkerEvent.Cut event) {
        TaskThread thread = shop.threads.get(event.thread());
        if (thread == null || thread.dead) {
            return;
        }
        Given given = thread.find(event.run());
        if (given == null || given.cuts == 0 || event.end() < given.done) {
            throw shop.story.illegal(
                    event.run().session(),
                    event.run().assignment().first() + event.end(),
                    "Thread " + event.thread() + " answers a cut of run "
                            + event.run().number() + " at " + event.end()
                            + (given == null
                                    ? ", which it does not have"
                                    : ", of which " + given.done + " are reported"));
        }
        given.answered(event.end());
        int end = Math.min(event.end(), given.end);
        takenBack(given, end, given.end);
        given.end = end;
        interruptStarted(given);
        settle(given);
    }

    /** The run is gone if everything of it was taken back or reported, and the thread is past it or waits. */
    void settle(Given given) {
        TaskThread thread = given.thread;
        if (given.emptied) {
            if (given.cuts == 0) {
                mustBeDone(given);
                thread.leaving.remove(given);
            }
            return;
        }
        boolean behindWait = !given.started && !thread.blocked.isEmpty();
        if (behindWait && given.done == given.end && thread.leave(given)) {
            thread.leaving.add(given);
            if (thread.given.isEmpty()) {
                uncovered(thread);
            }
        }
    }

    /** Tasks that the thread will not start: back to the queue, unless they are not wanted any more. */
    void takenBack(Given given, int from, int to) {
        WorkerTask task = given.task;
        int position = from;
        while (position < to) {
            int end = position;
            while (end < to && wanted(given, end)) {
                end++;
            }
            if (end > position) {
                shop.note(task, position, end - position, State.EXECUTING, State.READY, Cause.TAKEN_BACK);
                attempts.queue(task, position, end);
            } else if (given.cancelled(position) && !task.session.lost) {
                Failure failure = attempts.cancelled(task, position, "before it started on");
                attempts.failed(task, position, failure, 0, State.EXECUTING, Cause.CANCELLED);
                end++;
            } else {
                attempts.dropped(task, position, position + 1, State.EXECUTING, Cause.FREED);
                end++;
            }
            position = end;
        }
    }

    /** Cancelled tasks that the thread has claimed already: interrupted if so asked, else left alone. */
    void interruptStarted(Given given) {
        if (!given.marked() || given.cuts > 0) {
            return; // the lowest cut is answered last
        }
        for (int position = given.done; position < given.end; position++) {
            if (given.hard(position)) {
                interrupt(given, position, false);
            } else if (given.cancelled(position)) {
                given.spare(position);
            }
        }
    }

    /** Interrupts the thread if it is at this task, now or as soon as what runs on top of it has ended. */
    void interrupt(Given given, int position, boolean timedOut) {
        TaskThread thread = given.thread;
        given.timedOut |= timedOut;
        boolean waits = given.started && !given.running;
        if (waits && (thread.waiting() != given || thread.current() != null)) {
            given.interruptDue = true;
            return;
        }
        shop.out().interrupt(thread.number, given.run, position, timedOut);
    }

    /** Interrupts attempts whose time is up. */
    void timeOut() {
        if (shop.clocked == 0) {
            return;
        }
        for (int i = 0; i < shop.threads.living().size(); i++) {
            TaskThread thread = shop.threads.living().get(i);
            Given current = thread.current();
            if (current != null) {
                timeOut(current);
            }
            for (int j = 0; j < thread.blocked.size(); j++) {
                timeOut(thread.blocked.get(j));
            }
        }
    }

    private void timeOut(Given given) {
        if (given.deadline == Long.MAX_VALUE) {
            return;
        }
        if (given.deadline - shop.now > 0) {
            shop.wakeAt(given.deadline);
            return;
        }
        unclock(given);
        if (given.done < given.end) {
            interrupt(given, given.done, true);
        }
    }

    private void unclock(Given given) {
        if (given.deadline != Long.MAX_VALUE) {
            given.deadline = Long.MAX_VALUE;
            shop.clocked--;
        }
    }
}
