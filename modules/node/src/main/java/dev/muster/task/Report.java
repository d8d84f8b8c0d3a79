package dev.muster.task;

import dev.muster.loop.LoopEvent;
import dev.muster.worker.WorkerEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a thread has to say about a run: some of its tasks have ended, and perhaps nothing of it is left. Made by the thread, or on its
 * behalf under the loop; a new one each time.
 */
final class Report extends LoopEvent {
    private final TaskThreads threads;
    private final TaskThread thread;
    private final Slot slot;
    private final boolean emptied;
    private final @Nullable WorkerEvent only;
    private final @Nullable List<WorkerEvent> several;

    private Report(
            TaskThread thread,
            Slot slot,
            boolean emptied,
            @Nullable WorkerEvent only,
            @Nullable List<WorkerEvent> several) {
        this.threads = thread.threads;
        this.thread = thread;
        this.slot = slot;
        this.emptied = emptied;
        this.only = only;
        this.several = several;
    }

    /**
     * Reports what has ended since the last report, and notes that it was. By whoever has {@link Slot#beginReport}. Null if there is
     * nothing to say.
     */
    static @Nullable Report of(TaskThread thread, Slot slot, boolean over) {
        boolean emptied = over && !slot.toldEmptied;
        slot.toldEmptied |= over;
        int from = slot.reported;
        int to = slot.ended();
        slot.reported = to;
        if (from == to) {
            return emptied ? new Report(thread, slot, true, null, null) : null;
        }
        if (!slot.anyThrown) {
            return new Report(thread, slot, emptied, ran(thread, slot, from, to), null);
        }
        return new Report(thread, slot, emptied, null, split(thread, slot, from, to));
    }

    private static WorkerEvent ran(TaskThread thread, Slot slot, int from, int to) {
        long sum = 0;
        long slowest = 0;
        for (int i = from; i < to; i++) {
            long nanos = slot.nanos[i];
            sum += nanos;
            slowest = Math.max(slowest, nanos);
        }
        long[] sizes = slot.sizes == null || from == 0 ? slot.sizes : Arrays.copyOfRange(slot.sizes, from, to);
        return new WorkerEvent.Ran(
                thread.number, slot.run, slot.from + from, slot.from + to, slot.values, from, sizes, sum, slowest);
    }

    private static List<WorkerEvent> split(TaskThread thread, Slot slot, int from, int to) {
        List<WorkerEvent> events = new ArrayList<>();
        int good = from;
        for (int i = from; i < to; i++) {
            if (slot.values[i] instanceof Slot.Thrown thrown) {
                if (good < i) {
                    events.add(ran(thread, slot, good, i));
                }
                good = i + 1;
                events.add(
                        new WorkerEvent.Threw(thread.number, slot.run, slot.from + i, thrown.failure(), slot.nanos[i]));
            }
        }
        if (good < to) {
            events.add(ran(thread, slot, good, to));
        }
        return events;
    }

    @Override
    protected void run(long now) {
        if (only != null) {
            threads.tell(only);
        }
        if (several != null) {
            several.forEach(threads::tell);
        }
        if (emptied) {
            threads.emptied(thread, slot);
        }
    }
}
