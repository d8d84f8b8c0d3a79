package dev.muster.client;

import dev.muster.error.TaskCancelledException;
import dev.muster.error.TaskFailedException;
import dev.muster.function.Action1;
import dev.muster.function.Function1;
import dev.muster.function.Function2;
import dev.muster.protocol.Failure;
import dev.muster.scheduler.TaskRef;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A future without a task: it was given its value, or its failure. Immutable. Tasks that take it are the default client's. */
final class SettledFuture<T extends @Nullable Object> extends BaseFuture<T> {

    private static final long serialVersionUID = 1L;
    static final String KEY = "given";

    @SuppressWarnings("serial") // travels if it can, which the codec says
    private final @Nullable Object value;

    private final @Nullable Throwable failure;

    SettledFuture(@Nullable Object value, @Nullable Throwable failure) {
        this.value = value;
        this.failure = failure;
    }

    @Override
    @Nullable
    Object peek() {
        return failure == null
                ? Outcome.of(value)
                : new Outcome.Failed(
                        Failure.of(
                                failure instanceof TaskCancelledException ? Failure.Kind.CANCELLED : Failure.Kind.USER,
                                failure.toString()),
                        1,
                        "");
    }

    @Override
    boolean register(Signal signal) {
        return false;
    }

    @Override
    void awaited() {}

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // given as T
    T read(@Nullable Object outcome) {
        if (failure instanceof TaskCancelledException cancelled) {
            throw new TaskCancelledException(String.valueOf(cancelled.getMessage()), KEY, cancelled);
        }
        if (failure != null) {
            throw new TaskFailedException("Future " + KEY + " failed: " + failure, KEY, "", 1, failure);
        }
        return (T) value;
    }

    @Override
    @Nullable
    Throwable thrown(@Nullable Object outcome) {
        return failure;
    }

    /** Its value becomes one of the client's. */
    @Override
    @SuppressWarnings("NullAway") // the value may be null if T may
    TaskRef reference(Connection connection) {
        View view = connection.client().view();
        TaskFuture<?> given =
                failure == null ? Scattering.one(view, value, false) : view.work(new Calls.Fail(failure), List.of());
        return (TaskRef) given;
    }

    @Override
    Executor callbacks() {
        return Client.current().connection().session().completions();
    }

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public String explain() {
        return failure == null ? "Its value was given to it" : "Its failure was given to it: " + failure;
    }

    @Override
    public <R extends @Nullable Object> TaskFuture<R> thenApply(Function1<? super T, ? extends R> function) {
        return Client.current().view().apply(function, this);
    }

    @Override
    public TaskFuture<@Nullable Void> thenAccept(Action1<? super T> action) {
        return Client.current().view().accept(action, this);
    }

    @Override
    public <B extends @Nullable Object, R extends @Nullable Object> TaskFuture<R> thenCombine(
            TaskFuture<? extends B> other, Function2<? super T, ? super B, ? extends R> function) {
        return Client.current().view().combine(function, this, other);
    }

    @Override
    public TaskFuture<T> exceptionally(Function1<? super Throwable, ? extends T> function) {
        Require.given(function, "function");
        return failure == null ? this : Client.current().view().work(new Calls.Recover(function, failure), List.of());
    }

    @Override
    public void cancel(CancelMode mode) {
        Require.given(mode, "mode");
    }

    @Override
    public void retry() {}

    @Override
    public void release() {}
}
