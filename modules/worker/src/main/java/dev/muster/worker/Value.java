package dev.muster.worker;

import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A result that is stored here, or an input that is awaited here: of this very worker's making (WAITING), to be fetched (FETCH), on
 * its way (FLIGHT), or here (MEMORY). Owned by the worker's loop.
 */
final class Value {
    final long task;
    final int attempt;
    State state;
    /** Made here; else fetched. */
    boolean own;
    /** The scheduler knows that it is here. */
    boolean reported;
    /** Nobody wants it any more, but attempts here still use it. */
    boolean freed;

    long size;
    /** What goes into the inputs of those that use it: the value itself, or Kept if the shell stored it. */
    @Nullable
    Object content;
    /** Attempts that wait for it. */
    final List<WorkerTask> dependants = new ArrayList<>(1);
    /** Attempts that use it: those that wait for it, and those that have it and have not ended. */
    int users;
    /** Who has it and was not asked yet. */
    final List<Peer> holders = new ArrayList<>(0);
    /** Who was asked and has not answered. */
    final List<Peer> asked = new ArrayList<>(0);
    /** Who did not have it. */
    final List<Message.Missing.Lost> lost = new ArrayList<>(0);
    /** The same task's value by another attempt. */
    @Nullable
    Value other;

    Value(long task, int attempt, State state) {
        this.task = task;
        this.attempt = attempt;
        this.state = state;
    }

    boolean here() {
        return state == State.MEMORY;
    }
}
