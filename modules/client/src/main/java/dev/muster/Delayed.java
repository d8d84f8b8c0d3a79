package dev.muster;

import dev.muster.client.TaskFuture;
import dev.muster.client.TaskOptions;
import dev.muster.compute.Computable;
import dev.muster.function.Function0;
import dev.muster.function.Function1;
import dev.muster.function.Function2;
import dev.muster.function.Function3;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One value that is described now and made later: a function, and the delayed values it takes. Immutable, thread-safe.
 *
 * <pre>{@code
 * Delayed<Table> clean = Delayed.of(Job::load).map(Job::clean);
 * Delayed<Model> model = clean.map(Job::fit);
 * Delayed<Double> score = Delayed.combine(Job::score, model, clean);
 * double result = score.compute();                       // loads and cleans once
 * }</pre>
 *
 * <p>Describing runs nothing. {@code compute} runs each function once, however many others take its value, in one
 * computation and also in {@link Muster#compute(Computable, Computable)}; which value is shared is told by the object:
 * calling {@code x.map(f)} twice describes two tasks. What only one other takes is run with it, in one task on one
 * worker. Nothing is remembered between two calls of {@code compute}; that is what {@link #persist} is for.
 *
 * <p>Not meant to be implemented by programs.
 *
 * @param <T> the type of the value
 */
public interface Delayed<T extends @Nullable Object> extends Computable<T> {

    /**
     * What a function returns.
     *
     * @param function called once in each computation
     * @throws IllegalArgumentException if it is null
     */
    static <T extends @Nullable Object> Delayed<T> of(Function0<? extends T> function) {
        return DelayedTask.of(function, new DelayedCalls.Call(Require.given(function, "function")), List.of());
    }

    /**
     * What a function returns for an argument.
     *
     * @param function called once in each computation
     * @param argument may be null; must not be changed afterwards
     * @throws IllegalArgumentException if the function is null
     */
    static <A extends @Nullable Object, T extends @Nullable Object> Delayed<T> of(
            Function1<? super A, ? extends T> function, A argument) {
        Require.given(function, "function");
        return DelayedTask.of(function, new DelayedCalls.CallWith(function, argument), List.of());
    }

    /**
     * A value that is there already, to be combined with others.
     *
     * @param value may be null; must not be changed afterwards
     */
    static <T extends @Nullable Object> Delayed<T> value(T value) {
        return DelayedTask.named("value", new DelayedCalls.Value(value), List.of());
    }

    /**
     * The value of a future. On its own client the value is taken where it is; a computation in this thread or on a pool
     * waits for it.
     *
     * @param future of the client that is to compute; its failure is the computation's
     * @throws IllegalArgumentException if it is null; so does computing on another client
     */
    static <T extends @Nullable Object> Delayed<T> future(TaskFuture<T> future) {
        return DelayedTask.held(Require.given(future, "future"));
    }

    /**
     * The values of several, as one unmodifiable list in their order; it may hold nulls.
     *
     * @param parts may be empty
     * @throws IllegalArgumentException if it, or one of them, is null
     */
    static <T extends @Nullable Object> Delayed<List<T>> all(Collection<? extends Delayed<? extends T>> parts) {
        return DelayedTask.named("all", new DelayedCalls.All(), List.copyOf(Require.each(parts, "parts")));
    }

    /**
     * What a function makes of two values.
     *
     * @throws IllegalArgumentException if one of the three is null
     */
    static <A extends @Nullable Object, B extends @Nullable Object, T extends @Nullable Object> Delayed<T> combine(
            Function2<? super A, ? super B, ? extends T> function, Delayed<? extends A> a, Delayed<? extends B> b) {
        Require.given(function, "function");
        List<Delayed<?>> inputs = List.of(Require.given(a, "a"), Require.given(b, "b"));
        return DelayedTask.of(function, new DelayedCalls.Apply2(function), inputs);
    }

    /**
     * What a function makes of three values.
     *
     * @throws IllegalArgumentException if one of the four is null
     */
    static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    T extends @Nullable Object>
            Delayed<T> combine(
                    Function3<? super A, ? super B, ? super C, ? extends T> function,
                    Delayed<? extends A> a,
                    Delayed<? extends B> b,
                    Delayed<? extends C> c) {
        Require.given(function, "function");
        List<Delayed<?>> inputs = List.of(Require.given(a, "a"), Require.given(b, "b"), Require.given(c, "c"));
        return DelayedTask.of(function, new DelayedCalls.Apply3(function), inputs);
    }

    /**
     * What a function makes of any number of values, which it gets as one unmodifiable list that may hold nulls.
     *
     * @param parts may be empty
     * @throws IllegalArgumentException if the function, the collection or one of the parts is null
     */
    static <A extends @Nullable Object, T extends @Nullable Object> Delayed<T> combine(
            Function1<? super List<A>, ? extends T> function, Collection<? extends Delayed<? extends A>> parts) {
        Require.given(function, "function");
        return DelayedTask.of(
                function, new DelayedCalls.ApplyList(function), List.copyOf(Require.each(parts, "parts")));
    }

    /**
     * What a function makes of this value.
     *
     * @throws IllegalArgumentException if the function is null
     */
    <R extends @Nullable Object> Delayed<R> map(Function1<? super T, ? extends R> function);

    /**
     * The same value, its last function run under these options: a name, retries, needs. They replace those given before
     * and are no other function's; where there are no workers (in this thread, on a pool) only the name and the key count.
     * What is shared is told by the object, so {@code pure} changes nothing.
     *
     * @throws IllegalArgumentException if they are null or ask for tasks to come {@code after} futures; make those
     *     inputs with {@link #future} instead
     */
    Delayed<T> options(TaskOptions options);

    /**
     * Starts the work now, on the default client or else on what the configuration names, and keeps the value where it is
     * made for as long as the returned object is held and the client is open. Does not wait, unless there are no workers.
     *
     * @return the same value, described by a future
     */
    @Override
    Delayed<T> persist();
}
