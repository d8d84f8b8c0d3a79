package dev.muster.client;

import org.jspecify.annotations.Nullable;

/** Somebody who wants to hear of every range of a batch that ends. {@link #settled} runs under a loop: it only sets state and unparks. */
abstract class BatchObserver {

    /** The one registered before; owned by the batch. */
    @Nullable
    BatchObserver next;

    /** The tasks of these slots have ended; some of them perhaps earlier. */
    abstract void settled(BatchRecord record, int from, int to);

    /** Whether nobody listens any more, so that it may be dropped. */
    boolean givenUp() {
        return false;
    }
}
