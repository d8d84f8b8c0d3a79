package dev.muster.worker;

import dev.muster.protocol.Rank;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The task threads and the slots. Owned by the worker's loop. A slot is the right to run on one thread; there are as many as the
 * worker has threads. There are more threads than slots while tasks wait for nested work: those keep their thread, not their slot.
 */
final class Threads {
    /** How many slots there are. */
    final int count;

    private final int maxWaiting;
    private int free;
    /** Living threads in the order of their numbers. */
    private final List<TaskThread> living = new ArrayList<>();
    /** Living and dead, by number; null once ended. */
    private final List<@Nullable TaskThread> numbered = new ArrayList<>();
    /** Threads with nothing to do, the latest used first: its caches are warm. May hold some that are not idle any more. */
    private final ArrayDeque<TaskThread> idle = new ArrayDeque<>();
    /** Threads whose task waits no more and wants its slots back, in the order of their waking. */
    final ArrayDeque<TaskThread> woken = new ArrayDeque<>();
    /** Threads on which something waits. */
    private int blocked;

    private int writtenOff;

    Threads(int count, int maxWaiting) {
        this.count = count;
        this.maxWaiting = maxWaiting;
        free = count;
        for (int i = 0; i < count; i++) {
            idle.addLast(hire());
        }
    }

    private TaskThread hire() {
        TaskThread thread = new TaskThread(numbered.size());
        numbered.add(thread);
        living.add(thread);
        return thread;
    }

    /** Slots that nobody holds. */
    int free() {
        return free;
    }

    void take(int slots) {
        free -= slots;
    }

    void giveBack(int slots) {
        free += slots;
    }

    List<TaskThread> living() {
        return living;
    }

    int blocked() {
        return blocked;
    }

    int writtenOff() {
        return writtenOff;
    }

    /** The thread of this number; null if it was ended. */
    @Nullable
    TaskThread get(int number) {
        return number >= 0 && number < numbered.size() ? numbered.get(number) : null;
    }

    /** A thread for a task that was chosen to start: the thread of an ancestor that waits, else an idle one, else a new one. */
    TaskThread choose(WorkerTask task) {
        if (blocked > 0 && task.rank.depth() > 0) {
            TaskThread ancestor = ancestor(task);
            if (ancestor != null) {
                return ancestor;
            }
        }
        TaskThread thread = idle.pollFirst();
        while (thread != null && !thread.idle()) {
            thread = idle.pollFirst();
        }
        return thread == null ? hire() : thread;
    }

    /** The waiting thread whose task is the nearest that this one can descend from. */
    private @Nullable TaskThread ancestor(WorkerTask task) {
        TaskThread nearest = null;
        int depth = -1;
        for (int i = 0; i < living.size(); i++) {
            TaskThread thread = living.get(i);
            Given waiting = thread.helpful() ? thread.waiting() : null;
            if (waiting != null && waiting.task.rank.depth() > depth && descends(task, waiting.task)) {
                nearest = thread;
                depth = waiting.task.rank.depth();
            }
        }
        return nearest;
    }

    private static boolean descends(WorkerTask task, WorkerTask ancestor) {
        Rank child = task.rank;
        Rank parent = ancestor.rank;
        long order = parent.order();
        // A range at depth 0 has an order for each task; the one that waits may be any of them.
        long last = parent.depth() == 0 ? order + ancestor.count - 1 : order;
        return task.session == ancestor.session
                && child.depth() > parent.depth()
                && child.order() >= order
                && child.order() <= last;
    }

    /** Every run that a living thread has of this assignment. */
    List<Given> runs(WorkerTask task) {
        List<Given> runs = new ArrayList<>(2);
        for (int i = 0; i < living.size(); i++) {
            living.get(i).collect(task, runs);
        }
        return runs;
    }

    /** Whether a thread has this task and its result is wanted. */
    boolean wanted(WorkerTask task, int position) {
        for (Given given : runs(task)) {
            if (position >= given.done && position < given.end) {
                return !given.freed(position) && !given.cancelled(position);
            }
        }
        return false;
    }

    /** Whether one more thread may be kept by a task that waits; otherwise its slot could find no thread to run on. */
    boolean mayWait(TaskThread thread) {
        return !thread.blocked.isEmpty() || blocked < maxWaiting;
    }

    /** The thread's run begins to wait. */
    void block(TaskThread thread, Given given) {
        if (thread.blocked.isEmpty()) {
            blocked++;
        }
        thread.blocked.add(given);
    }

    /** The latest wait of the thread is over. */
    void unblock(TaskThread thread) {
        thread.blocked.remove(thread.blocked.size() - 1);
        if (thread.blocked.isEmpty()) {
            blocked--;
        }
    }

    /** The thread may have become idle. */
    void rest(TaskThread thread, long now) {
        if (thread.idle()) {
            thread.idleSince = now;
            idle.addFirst(thread);
        }
    }

    /** The thread is lost to a task that ignores interrupts; another takes its place when one is needed. */
    void writeOff(TaskThread thread) {
        if (!thread.blocked.isEmpty()) {
            blocked--;
        }
        thread.dead = true;
        thread.given.clear();
        thread.blocked.clear();
        thread.leaving.clear();
        living.remove(thread);
        woken.removeIf(each -> each == thread);
        writtenOff++;
    }

    /** How many living threads are more than the slots and the waiting tasks can ever use at once. */
    int surplus() {
        return living.size() - blocked - count;
    }

    /** Takes out the thread that has been idle longest, if it has been so since {@code before}. */
    @Nullable
    TaskThread dismiss(long before) {
        TaskThread oldest = idle.peekLast();
        while (oldest != null && !oldest.idle()) {
            idle.pollLast();
            oldest = idle.peekLast();
        }
        if (oldest == null || oldest.idleSince - before > 0 || !oldest.leaving.isEmpty()) {
            return null;
        }
        idle.pollLast();
        living.remove(oldest);
        numbered.set(oldest.number, null);
        return oldest;
    }

    /** When the thread that has been idle longest became so, or {@code otherwise} if none is idle. */
    long oldestIdle(long otherwise) {
        TaskThread oldest = idle.peekLast();
        return oldest == null ? otherwise : oldest.idleSince;
    }
}
