package dev.muster.client;

import dev.muster.compute.Computable;
import dev.muster.graph.Key;
import dev.muster.graph.Task;
import dev.muster.graph.TaskGraph;
import dev.muster.graph.Work;
import java.nio.file.Path;
import java.util.Collection;
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

    /** The kind of collection, as {@code muster.default-scheduler} spells it: array, bag, dataframe or delayed. */
    String kind();

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
     * Adds this value's tasks to a graph that may have some of them, being those of other values too.
     *
     * @param graph is added to; a task that it has is the same task
     */
    default void addTo(TaskGraph.Builder graph) {
        graph.addAll(graph().tasks());
    }

    @Override
    default void visualize(Path dotOrSvg) {
        GraphFile.write(graph(), Require.given(dotOrSvg, "dotOrSvg"));
    }

    /**
     * The graph of several values, in which parts that they share stand once.
     *
     * @throws IllegalArgumentException if one of them is null or no source of a graph
     */
    static Merged merge(Collection<? extends Computable<?>> many) {
        return GraphTasks.merge(Require.given(many, "many"));
    }

    /**
     * Several values as one graph. Immutable.
     *
     * @param graph its goals are those values
     * @param goals the key of each value, in their order; a key may come twice
     */
    record Merged(TaskGraph graph, List<Key> goals) {
        /** Copies the goals. */
        public Merged {
            goals = List.copyOf(goals);
        }
    }

    /**
     * A task with a key that no other has, called what the options say or else what a client would call it.
     *
     * @param function a user's function, or the name of a task of the collection's own
     * @param work what the task does
     * @param inputs whose values the work takes
     * @param options may name the task, or give its exact key
     * @throws IllegalArgumentException if the options ask for futures to come first
     */
    static Task task(Object function, Work work, List<Key> inputs, TaskOptions options) {
        return GraphTasks.task(function, work, inputs, options);
    }

    /** The future that a task made by {@link #held} stands for; null if the task is another one. */
    static @Nullable TaskFuture<?> heldBy(Task task) {
        return task.work() instanceof FutureLeaf leaf ? leaf.future() : null;
    }

    /** As {@link #held(Key, TaskFuture)}, with a key that no other task has. */
    static Task held(TaskFuture<?> future) {
        return held(GraphTasks.key("future"), future);
    }

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
