package dev.muster.graph;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a task does. Implementations are immutable or at least never changed by running them: one instance may run in
 * several threads at a time and, after a loss, more than once.
 */
@FunctionalInterface
public interface Work extends Serializable {

    /**
     * Computes the task's result. Called by a task thread of a worker; may block.
     *
     * @param inputs the results of the task's inputs in the order in which the task names them, an input named twice
     *     given twice; results may be null. The array is the work's to keep; the values are shared and must not be
     *     changed
     * @return the result, which may be null and must not be changed afterwards
     * @throws Exception whatever the work throws; it becomes the task's failure
     */
    @Nullable
    Object run(@Nullable Object[] inputs) throws Exception;
}
