package dev.muster.client;

import dev.muster.function.Function0;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Values of the caller's as the client's own. Stateless. */
final class Scattering {

    /** Stands for the function that scattered values do not have: it names their kind. */
    static final Object VALUE = new Scattered();

    private Scattering() {}

    private static final class Scattered implements Function0<Object> {
        private static final long serialVersionUID = 1L;

        @Override
        public Object call() {
            throw new UnsupportedOperationException("a scattered value has no function");
        }
    }

    static <T extends @Nullable Object> TaskFuture<T> one(View view, T value, boolean broadcast) {
        Connection connection = view.connection();
        connection.admit(0, Attempt.current());
        Kind kind = view.kind(VALUE);
        SingleFuture<T> future = new SingleFuture<>(connection, kind, kind.next(1));
        Submission.scatter(connection, future.record(), new Object[] {value}, broadcast);
        return view.joined(future);
    }

    static <T extends @Nullable Object> TaskFutures<T> each(View view, Collection<? extends T> values) {
        Connection connection = view.connection();
        connection.admit(0, Attempt.current());
        Kind kind = view.kind(VALUE);
        @Nullable Object[] all = values.toArray();
        long first = kind.next(all.length);
        BatchFutures<T> futures = new BatchFutures<>(connection, kind, first, all.length, null);
        if (all.length > 0) {
            Submission.scatter(connection, futures.record(), all, false);
        }
        return view.joined(futures);
    }
}
