package dev.muster.compute;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A value that is described but not yet there; {@code compute} makes it. Implementations are immutable and thread-safe.
 *
 * <p>Building one does no work. Parts that two computables share run once when both are computed together.
 *
 * @param <T> the value that {@code compute} returns
 */
public interface Computable<T extends @Nullable Object> {

    /**
     * Runs the described work and waits for its value. It runs on the default client if there is one, else on the
     * scheduler that {@code muster.default-scheduler} names for this kind of collection.
     *
     * @return the value; may be {@code null} if {@code T} allows
     * @throws dev.muster.error.ClusterException if a task failed, was cancelled or ran out of time, or no scheduler
     *     could be had
     */
    T compute();

    /**
     * Runs the described work on the scheduler given and waits for its value.
     *
     * @param scheduler where to run; it comes before the default client and the configuration
     * @return the value; may be {@code null} if {@code T} allows
     * @throws dev.muster.error.ClusterException if a task failed, was cancelled or ran out of time
     */
    T compute(Scheduler scheduler);

    /**
     * Starts the work now and keeps its parts where they are made. Does not wait.
     *
     * @return the same value, described on top of the parts that are being kept
     */
    Computable<T> persist();

    /**
     * Draws the graph of tasks into a file, without running any of them.
     *
     * @param dotOrSvg the file to write; its ending says in which form, {@code .dot} or {@code .svg}
     * @throws IllegalArgumentException if the ending is neither of the two
     */
    void visualize(Path dotOrSvg);
}
