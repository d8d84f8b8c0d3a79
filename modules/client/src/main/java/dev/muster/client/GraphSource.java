package dev.muster.client;

import dev.muster.compute.Computable;
import dev.muster.graph.Key;
import dev.muster.graph.Task;
import dev.muster.graph.TaskGraph;
import dev.muster.graph.Work;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A computable that can say which tasks make its value: what Muster's own collections implement so that clients can run
 * them. For authors of collections; programs do not call it. Implementations are immutable.
 *
 * <p>A task's options, if any, are {@link TaskOptions}; a task that stands for a future is made by {@link #held}.
 *
 * @param <T> the type of the value
 */
public interface GraphSource<T extends @Nullable Object> extends Computable<T> {

    /** All tasks; may have more than are needed, and none of them has run. Keys are equal where tasks are the same. */
    TaskGraph graph();

    /** The tasks of the graph whose values make this value, at least one. */
    List<Key> wanted();

    /**
     * What makes this value of the wanted tasks' values; null if there is one wanted task, and its value is this value.
     */
    @Nullable
    Work assembly();

    /**
     * A task that stands for a future, for use inside a graph: a client takes the future as an input; whatever runs the
     * task otherwise gets the future's value, waiting for it.
     *
     * @param key the task's key, one for each future
     * @param future the future
     */
    static Task held(Key key, TaskFuture<?> future) {
        FutureLeaf leaf = new FutureLeaf(Require.given(future, "future"));
        // Options of its own keep a leaf out of fused chains.
        return new Task(key, "future", leaf, List.of(), leaf);
    }

    /**
     * Starts a graph and holds the values of its goals where they are made.
     *
     * @param where a client, a view or a scope
     * @param graph whose goals are wanted
     * @return a future for each goal
     */
    static Map<Key, TaskFuture<Object>> submit(Submitter where, TaskGraph graph) {
        return Computation.start(View.of(where), Require.given(graph, "graph"));
    }
}
