package dev.muster.client;

import dev.muster.function.Function1;
import dev.muster.function.Function2;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** What both kinds of lists of futures do alike. Thread-safe. */
abstract class AbstractFutures<T extends @Nullable Object> extends AbstractList<TaskFuture<T>>
        implements TaskFutures<T>, RandomAccess, Serializable {

    private static final long serialVersionUID = 1L;

    /** Where tasks made from these are submitted. */
    abstract View derived();

    /** The value of an element that has ended, without making the element. */
    abstract T value(int index);

    @Override
    public final List<T> results() {
        Gathering.all(this, true);
        @Nullable Object[] values = new Object[size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(i);
        }
        return unmodifiable(values);
    }

    @SuppressWarnings("unchecked") // every element came from value()
    private List<T> unmodifiable(@Nullable Object[] values) {
        return (List<T>) Collections.unmodifiableList(Arrays.asList(values));
    }

    @Override
    public final List<T> results(OnError onError) {
        if (Require.given(onError, "onError") == OnError.RAISE) {
            return results();
        }
        return succeeded().results();
    }

    @Override
    public final <R extends @Nullable Object> TaskFutures<R> thenApply(Function1<? super T, ? extends R> function) {
        Require.given(function, "function");
        return isEmpty() ? ListedFutures.of(List.of()) : Derivation.each(derived(), this, function);
    }

    @Override
    public final <R extends @Nullable Object> TaskFuture<R> combine(Function1<? super List<T>, ? extends R> function) {
        return derived().combine(function, this);
    }

    @Override
    public final TaskFuture<T> reduce(Function2<? super T, ? super T, ? extends T> associative) {
        Require.given(associative, "associative");
        if (isEmpty()) {
            throw new IllegalArgumentException("there is nothing to reduce: at least one future is needed");
        }
        return size() == 1 ? get(0) : Derivation.reduced(derived(), this, associative);
    }

    @Override
    public final TaskFutures<T> failed() {
        return ended(false);
    }

    @Override
    public final TaskFutures<T> succeeded() {
        return ended(true);
    }

    private TaskFutures<T> ended(boolean withValue) {
        Gathering.all(this, false);
        List<TaskFuture<T>> chosen = new ArrayList<>();
        for (TaskFuture<T> each : this) {
            if ((each.status() == Status.FINISHED) == withValue) {
                chosen.add(each);
            }
        }
        return ListedFutures.of(chosen);
    }

    @Override
    public final AsCompleted<T> asCompleted() {
        CompletionQueue<T> queue = new CompletionQueue<>();
        queue.addAll(this);
        return queue;
    }

    @Override
    public final void waitForAll() {
        Gathering.all(this, false);
    }

    /** How many there are, for people; the elements would be a million lines. */
    @Override
    public String toString() {
        return "TaskFutures(" + size() + (isEmpty() ? "" : ", first " + get(0)) + ")";
    }
}
