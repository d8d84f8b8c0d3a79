package dev.muster.client;

import dev.muster.scheduler.TaskRef;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The futures of tasks that were submitted as one: a view over their record. Thread-safe. */
final class BatchFutures<T extends @Nullable Object> extends AbstractFutures<T> {

    private static final long serialVersionUID = 1L;

    private final transient BatchRecord record;

    BatchFutures(Connection connection, Kind kind, long firstNumber, int count, int @Nullable [] positions) {
        this.record = new BatchRecord(connection, kind, this, firstNumber, count, positions);
    }

    BatchRecord record() {
        return record;
    }

    /** The elements as the scheduler names them. */
    @SuppressWarnings("unchecked") // every element is an ElementFuture, which is one
    List<? extends TaskRef> references() {
        return (List<? extends TaskRef>) (List<?>) this;
    }

    @Override
    public TaskFuture<T> get(int index) {
        return new ElementFuture<>(this, Objects.checkIndex(index, record.count()));
    }

    @Override
    public int size() {
        return record.count();
    }

    @Override
    View derived() {
        return record.kind.view().derived();
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"
    }) // what the task made, which the compiler checked where it was submitted
    T value(int index) {
        return (T) Reading.value(record, index, record.slot(index));
    }

    @Override
    public void cancel() {
        if (record.remaining() > 0) {
            record.connection.cancel(record, 0, record.count(), CancelMode.INTERRUPT);
        }
    }

    @Override
    public void release() {
        record.connection.release(record, 0, record.count());
    }

    /** Travels as the name of its tasks. */
    private Object writeReplace() {
        return FutureToken.of(this);
    }
}
