package dev.muster.scheduler;

import dev.muster.protocol.Kept;
import dev.muster.protocol.TaskIds;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Work on runs of consecutive tasks, within one page each, as loops over columns: what makes a map cost nanoseconds a task. Owned by the
 * scheduler's loop.
 */
final class TaskRuns {
    private final TaskTable tasks;

    TaskRuns(TaskTable tasks) {
        this.tasks = tasks;
    }

    /** How many tasks from {@code id} on, in its page and at most so many, are this attempt at this worker. */
    int given(long id, int most, int attempt, int worker) {
        TaskPage page = tasks.pageOrNull(TaskIds.slot(id));
        if (page == null) {
            return 0;
        }
        int from = TaskIds.slot(id) & TaskPage.MASK;
        int end = Math.min(TaskPage.SIZE, from + most);
        int generation = TaskIds.generation(id);
        byte[] states = page.state;
        int[] generations = page.generation;
        int[] attempts = page.attempt;
        int[] workers = page.worker;
        byte processing = State.PROCESSING.code;
        int at = from;
        while (at < end
                && states[at] == processing
                && workers[at] == worker
                && attempts[at] == attempt
                && generations[at] == generation) {
            at++;
        }
        return at - from;
    }

    /** How many tasks from {@code id} on, in its page and at most so many, are in this state. */
    int in(State state, long id, int most) {
        TaskPage page = tasks.pageOrNull(TaskIds.slot(id));
        if (page == null) {
            return 0;
        }
        int from = TaskIds.slot(id) & TaskPage.MASK;
        int end = Math.min(TaskPage.SIZE, from + most);
        int generation = TaskIds.generation(id);
        int at = from;
        while (at < end && page.state[at] == state.code && page.generation[at] == generation) {
            at++;
        }
        return at - from;
    }

    /** How many tasks from {@code id} on are queued as the first is: the same attempt, exclusive or not as asked. */
    int alike(long id, int most, boolean exclusive) {
        int queued = in(State.QUEUED, id, most);
        if (queued == 0) {
            return 0;
        }
        TaskPage page = page(TaskIds.slot(id));
        int from = TaskIds.slot(id) & TaskPage.MASK;
        int end = from + queued;
        int attempt = page.attempt[from];
        byte wanted = exclusive ? TaskTable.EXCLUSIVE : 0;
        int at = from;
        while (at < end && page.attempt[at] == attempt && (page.flags[at] & TaskTable.EXCLUSIVE) == wanted) {
            at++;
        }
        return at - from;
    }

    /** How many tasks from {@code slot} on are held by the client, have no waiter and nothing special about them. */
    int plain(int slot, int most) {
        TaskPage page = page(slot);
        int from = slot & TaskPage.MASK;
        int end = Math.min(TaskPage.SIZE, from + most);
        int at = from;
        while (at < end
                && page.flags[at] == TaskTable.HELD
                && page.waiter[at] == 0
                && (page.inputs == null || page.inputs[at] == null)
                && (page.children == null || page.children[at] == null)) {
            at++;
        }
        return at - from;
    }

    /** How many of the plain tasks from {@code slot} on nobody needs but the handle, and no worker has. */
    int releasable(int slot, int most) {
        TaskPage page = page(slot);
        int from = slot & TaskPage.MASK;
        int end = from + plain(slot, most);
        byte state = page.state[from];
        if (state != State.MEMORY.code && state != State.QUEUED.code && state != State.ERRED.code) {
            return 0;
        }
        int at = from;
        while (at < end
                && page.state[at] == state
                && page.users[at] == 0
                && page.missing[at] == 0
                && (page.heirs == null || page.heirs[at] == 0)
                && (page.kept == 0 || !Replicas.kept(page.value[at]))) {
            at++;
        }
        return at - from;
    }

    /** Gives all of them this state. */
    void state(int slot, int count, State state) {
        int from = slot & TaskPage.MASK;
        Arrays.fill(page(slot).state, from, from + count, state.code);
    }

    /** Sets this flag and no other. */
    void flags(int slot, int count, byte flag) {
        int from = slot & TaskPage.MASK;
        Arrays.fill(page(slot).flags, from, from + count, flag);
    }

    /** Notes who has them. */
    void worker(int slot, int count, int worker) {
        int from = slot & TaskPage.MASK;
        Arrays.fill(page(slot).worker, from, from + count, worker);
    }

    /** Stores values that are the client's. */
    void values(int slot, int count, @Nullable Object[] values, int offset) {
        System.arraycopy(values, offset, page(slot).value, slot & TaskPage.MASK, count);
    }

    /** Copies values out, over page borders; a value that is kept elsewhere as {@link Kept}. */
    void read(long first, int count, @Nullable Object[] target, int offset) {
        int slot = TaskIds.slot(first);
        int done = 0;
        while (done < count) {
            int run = TaskTable.inPage(slot + done, count - done);
            TaskPage page = page(slot + done);
            System.arraycopy(page.value, slot + done & TaskPage.MASK, target, offset + done, run);
            if (page.kept > 0) {
                hideReplicas(target, offset + done, run);
            }
            done += run;
        }
    }

    private static void hideReplicas(@Nullable Object[] target, int from, int count) {
        for (int at = from; at < from + count; at++) {
            if (target[at] instanceof Replicas) {
                target[at] = Kept.AT_WORKER;
            }
        }
    }

    private TaskPage page(int slot) {
        TaskPage page = tasks.pageOrNull(slot);
        if (page == null) {
            throw new IllegalStateException("no record in slot " + slot);
        }
        return page;
    }
}
