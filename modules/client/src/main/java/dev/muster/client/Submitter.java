package dev.muster.client;

import dev.muster.compute.Computable;
import dev.muster.function.Action0;
import dev.muster.function.Action1;
import dev.muster.function.Function0;
import dev.muster.function.Function1;
import dev.muster.function.Function2;
import dev.muster.function.Function3;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where work is submitted: a client, a view of it under other options, or a scope. Implementations are thread-safe, and
 * Muster's own.
 *
 * <p>Submitting does not wait for the work, only for room: while more than {@code muster.client.max-pending} tasks are
 * unfinished it waits, or fails if so configured. Arguments are values; futures become inputs through {@code combine}, or
 * when a lambda captures them. Arguments and values may be null, functions and collections may not.
 *
 * <p>Every method throws {@link IllegalArgumentException} for a null function, option or collection, for a future of
 * another client, and for an exact key that is held with other work; and {@link dev.muster.error.ClusterException} of code
 * CLOSED after the client was closed, UNSERIALIZABLE if the work has to travel and cannot, INTERRUPTED if the caller was
 * interrupted while it waited for room.
 */
public interface Submitter {

    /**
     * Submits a function.
     *
     * @return the future of what it returns
     */
    <R extends @Nullable Object> TaskFuture<R> submit(Function0<? extends R> function);

    /** Submits a function of one value. */
    <A extends @Nullable Object, R extends @Nullable Object> TaskFuture<R> submit(
            Function1<? super A, ? extends R> function, A argument);

    /** Submits a function of two values. */
    <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> TaskFuture<R> submit(
            Function2<? super A, ? super B, ? extends R> function, A first, B second);

    /** Submits a function of three values. */
    <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, R extends @Nullable Object>
            TaskFuture<R> submit(
                    Function3<? super A, ? super B, ? super C, ? extends R> function, A first, B second, C third);

    /**
     * Submits an action, which has no value.
     *
     * @return a future that ends with null
     */
    TaskFuture<@Nullable Void> run(Action0 action);

    /** Submits an action for each input. */
    <A extends @Nullable Object> TaskFutures<@Nullable Void> runEach(
            Action1<? super A> action, Iterable<? extends A> inputs);

    /**
     * Submits a function for each input. The inputs are read to their end before this returns.
     *
     * @return the futures in the order of the inputs
     */
    <A extends @Nullable Object, R extends @Nullable Object> TaskFutures<R> map(
            Function1<? super A, ? extends R> function, Iterable<? extends A> inputs);

    /** Submits a function for each element of a stream, which is consumed. */
    <A extends @Nullable Object, R extends @Nullable Object> TaskFutures<R> map(
            Function1<? super A, ? extends R> function, Stream<? extends A> inputs);

    /**
     * Submits a function for each pair of inputs that stand at the same place.
     *
     * @throws IllegalArgumentException also if there are not equally many
     */
    <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> TaskFutures<R> map(
            Function2<? super A, ? super B, ? extends R> function,
            Iterable<? extends A> first,
            Iterable<? extends B> second);

    /**
     * Submits a function for each three inputs that stand at the same place.
     *
     * @throws IllegalArgumentException also if there are not equally many
     */
    <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, R extends @Nullable Object>
            TaskFutures<R> map(
                    Function3<? super A, ? super B, ? super C, ? extends R> function,
                    Iterable<? extends A> first,
                    Iterable<? extends B> second,
                    Iterable<? extends C> third);

    /**
     * Applies a function to each input and hands out the values in the order of the inputs. Works on a bounded window: the
     * inputs are read as the values are taken, so there may be more of them than fit in memory.
     *
     * @return a sequential stream of one use; closing it early cancels what is under way; a failure is thrown by the
     *     operation that would have handed out the value
     */
    <A extends @Nullable Object, R extends @Nullable Object> Stream<R> stream(
            Function1<? super A, ? extends R> function, Iterable<? extends A> inputs);

    /** Submits a function of the values of two futures. Starts when both are there. */
    <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> TaskFuture<R> combine(
            Function2<? super A, ? super B, ? extends R> function,
            TaskFuture<? extends A> a,
            TaskFuture<? extends B> b);

    /** Submits a function of the values of three futures. */
    <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, R extends @Nullable Object>
            TaskFuture<R> combine(
                    Function3<? super A, ? super B, ? super C, ? extends R> function,
                    TaskFuture<? extends A> a,
                    TaskFuture<? extends B> b,
                    TaskFuture<? extends C> c);

    /** Submits a function of the list of the values of any number of futures; the list may hold nulls. */
    <A extends @Nullable Object, R extends @Nullable Object> TaskFuture<R> combine(
            Function1<? super List<A>, ? extends R> function, Collection<? extends TaskFuture<? extends A>> inputs);

    /**
     * Starts a described computation.
     *
     * @return the future of its value
     */
    <T extends @Nullable Object> TaskFuture<T> compute(Computable<? extends T> computable);

    /**
     * Starts several described computations together: parts that they share run once.
     *
     * @return the futures of their values, in order
     */
    <T extends @Nullable Object> TaskFutures<T> computeAll(Collection<? extends Computable<? extends T>> many);

    /** A view that submits under these options laid over its own. */
    Submitter withOptions(TaskOptions options);

    /** A view that submits under what this makes of its options. */
    Submitter withOptions(UnaryOperator<TaskOptions> change);

    /** A scope under the same options: all that is submitted through it is released when it is closed. */
    Scope scope();
}
