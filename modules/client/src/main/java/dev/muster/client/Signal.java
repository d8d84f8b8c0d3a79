package dev.muster.client;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who wants to hear that one task has ended. Linked into the task's slot while it is pending; told exactly once
 * unless given up before. {@link #settled} runs under a loop: it sets state, unparks or enqueues, and never runs user code.
 */
abstract class Signal {

    /** The one registered before; owned by the slot. */
    @Nullable
    Signal next;

    /** The task has ended. */
    abstract void settled();

    /** Whether nobody waits for it any more, so that it may be dropped. */
    boolean givenUp() {
        return false;
    }
}
