package dev.muster.client;

import dev.muster.node.Outcomes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** The record of one task. Thread-safe; about 64 bytes. */
final class SingleRecord extends TaskRecord {

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(SingleRecord.class, "state", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The number in the key; negative if the key has none. */
    private final long number;

    @SuppressWarnings("unused") // by STATE
    private @Nullable Object state;

    SingleRecord(Connection connection, Kind kind, Object future, long number) {
        super(connection, kind, future);
        this.number = number;
    }

    @Override
    int count() {
        return 1;
    }

    @Override
    String key(int slot) {
        return number < 0 ? kind.label() : kind.label() + '-' + number;
    }

    @Override
    @Nullable
    Object slot(int slot) {
        return STATE.getAcquire(this);
    }

    @Override
    boolean swap(int slot, @Nullable Object expected, @Nullable Object next) {
        return STATE.compareAndSet(this, expected, next);
    }

    @Override
    public void settled(Outcomes outcomes, int from, int to) {
        Object outcome = outcome(outcomes, firstTask());
        over(!Outcome.failed(outcome));
        settle(0, outcome);
    }

    @Override
    public void reopened(int from, int to) {
        if (reopen(0)) {
            connection.reopened(this, 1);
        }
    }
}
