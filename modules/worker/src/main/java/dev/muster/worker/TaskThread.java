package dev.muster.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The machine's view of one task thread. Owned by the worker's loop. It has a stack of runs that wait for nested work, and on top of
 * them the run it is at with those behind it.
 */
final class TaskThread {
    final int number;
    /** The run it is at (started), then those behind it. After a wait began, only what is being taken back. */
    final ArrayDeque<Given> given = new ArrayDeque<>(4);
    /** Runs that wait, the latest last. */
    final List<Given> blocked = new ArrayList<>(0);
    /** Runs it is through with, whose cut was not answered yet. */
    final List<Given> leaving = new ArrayList<>(0);
    /** How long the runs it has should take, in nanoseconds, as was expected when they were given. */
    private double planned;
    /** It was written off. */
    boolean dead;
    /** Since when it has had nothing to do. */
    long idleSince;

    TaskThread(int number) {
        this.number = number;
    }

    /** Is given a run behind those it has. */
    void append(Given run) {
        run.planned = run.expected();
        planned += run.planned;
        given.addLast(run);
    }

    /** Is at a run again that it had left to wait. */
    void comeBack(Given run) {
        planned += run.planned;
        given.addFirst(run);
    }

    /** Has a run no longer; false if it had it not. */
    boolean leave(Given run) {
        if (given.peekFirst() == run) {
            given.pollFirst();
        } else if (!given.remove(run)) {
            return false;
        }
        planned = given.isEmpty() ? 0 : planned - run.planned;
        return true;
    }

    double planned() {
        return planned;
    }

    /** It has nothing at all. */
    boolean idle() {
        return given.isEmpty() && blocked.isEmpty() && !dead;
    }

    /** It waits for nested work, and could run some of it meanwhile. */
    boolean helpful() {
        Given waiting = waiting();
        return waiting != null && given.isEmpty() && !waiting.timed && !waiting.woken;
    }

    /** Its latest wait is over, and nothing runs or waits on top: it wants its slots back. */
    boolean wantsBack() {
        Given waiting = waiting();
        return waiting != null && waiting.woken && given.isEmpty();
    }

    /** How many of its waits are over. */
    int wokenWaits() {
        int woken = 0;
        for (int i = 0; i < blocked.size(); i++) {
            woken += blocked.get(i).woken ? 1 : 0;
        }
        return woken;
    }

    /** The run it is at, or null. */
    @Nullable
    Given current() {
        Given front = given.peekFirst();
        return front != null && front.started ? front : null;
    }

    /** The latest run that waits, or null. */
    @Nullable
    Given waiting() {
        return blocked.isEmpty() ? null : blocked.get(blocked.size() - 1);
    }

    /** What the machine knows of this run of its, or null. */
    @Nullable
    Given find(Execution run) {
        for (Given candidate : given) {
            if (candidate.is(run)) {
                return candidate;
            }
        }
        return search(blocked, run, search(leaving, run, null));
    }

    private static @Nullable Given search(List<Given> among, Execution run, @Nullable Given otherwise) {
        for (int i = 0; i < among.size(); i++) {
            if (among.get(i).is(run)) {
                return among.get(i);
            }
        }
        return otherwise;
    }

    /** Adds its runs of this assignment. */
    void collect(WorkerTask task, List<Given> target) {
        for (Given candidate : given) {
            if (candidate.task == task) {
                target.add(candidate);
            }
        }
        for (int i = 0; i < blocked.size(); i++) {
            if (blocked.get(i).task == task) {
                target.add(blocked.get(i));
            }
        }
        for (int i = 0; i < leaving.size(); i++) {
            if (leaving.get(i).task == task) {
                target.add(leaving.get(i));
            }
        }
    }
}
