package dev.muster.task;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Runs on their way to a thread. The loop puts them in, the thread takes them out; both never wait. */
final class Inbox {
    /** More than the machine gives one thread, and room for what it gives before it hears that one was emptied. */
    private static final int SIZE = 128;

    private final AtomicReferenceArray<@Nullable Slot> ring = new AtomicReferenceArray<>(SIZE);

    /** Under the loop. */
    private int tail;

    /** By the thread. */
    private int head;

    /** Adds a run. Under the loop. */
    void put(Slot slot) {
        int at = tail++ & SIZE - 1;
        if (ring.get(at) != null) {
            throw new IllegalStateException(
                    "the machine gave one thread more than " + SIZE + " runs, the last being " + slot);
        }
        ring.set(at, slot);
    }

    /** Takes the oldest run; null if there is none. By the thread. */
    @Nullable
    Slot poll() {
        int at = head & SIZE - 1;
        Slot slot = ring.get(at);
        if (slot != null) {
            ring.set(at, null);
            head++;
        }
        return slot;
    }

    /** Whether there is a run. By the thread. */
    boolean filled() {
        return ring.get(head & SIZE - 1) != null;
    }
}
