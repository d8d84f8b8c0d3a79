package dev.muster.client;

import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import dev.muster.function.Action1;
import dev.muster.function.Function1;
import dev.muster.function.Function2;
import dev.muster.protocol.Failure;
import dev.muster.scheduler.Handle;
import dev.muster.scheduler.TaskRef;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A future over one slot of a record. Thread-safe. It is the scheduler's name for its task too, so an input costs no object. */
abstract class RecordFuture<T extends @Nullable Object> extends BaseFuture<T> implements TaskRef {

    private static final long serialVersionUID = 1L;

    abstract TaskRecord record();

    abstract int slot();

    // ---- as the scheduler names it

    @Override
    public final Handle handle() {
        return record();
    }

    @Override
    public final int index() {
        return record().position(slot());
    }

    @Override
    final TaskRef reference(Connection connection) {
        connection.requireOwn(record(), slot());
        if (peek() == Outcome.RELEASED) {
            throw new IllegalArgumentException("future " + key()
                    + " was released: its value is gone and cannot be an input. Release it after the use");
        }
        return this;
    }

    // ---- looking

    @Override
    final @Nullable Object peek() {
        return record().slot(slot());
    }

    @Override
    final boolean register(Signal signal) {
        return record().register(slot(), signal);
    }

    @Override
    final void awaited() {
        record().connection.await(record(), slot(), slot() + 1);
    }

    @Override
    final Executor callbacks() {
        return record().connection.session().completions();
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"
    }) // what the task made, which the compiler checked where it was submitted
    final T read(@Nullable Object outcome) {
        return (T) Reading.value(record(), slot(), outcome);
    }

    @Override
    final @Nullable Throwable thrown(@Nullable Object outcome) {
        return outcome instanceof Outcome.Failed failed && failed.failure.kind() == Failure.Kind.USER
                ? Thrown.cause(failed, record().connection)
                : null;
    }

    @Override
    public final String key() {
        return record().key(slot());
    }

    @Override
    public final String explain() {
        Object outcome = peek();
        if (outcome == Outcome.RELEASED) {
            return "Task " + key() + " was released";
        }
        if (outcome instanceof Outcome.Failed failed) {
            return String.valueOf(Thrown.of(key(), failed, record().connection).getMessage());
        }
        Connection connection = record().connection;
        if (connection.session().closed()) {
            return "Task " + key()
                    + (Outcome.pending(outcome) ? " was cut off when its client was closed" : " has its value");
        }
        String story = connection.insight().explain(this);
        return story.startsWith(key() + " ") ? "Task " + story : "Task " + key() + ": " + story;
    }

    // ---- tasks that take it

    @Override
    public final <R extends @Nullable Object> TaskFuture<R> thenApply(Function1<? super T, ? extends R> function) {
        return derived().apply(function, this);
    }

    @Override
    public final TaskFuture<@Nullable Void> thenAccept(Action1<? super T> action) {
        return derived().accept(action, this);
    }

    @Override
    public final <B extends @Nullable Object, R extends @Nullable Object> TaskFuture<R> thenCombine(
            TaskFuture<? extends B> other, Function2<? super T, ? super B, ? extends R> function) {
        return derived().combine(function, this, other);
    }

    @Override
    public final TaskFuture<T> exceptionally(Function1<? super Throwable, ? extends T> function) {
        return PromiseFuture.recovered(derived(), this, Require.given(function, "function"));
    }

    private View derived() {
        return record().kind.view().derived();
    }

    // ---- stopping

    @Override
    public final void cancel(CancelMode mode) {
        Require.given(mode, "mode");
        if (Outcome.pending(peek())) {
            record().connection.cancel(record(), slot(), slot() + 1, mode);
        }
    }

    @Override
    public final void retry() {
        record().connection.retry(record(), slot());
    }

    @Override
    public final void release() {
        record().connection.release(record(), slot(), slot() + 1);
    }

    /** Travels as the name of its task. */
    final Object writeReplace() {
        return FutureToken.of(this);
    }

    /** Refuses what cannot be read. */
    static ClusterException released(String key) {
        return new ClusterException(
                Code.CLOSED, "Task " + key + " was released: its value is gone. Take the value before release()");
    }
}
