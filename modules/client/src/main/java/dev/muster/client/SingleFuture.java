package dev.muster.client;

import org.jspecify.annotations.Nullable;

/** The future of a task that was submitted alone. Thread-safe; 16 bytes beside its record. */
final class SingleFuture<T extends @Nullable Object> extends RecordFuture<T> {

    private static final long serialVersionUID = 1L;

    private final transient SingleRecord record;

    SingleFuture(Connection connection, Kind kind, long number) {
        this.record = new SingleRecord(connection, kind, this, number);
    }

    @Override
    SingleRecord record() {
        return record;
    }

    @Override
    int slot() {
        return 0;
    }
}
