package dev.muster.client;

import dev.muster.node.Outcomes;
import dev.muster.node.SettledHandle;
import dev.muster.protocol.Failure;
import dev.muster.scheduler.SchedulerEvent;
import java.lang.ref.WeakReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the scheduler knows of a submission's futures: a slot for each task's outcome. Thread-safe.
 *
 * <p>The scheduler holds the record, the user holds the future, the future holds the record, and the record refers to the
 * future weakly: it <em>is</em> the weak reference, so that a future lost to the collector costs no object more to notice
 * it. {@link #settled} and {@link #reopened} are called under the loop, everything else by any thread.
 */
abstract class TaskRecord extends WeakReference<Object> implements SettledHandle {

    final Connection connection;
    final Kind kind;
    /**
     * What was submitted: kept while it may be wanted for another attempt here, dropped under the loop once all is well. Read
     * after the outcome only.
     */
    @Nullable
    Object origin;

    /** What travels with it; null where nothing is encoded. */
    @Nullable
    Freight freight;

    private volatile long firstTask;

    TaskRecord(Connection connection, Kind kind, Object future) {
        super(future, connection.lostHandles());
        this.connection = connection;
        this.kind = kind;
    }

    /** How many tasks have slots. */
    abstract int count();

    /** The task's text key. */
    abstract String key(int slot);

    /** Where in its submission the slot's task stands. */
    int position(int slot) {
        return slot;
    }

    @Override
    public @Nullable String name(int index) {
        return keyOf(firstTask + index);
    }

    /** The slot of a task, or -1 if it has none here. */
    int slotOf(long task) {
        long position = task - firstTask;
        return position >= 0 && position < count() ? (int) position : -1;
    }

    /** The key of a task of this submission, or null if it has none here. */
    final @Nullable String keyOf(long task) {
        int slot = slotOf(task);
        return slot < 0 ? null : key(slot);
    }

    /** The name of the kind of a task of this submission. */
    final String nameOf(long task) {
        long position = task - firstTask;
        return origin instanceof SchedulerEvent.GraphSubmitted graph && position < graph.specs().length
                ? graph.specs()[(int) position].name()
                : kind.spec().name();
    }

    /** How many tasks the submission has, with and without slots. */
    final int tasks() {
        return origin instanceof SchedulerEvent.GraphSubmitted graph ? graph.specs().length : count();
    }

    /** What the slot holds. */
    abstract @Nullable Object slot(int slot);

    /** Puts something into the slot if it still holds what was expected. */
    abstract boolean swap(int slot, @Nullable Object expected, @Nullable Object next);

    /** Tells the settling loop that slots are no longer only its own. A no-op where swapping is all there is. */
    void watch() {}

    @Override
    public final void bind(long first) {
        firstTask = first;
        connection.bound(this, first);
    }

    @Override
    public final long firstTask() {
        return firstTask;
    }

    /** Registers for the task's end; false if it has ended already. */
    final boolean register(int slot, Signal signal) {
        watch();
        while (true) {
            Object current = slot(slot);
            if (!Outcome.pending(current)) {
                return false;
            }
            Signal head = (Signal) current;
            while (head != null && head.givenUp()) {
                head = head.next;
            }
            signal.next = head;
            if (swap(slot, current, signal)) {
                return true;
            }
        }
    }

    /**
     * Puts the outcome into a pending slot, has it counted as ended, and then tells whoever waits, who may look at the count; false if the
     * slot was not pending.
     */
    final boolean settle(int slot, Object outcome) {
        while (true) {
            Object current = slot(slot);
            if (!Outcome.pending(current)) {
                return false;
            }
            if (swap(slot, current, outcome)) {
                connection.ended(this, slot, slot + 1, 1, Outcome.failed(outcome) ? 1 : 0);
                tell((Signal) current);
                return true;
            }
        }
    }

    /** Tells a chain in the order of registration. */
    private static void tell(@Nullable Signal newest) {
        Signal oldest = null;
        while (newest != null) {
            Signal next = newest.next;
            newest.next = oldest;
            oldest = newest;
            newest = next;
        }
        while (oldest != null) {
            Signal next = oldest.next;
            oldest.next = null;
            oldest.settled();
            oldest = next;
        }
    }

    /** Encoded bytes of one task that wait with it. */
    final int bytesEach() {
        return freight == null ? 0 : freight.bytesEach();
    }

    /** Nothing of it runs any more: what it carried may go, and so may what was submitted if all is well. */
    final void over(boolean well) {
        if (well) {
            origin = null;
        }
        if (freight != null && !freight.carried().isEmpty()) {
            FutureToken.forget(freight.carried());
            freight = new Freight(List.of(), freight.bytesEach());
        }
    }

    /** Reads how one task ended, under the loop. */
    final Object outcome(Outcomes outcomes, long task) {
        Failure failure = outcomes.failure(task);
        return failure == null
                ? Outcome.of(outcomes.value(task))
                : new Outcome.Failed(failure, outcomes.attempts(task), outcomes.worker(task));
    }

    /** Makes an ended slot pending again; false if it was pending or released. */
    final boolean reopen(int slot) {
        watch();
        while (true) {
            Object current = slot(slot);
            if (Outcome.pending(current) || current == Outcome.RELEASED) {
                return false;
            }
            if (swap(slot, current, null)) {
                return true;
            }
        }
    }

    /** Lets go of one slot; answers what it held. */
    final @Nullable Object forget(int slot) {
        while (true) {
            Object current = slot(slot);
            if (current == Outcome.RELEASED || swap(slot, current, Outcome.RELEASED)) {
                if (current instanceof Signal waiting) {
                    tell(waiting);
                }
                return current;
            }
        }
    }
}
