package dev.muster.node;

import dev.muster.codec.Codec;
import dev.muster.data.DataClient;
import dev.muster.data.ResultStore;
import dev.muster.task.TaskValues;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * What a worker's shell works with. Immutable.
 *
 * @param store its results
 * @param data fetches from other workers
 * @param disk where blocking disk work runs
 * @param codec encodes nested submissions
 * @param leaseNanos how long a vanished client's results are kept
 * @param valuesOf makes what turns messages' objects into values and back
 */
record WorkerParts(
        ResultStore store,
        DataClient data,
        Executor disk,
        Codec codec,
        long leaseNanos,
        Function<WorkerShell, TaskValues> valuesOf) {
    TaskValues values(WorkerShell shell) {
        return valuesOf.apply(shell);
    }
}
