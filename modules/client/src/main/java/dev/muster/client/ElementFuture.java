package dev.muster.client;

import org.jspecify.annotations.Nullable;

/** The future of one task of a batch: a view, made on demand, that keeps the whole batch held. Immutable; two of one task are equal. */
final class ElementFuture<T extends @Nullable Object> extends RecordFuture<T> {

    private static final long serialVersionUID = 1L;

    private final transient BatchFutures<T> futures;
    private final int slot;

    ElementFuture(BatchFutures<T> futures, int slot) {
        this.futures = futures;
        this.slot = slot;
    }

    @Override
    BatchRecord record() {
        return futures.record();
    }

    @Override
    int slot() {
        return slot;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ElementFuture<?> element && element.slot == slot && element.record() == record();
    }

    @Override
    public int hashCode() {
        return 31 * System.identityHashCode(record()) + slot;
    }
}
