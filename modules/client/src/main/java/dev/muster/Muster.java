package dev.muster;

import dev.muster.compute.Computable;
import dev.muster.compute.Scheduler;
import dev.muster.function.Pair;
import dev.muster.function.Triple;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes several values in one go, so that parts which they share run once. Stateless.
 *
 * <pre>{@code
 * Pair<Integer, Double> both = Muster.compute(x, y);
 * }</pre>
 *
 * <p>Without a scheduler it runs on the default client if there is one; else on what {@code muster.default-scheduler} names
 * for the kind of collection; else, if the values are of several kinds, on threads of this JVM. All methods wait, and give
 * a task's slot back meanwhile if they are called inside one.
 */
public final class Muster {

    private Muster() {}

    /**
     * Computes one value.
     *
     * @throws dev.muster.error.TaskFailedException if a function threw; the cause is what it threw
     * @throws dev.muster.error.ClusterException if it was cancelled, ran out of time or found no scheduler
     * @throws IllegalArgumentException if it is null or not one of Muster's collections
     */
    public static <T extends @Nullable Object> T compute(Computable<? extends T> x) {
        return Muster.<T>values(one(x), null).get(0);
    }

    /** Computes one value on a scheduler, which comes before the default client and the configuration. */
    public static <T extends @Nullable Object> T compute(Computable<? extends T> x, Scheduler scheduler) {
        return Muster.<T>values(one(x), Require.given(scheduler, "scheduler")).get(0);
    }

    private static <T extends @Nullable Object> List<Computable<? extends T>> one(@Nullable Computable<? extends T> x) {
        return List.of(Require.given(x, "x"));
    }

    /** Computes two values together. */
    public static <A extends @Nullable Object, B extends @Nullable Object> Pair<A, B> compute(
            Computable<? extends A> a, Computable<? extends B> b) {
        return pair(values(two(a, b), null));
    }

    /** Computes two values together on a scheduler. */
    public static <A extends @Nullable Object, B extends @Nullable Object> Pair<A, B> compute(
            Computable<? extends A> a, Computable<? extends B> b, Scheduler scheduler) {
        return pair(values(two(a, b), Require.given(scheduler, "scheduler")));
    }

    private static List<Computable<?>> two(@Nullable Computable<?> a, @Nullable Computable<?> b) {
        return List.of(Require.given(a, "a"), Require.given(b, "b"));
    }

    @SuppressWarnings("unchecked") // in the order of the arguments, whose types the compiler checked
    private static <A extends @Nullable Object, B extends @Nullable Object> Pair<A, B> pair(
            List<@Nullable Object> values) {
        return new Pair<>((A) values.get(0), (B) values.get(1));
    }

    /** Computes three values together. */
    public static <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
            Triple<A, B, C> compute(Computable<? extends A> a, Computable<? extends B> b, Computable<? extends C> c) {
        return triple(values(three(a, b, c), null));
    }

    /** Computes three values together on a scheduler. */
    public static <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
            Triple<A, B, C> compute(
                    Computable<? extends A> a,
                    Computable<? extends B> b,
                    Computable<? extends C> c,
                    Scheduler scheduler) {
        return triple(values(three(a, b, c), Require.given(scheduler, "scheduler")));
    }

    private static List<Computable<?>> three(
            @Nullable Computable<?> a, @Nullable Computable<?> b, @Nullable Computable<?> c) {
        return List.of(Require.given(a, "a"), Require.given(b, "b"), Require.given(c, "c"));
    }

    @SuppressWarnings("unchecked") // in the order of the arguments, whose types the compiler checked
    private static <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
            Triple<A, B, C> triple(List<@Nullable Object> values) {
        return new Triple<>((A) values.get(0), (B) values.get(1), (C) values.get(2));
    }

    /**
     * Computes any number of values together.
     *
     * @param many may be empty
     * @return the values in the same order, unmodifiable; it may hold nulls
     * @throws IllegalArgumentException if the collection or one of them is null
     */
    public static <T extends @Nullable Object> List<T> computeAll(Collection<? extends Computable<? extends T>> many) {
        return values(Require.each(many, "many"), null);
    }

    /** Computes any number of values together on a scheduler. */
    public static <T extends @Nullable Object> List<T> computeAll(
            Collection<? extends Computable<? extends T>> many, Scheduler scheduler) {
        return values(Require.each(many, "many"), Require.given(scheduler, "scheduler"));
    }

    @SuppressWarnings("unchecked") // a computable makes values of its type
    private static <T extends @Nullable Object> List<T> values(
            Collection<? extends Computable<?>> many, @Nullable Scheduler scheduler) {
        if (many.isEmpty()) {
            return List.of();
        }
        Runner runner = scheduler == null ? Runners.byDefault(many) : Runners.of(scheduler);
        return (List<T>) Collections.unmodifiableList(runner.values(many));
    }
}
