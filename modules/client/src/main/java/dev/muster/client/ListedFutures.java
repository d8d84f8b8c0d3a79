package dev.muster.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Any futures, as a list. Immutable. */
final class ListedFutures<T extends @Nullable Object> extends AbstractFutures<T> {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // an ArrayList
    private final List<BaseFuture<T>> futures;

    private ListedFutures(List<BaseFuture<T>> futures) {
        this.futures = futures;
    }

    @SuppressWarnings("unchecked") // a future gives what it holds
    static <T extends @Nullable Object> TaskFutures<T> of(Collection<? extends TaskFuture<? extends T>> futures) {
        if (Require.given(futures, "futures") instanceof AbstractFutures<?>) {
            return (TaskFutures<T>) futures;
        }
        List<BaseFuture<T>> all = new ArrayList<>(futures.size());
        for (TaskFuture<? extends T> future : futures) {
            all.add(BaseFuture.of(future, "futures"));
        }
        return new ListedFutures<>(all);
    }

    @Override
    public TaskFuture<T> get(int index) {
        return futures.get(index);
    }

    @Override
    public int size() {
        return futures.size();
    }

    @Override
    View derived() {
        for (BaseFuture<T> future : futures) {
            if (future instanceof RecordFuture<?> held) {
                return held.record().kind.view().derived();
            }
        }
        return Client.current().plainView();
    }

    @Override
    T value(int index) {
        BaseFuture<T> future = futures.get(index);
        return future.read(future.peek());
    }

    @Override
    public void cancel() {
        futures.forEach(TaskFuture::cancel);
    }

    @Override
    public void release() {
        futures.forEach(TaskFuture::release);
    }
}
