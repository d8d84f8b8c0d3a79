package dev.muster.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A function of three arguments that may throw and can travel.
 *
 * <p>It runs on whatever worker takes it, perhaps more than once (a lost worker, a retry), so an implementation should
 * not rely on the thread or the JVM it was written in. What a lambda captures travels with it. It may
 * block: its thread is interrupted when the task is cancelled.
 *
 * @param <A> what it receives first
 * @param <B> what it receives second
 * @param <C> what it receives third
 * @param <R> what it returns
 */
@FunctionalInterface
public interface Function3<
                A extends @Nullable Object,
                B extends @Nullable Object,
                C extends @Nullable Object,
                R extends @Nullable Object>
        extends Serializable {

    /**
     * Applies the function.
     *
     * @param a the first argument; may be {@code null} if {@code A} allows
     * @param b the second argument; may be {@code null} if {@code B} allows
     * @param c the third argument; may be {@code null} if {@code C} allows
     * @return the value; may be {@code null} if {@code R} allows
     * @throws Exception whatever the user's code throws; it fails the task and comes back as its cause
     */
    R apply(A a, B b, C c) throws Exception;
}
