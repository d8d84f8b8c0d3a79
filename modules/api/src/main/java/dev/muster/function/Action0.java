package dev.muster.function;

import java.io.Serializable;

/**
 * Work without a value: no argument, no result, may throw and can travel.
 *
 * <p>It runs on whatever worker takes it, perhaps more than once (a lost worker, a retry), so an implementation should
 * not rely on the thread or the JVM it was written in. What a lambda captures travels with it. It may
 * block: its thread is interrupted when the task is cancelled.
 */
@FunctionalInterface
public interface Action0 extends Serializable {

    /**
     * Does the work.
     *
     * @throws Exception whatever the user's code throws; it fails the task and comes back as its cause
     */
    void run() throws Exception;
}
