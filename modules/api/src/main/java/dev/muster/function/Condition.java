package dev.muster.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A question with a yes or a no for an answer, that may throw and can travel.
 *
 * <p>It runs on whatever worker takes it, perhaps more than once (a lost worker, a retry), so an implementation should
 * not rely on the thread or the JVM it was written in. What a lambda captures travels with it. It may
 * block: its thread is interrupted when the task is cancelled.
 *
 * @param <A> what it looks at
 */
@FunctionalInterface
public interface Condition<A extends @Nullable Object> extends Serializable {

    /**
     * Answers for one argument.
     *
     * @param a the argument; may be {@code null} if {@code A} allows
     * @return whether the condition holds for it
     * @throws Exception whatever the user's code throws; it fails the task and comes back as its cause
     */
    boolean test(A a) throws Exception;
}
