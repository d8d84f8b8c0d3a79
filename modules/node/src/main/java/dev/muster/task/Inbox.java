package dev.muster.task;

import java.util.Queue;
import org.jctools.queues.varhandle.SpscUnboundedVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Runs on their way to a thread. The loop puts them in, the thread takes them out; both never wait. It has no limit of its own: the machine
 * gives few runs ahead, but those it took back again stay here until the thread comes by and finds nothing in them.
 */
final class Inbox {
    private final Queue<Slot> runs = new SpscUnboundedVarHandleArrayQueue<>(64);

    /** Adds a run. Under the loop. */
    void put(Slot slot) {
        runs.add(slot);
    }

    /** Takes the oldest run; null if there is none. By the thread. */
    @Nullable
    Slot poll() {
        return runs.poll();
    }

    /** Whether there is a run. By the thread. */
    boolean filled() {
        return runs.peek() != null;
    }
}
