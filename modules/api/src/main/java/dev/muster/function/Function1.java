package dev.muster.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A function of one argument that may throw and can travel.
 *
 * <p>It runs on whatever worker takes it, perhaps more than once (a lost worker, a retry), so an implementation should
 * not rely on the thread or the JVM it was written in. What a lambda captures travels with it. It may
 * block: its thread is interrupted when the task is cancelled.
 *
 * @param <A> what it receives
 * @param <R> what it returns
 */
@FunctionalInterface
public interface Function1<A extends @Nullable Object, R extends @Nullable Object> extends Serializable {

    /**
     * Applies the function.
     *
     * @param a the argument; may be {@code null} if {@code A} allows
     * @return the value; may be {@code null} if {@code R} allows
     * @throws Exception whatever the user's code throws; it fails the task and comes back as its cause
     */
    R apply(A a) throws Exception;
}
