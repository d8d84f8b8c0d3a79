package dev.muster.scheduler;

import dev.muster.protocol.Failure;

/**
 * When may a task run? Links tasks to the inputs they miss, and queues those that miss none. Owned by the scheduler's loop.
 *
 * <p>A task stands in the list of waiters of each input that had not ended when it was linked. An input whose value is lost later does not
 * look for its dependants: whoever is about to give out a task {@link #check}s that its inputs are there, and links it anew if not.
 */
final class Readiness {
    private final Ledger ledger;
    private final TaskTable tasks;

    Readiness(Ledger ledger) {
        this.ledger = ledger;
        tasks = ledger.tasks;
    }

    /** Notes a task's inputs, which it holds from now on. */
    void depend(int slot, int[] links) {
        tasks.inputs(slot, links);
        for (int input : links) {
            tasks.addUsers(input, 1);
        }
    }

    /** Links a waiting task that stands in no list to the inputs it misses; queues it if there are none. */
    void start(int slot) {
        int[] links = tasks.inputs(slot);
        if (links != null) {
            int failed = link(slot, links);
            if (failed >= 0) {
                ledger.failing.inputFailed(slot, failed);
                return;
            }
        }
        if (tasks.missing(slot) == 0) {
            inputsThere(slot, Cause.INPUTS_THERE);
        } else {
            ledger.runAhead.arrived(slot);
        }
    }

    /** Links to every input without a value; an input that has failed, or -1. */
    private int link(int slot, int[] links) {
        for (int input : links) {
            if (tasks.state(input) == State.ERRED) {
                return input;
            }
        }
        for (int input : links) {
            State state = tasks.state(input);
            if (state != State.MEMORY) {
                tasks.link(input, slot);
                if (state == State.RELEASED) {
                    ledger.lineage.need(input);
                }
            }
        }
        return -1;
    }

    /** A task that came back to WAITING goes on: to the queue, or to wait for what is missing. */
    void resume(int slot) {
        if (tasks.missing(slot) == 0) {
            start(slot);
        }
    }

    /** The task has a value: those that wait for it miss one less. */
    void ended(int slot) {
        int only = tasks.onlyWaiter(slot);
        int[] many = tasks.manyWaiters(slot);
        tasks.clearWaiters(slot);
        if (only >= 0) {
            oneLess(only);
        } else if (many != null) {
            for (int at = 1; at <= many[0]; at++) {
                oneLess(many[at]);
            }
        }
    }

    private void oneLess(int waiter) {
        if (!tasks.unlinked(waiter)) {
            return;
        }
        State state = tasks.state(waiter);
        if (state == State.WAITING && !tasks.is(waiter, TaskTable.DELAYED)) {
            inputsThere(waiter, Cause.INPUTS_THERE);
        } else if (state == State.PROCESSING) {
            ledger.giving.inputsThere(waiter);
        }
    }

    private void inputsThere(int slot, Cause cause) {
        Submission submission = tasks.submission(slot);
        if (submission instanceof Submission.Gate gate) {
            open(slot, gate);
        } else if (!(submission instanceof MapTasks map) || map.ready(slot - map.slot())) {
            queue(slot, cause);
        }
    }

    /** A waiting task may run. */
    void queue(int slot, Cause cause) {
        ledger.move(slot, State.QUEUED, cause);
        Lane lane = ledger.lanes.of(slot);
        lane.ready.add(slot, 1);
        if (!lane.plain) {
            ledger.deadlocks.queued(lane, slot, 1);
        }
        if (lane.ready.crowded(lane.queued)) {
            lane.ready.compact();
        }
    }

    // ---- maps

    private void open(int slot, Submission.Gate gate) {
        MapTasks map = gate.map;
        map.open = true;
        map.gate = 0;
        ledger.release.forget(slot, Cause.INPUTS_THERE);
        queueRows(map, 0, map.arrived());
    }

    /** Rows {@code from} to {@code to} of a map are there: their tasks may run. */
    void queueRows(MapTasks map, int from, int to) {
        long first = map.handle.firstTask();
        int position = from;
        while (position < to) {
            int run = ledger.runs.in(State.WAITING, first + position, to - position);
            if (run == 0) {
                position++; // cancelled or let go meanwhile
                continue;
            }
            int slot = map.slot() + position;
            ledger.moveRun(slot, run, State.WAITING, State.QUEUED, Cause.ARGUMENTS_ARRIVED);
            Lane lane = ledger.lanes.of(slot);
            lane.ready.add(slot, run);
            if (!lane.plain) {
                ledger.deadlocks.queued(lane, slot, run);
            }
            position += run;
        }
    }

    /** The map will never begin: what it comes after has failed. */
    void neverOpen(MapTasks map, Failure failure) {
        long first = map.handle.firstTask();
        map.gate = 0;
        map.broken = true;
        for (int position = 0; position < map.count; position++) {
            int slot = tasks.find(first + position);
            if (slot >= 0 && tasks.state(slot) == State.WAITING) {
                ledger.failing.fail(slot, failure, Cause.INPUT_FAILED);
            }
        }
    }

    // ---- before a task is given out

    /** Whether a queued task's inputs are all there; if not it is linked anew, or fails. */
    boolean check(int slot) {
        int[] links = tasks.inputs(slot);
        if (links == null) {
            return true;
        }
        boolean there = true;
        for (int input : links) {
            there &= tasks.state(input) == State.MEMORY;
        }
        if (!there) {
            ledger.move(slot, State.WAITING, Cause.VALUE_LOST);
            start(slot);
        }
        return there;
    }
}
