package dev.muster.scheduler;

import java.util.Arrays;

/**
 * Lets go of what nobody wants. Owned by the scheduler's loop.
 *
 * <p>A task is wanted while its handle is held, while a dependant has yet to use it, or while it runs though nobody waits for it (its
 * handle was lost to the collector). A value of the client's is also wanted while a kept value may have to be computed again from it;
 * of a value kept at workers only the record stays then, RELEASED, since the value can be computed again itself, unless it may run at
 * most once.
 */
final class Release {
    private final Ledger ledger;
    private final TaskTable tasks;
    private final IntStack doubtful = new IntStack();
    private boolean checking;

    Release(Ledger ledger) {
        this.ledger = ledger;
        tasks = ledger.tasks;
    }

    // ---- the client lets go

    void released(SchedulerEvent.Released event) {
        long first = event.handle().firstTask();
        int position = event.from();
        while (first != 0 && position < event.to()) {
            int slot = tasks.find(first + position);
            position += slot < 0 ? 1 : released(slot, event.to() - position, event.cancelUnfinished());
        }
    }

    /** Lets go of the handle's hold on some tasks from {@code slot} on; how many they were. */
    private int released(int slot, int most, boolean cancel) {
        Submission submission = tasks.submission(slot);
        boolean plainly = submission instanceof Submission.Supplied supplied && supplied.plain();
        if (most > 1 && (submission instanceof MapTasks || plainly)) {
            State state = tasks.state(slot);
            int run = cancel || !state.pending() ? ledger.runs.releasable(slot, most) : 0;
            if (run > 0) {
                forgetRun(submission, slot, run, state);
                return run;
            }
        }
        releaseOne(slot, cancel);
        return 1;
    }

    /** The handle does not hold this task any more. */
    void releaseOne(int slot, boolean cancel) {
        if (!tasks.is(slot, TaskTable.HELD)) {
            return;
        }
        tasks.clear(slot, TaskTable.HELD);
        if (!cancel && tasks.state(slot).pending()) {
            tasks.set(slot, TaskTable.ORPHAN);
        }
        check(slot);
    }

    private void forgetRun(Submission submission, int slot, int count, State state) {
        if (state != State.MEMORY && submission instanceof MapTasks map) {
            map.unneeded(slot - map.slot(), count);
        }
        if (state == State.MEMORY) {
            ledger.inline.remove(slot, count);
        }
        ledger.moveRun(slot, count, state, State.FORGOTTEN, Cause.LET_GO);
        tasks.forgetRun(slot, count);
    }

    // ---- a task has used its inputs

    /** The task has its value: it needs its inputs no more, but for computing it again if it is kept at a worker. */
    void inputsUsed(int slot, boolean kept) {
        int[] links = tasks.inputs(slot);
        if (links == null) {
            return;
        }
        int inputs = tasks.submission(slot).inputCount(links.length);
        for (int at = 0; at < links.length; at++) {
            tasks.addUsers(links[at], -1);
            if (kept && at < inputs) {
                tasks.addHeirs(links[at], 1);
            }
        }
        if (!kept || inputs == 0) {
            tasks.inputs(slot, null);
        } else if (inputs < links.length) {
            tasks.inputs(slot, Arrays.copyOf(links, inputs));
        }
        for (int input : links) {
            check(input);
        }
    }

    // ---- whoever is not wanted goes

    private boolean wanted(int slot, State state) {
        if (tasks.is(slot, TaskTable.HELD) || tasks.users(slot) > 0) {
            return true;
        }
        return switch (state) {
            case WAITING, QUEUED, PROCESSING -> tasks.is(slot, TaskTable.ORPHAN);
            case MEMORY ->
                tasks.heirs(slot) > 0
                        && (!Replicas.kept(tasks.value(slot))
                                || ledger.spec(slot).atMostOnce());
            case RELEASED, ERRED -> tasks.heirs(slot) > 0;
            case FORGOTTEN -> false;
        };
    }

    /** Lets go of the task if nobody wants it, and then of what only it wanted. */
    void check(int slot) {
        doubtful.push(slot);
        if (checking) {
            return;
        }
        checking = true;
        while (!doubtful.isEmpty()) {
            int one = doubtful.pop();
            // A slot may have been recycled while its number waited here: whoever is in it now is judged like anyone.
            if (tasks.used(one)) {
                State state = tasks.state(one);
                if (state != State.FORGOTTEN && !wanted(one, state)) {
                    letGo(one, state);
                }
            }
        }
        checking = false;
    }

    private void letGo(int slot, State state) {
        if (state == State.PROCESSING) {
            ledger.nesting.stopChildren(slot);
            ledger.stopping.stop(slot, true);
        } else if (state == State.MEMORY) {
            ledger.lineage.freeEverywhere(slot);
        }
        if (tasks.heirs(slot) > 0) {
            backToReleased(slot, state);
        } else {
            forget(slot, Cause.LET_GO);
        }
    }

    /** Only the record stays, for the sake of those that were computed from its value. */
    private void backToReleased(int slot, State state) {
        unlinkWaiters(slot); // such as one that was given out ahead of it and whose end was told first
        ledger.move(slot, State.RELEASED, Cause.LET_GO);
        tasks.value(slot, null);
        tasks.worker(slot, 0);
        tasks.clear(slot, (byte) (TaskTable.VALUE_LOST | TaskTable.DELAYED | TaskTable.EXCLUSIVE));
        if (state == State.MEMORY) {
            tasks.attempt(slot, tasks.attempt(slot) + 1);
            return;
        }
        // It was to be computed again and had taken hold of its inputs for that.
        tasks.attempt(slot, tasks.attempt(slot) + 1);
        int[] links = tasks.inputs(slot);
        for (int at = 0; links != null && at < links.length; at++) {
            tasks.unlink(links[at], slot);
            tasks.addUsers(links[at], -1);
            tasks.addHeirs(links[at], 1);
            check(links[at]);
        }
    }

    /** Ends the record of a task that nobody wants. */
    void forget(int slot, Cause cause) {
        State state = tasks.state(slot);
        Submission submission = tasks.submission(slot);
        boolean owned = state == State.MEMORY && !Replicas.kept(tasks.value(slot));
        if (owned) {
            ledger.inline.remove(slot);
        } else if (submission instanceof MapTasks map) {
            map.unneeded(slot - map.slot(), 1);
        }
        unlinkWaiters(slot);
        ledger.troubleOver(slot);
        int[] links = tasks.inputs(slot);
        ledger.move(slot, State.FORGOTTEN, cause);
        tasks.forget(slot);
        boolean uses = state.pending() || state == State.ERRED;
        for (int at = 0; links != null && at < links.length; at++) {
            if (uses) {
                tasks.addUsers(links[at], -1);
            } else {
                tasks.addHeirs(links[at], -1);
            }
        }
        for (int at = 0; links != null && at < links.length; at++) {
            check(links[at]);
        }
    }

    /** Whoever still stands in its list has been given up already. */
    private void unlinkWaiters(int slot) {
        int only = tasks.onlyWaiter(slot);
        int[] many = tasks.manyWaiters(slot);
        tasks.clearWaiters(slot);
        if (only >= 0) {
            tasks.unlinked(only);
        } else if (many != null) {
            for (int at = 1; at <= many[0]; at++) {
                tasks.unlinked(many[at]);
            }
        }
    }
}
