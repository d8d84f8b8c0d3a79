package dev.muster.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A value to be made on a worker: a function of no arguments that may throw and can travel.
 *
 * <p>It runs on whatever worker takes it, perhaps more than once (a lost worker, a retry), so an implementation should
 * not rely on the thread or the JVM it was written in. What a lambda captures travels with it. It may
 * block: its thread is interrupted when the task is cancelled.
 *
 * @param <R> what it returns
 */
@FunctionalInterface
public interface Function0<R extends @Nullable Object> extends Serializable {

    /**
     * Makes the value.
     *
     * @return the value; may be {@code null} if {@code R} allows
     * @throws Exception whatever the user's code throws; it fails the task and comes back as its cause
     */
    R call() throws Exception;
}
