package dev.muster;

import dev.muster.client.GraphSource;
import dev.muster.error.ClusterException;
import dev.muster.error.TaskFailedException;
import dev.muster.graph.IndexedGraph;
import dev.muster.graph.Task;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One task of a graph, run by a thread of this JVM. Stateless. */
final class LocalTask {

    private LocalTask() {}

    /**
     * Runs it.
     *
     * @param where who ran it, for the message
     * @throws ClusterException TASK_FAILED with what the function threw as cause; what a future's value could not be had
     *     for; INTERRUPTED, with the flag set again, if the thread was interrupted
     */
    static @Nullable Object run(IndexedGraph graph, int position, @Nullable Object[] inputs, String where) {
        Task task = graph.task(position);
        try {
            return task.work().run(inputs);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ClusterException(
                    ClusterException.Code.INTERRUPTED,
                    "Interrupted in task " + task.key() + " (" + where + "); the interrupt flag is set again",
                    interrupted);
        } catch (Throwable thrown) {
            if (thrown instanceof ClusterException failed && GraphSource.heldBy(task) != null) {
                // The future's own failure, which names its task already.
                throw failed;
            }
            trim(thrown);
            throw new TaskFailedException(
                    "Task " + task.key() + " failed in " + where + ": " + thrown,
                    task.key().toString(),
                    where,
                    1,
                    thrown);
        }
    }

    /** Cuts the frames below this class: they are the caller's, which the exception around has too. */
    private static void trim(Throwable thrown) {
        StackTraceElement[] frames = thrown.getStackTrace();
        for (int i = 0; i < frames.length; i++) {
            if (frames[i].getClassName().equals(LocalTask.class.getName())) {
                thrown.setStackTrace(Arrays.copyOf(frames, i + 1));
                return;
            }
        }
    }
}
