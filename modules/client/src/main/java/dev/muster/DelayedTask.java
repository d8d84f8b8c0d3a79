package dev.muster;

import dev.muster.client.GraphSource;
import dev.muster.client.TaskFuture;
import dev.muster.client.TaskOptions;
import dev.muster.compute.Scheduler;
import dev.muster.function.Function1;
import dev.muster.graph.Key;
import dev.muster.graph.Task;
import dev.muster.graph.TaskGraph;
import dev.muster.graph.Work;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A delayed value: a task, made when it was described, and those whose values it takes. Immutable.
 *
 * <p>Each has a key of its own, so that equal keys mean the same object, and graphs of values that share parts merge. No
 * method follows inputs by recursion: a description may be as deep as memory allows.
 */
final class DelayedTask<T extends @Nullable Object> implements Delayed<T>, GraphSource<T> {

    private final Task task;
    private final DelayedTask<?>[] inputs;
    /** What the task is named after: a user's function, or a name. */
    private final Object function;

    private DelayedTask(Task task, DelayedTask<?>[] inputs, Object function) {
        this.task = task;
        this.inputs = inputs;
        this.function = function;
    }

    /** A task that is named after its function. */
    static <T extends @Nullable Object> DelayedTask<T> of(
            Object function, Work work, Collection<? extends Delayed<?>> inputs) {
        return new DelayedTask<>(function, work, own(inputs), TaskOptions.defaults());
    }

    /** A task of ours, with a name of ours. */
    static <T extends @Nullable Object> DelayedTask<T> named(
            String name, Work work, Collection<? extends Delayed<?>> inputs) {
        return of(name, work, inputs);
    }

    private DelayedTask(Object function, Work work, DelayedTask<?>[] inputs, TaskOptions options) {
        this(GraphSource.task(function, work, keys(inputs), options), inputs, function);
    }

    static <T extends @Nullable Object> DelayedTask<T> held(TaskFuture<T> future) {
        return new DelayedTask<>(GraphSource.held(future), new DelayedTask<?>[0], "future");
    }

    private static DelayedTask<?>[] own(Collection<? extends Delayed<?>> inputs) {
        DelayedTask<?>[] own = new DelayedTask<?>[inputs.size()];
        int at = 0;
        for (Delayed<?> input : inputs) {
            if (!(input instanceof DelayedTask<?> task)) {
                throw new IllegalArgumentException("input " + at + " is a "
                        + input.getClass().getName() + ": only what Delayed's own methods return can be an input");
            }
            own[at++] = task;
        }
        return own;
    }

    private static List<Key> keys(DelayedTask<?>[] inputs) {
        List<Key> keys = new ArrayList<>(inputs.length);
        for (DelayedTask<?> input : inputs) {
            keys.add(input.task.key());
        }
        return keys;
    }

    // ---- describing

    @Override
    public <R extends @Nullable Object> Delayed<R> map(Function1<? super T, ? extends R> function) {
        Require.given(function, "function");
        return new DelayedTask<>(
                function, new DelayedCalls.Apply1(function), new DelayedTask<?>[] {this}, TaskOptions.defaults());
    }

    @Override
    public Delayed<T> options(TaskOptions options) {
        Require.given(options, "options");
        if (GraphSource.heldBy(task) != null) {
            throw new IllegalArgumentException("options of " + this
                    + ": a value that is a future's runs no function of its own; give them where the future is made");
        }
        return new DelayedTask<>(function, task.work(), inputs, options);
    }

    // ---- running

    @Override
    public T compute() {
        return Muster.compute(this);
    }

    @Override
    public T compute(Scheduler scheduler) {
        return Muster.compute(this, scheduler);
    }

    @Override
    public Delayed<T> persist() {
        return Runners.byDefault(List.of(this)).persist(this);
    }

    // ---- as a graph

    @Override
    public String kind() {
        return "delayed";
    }

    @Override
    public TaskGraph graph() {
        TaskGraph.Builder graph = TaskGraph.builder();
        addTo(graph);
        return graph.goal(task.key()).build();
    }

    @Override
    public void addTo(TaskGraph.Builder graph) {
        Deque<DelayedTask<?>> open = new ArrayDeque<>();
        open.push(this);
        while (!open.isEmpty()) {
            DelayedTask<?> next = open.pop();
            boolean known = graph.contains(next.task.key());
            graph.add(next.task);
            // What is there was put there by a value that shares it, with all that it takes.
            if (!known) {
                for (DelayedTask<?> input : next.inputs) {
                    open.push(input);
                }
            }
        }
    }

    @Override
    public List<Key> wanted() {
        return List.of(task.key());
    }

    @Override
    public @Nullable Work assembly() {
        return null;
    }

    /** Its key, and how many values it takes directly. */
    @Override
    public String toString() {
        return "Delayed(" + task.key() + (inputs.length == 0 ? ")" : " of " + inputs.length + ")");
    }
}
