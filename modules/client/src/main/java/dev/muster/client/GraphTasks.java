package dev.muster.client;

import dev.muster.client.TaskOptions.Choice;
import dev.muster.compute.Computable;
import dev.muster.graph.Key;
import dev.muster.graph.Task;
import dev.muster.graph.TaskGraph;
import dev.muster.graph.Work;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Makes tasks of graphs, and graphs of several values. Thread-safe. */
final class GraphTasks {

    private static final AtomicLong NUMBERS = new AtomicLong();

    private GraphTasks() {}

    /** A key that no other task of this JVM has, unless a program chose it. */
    static Key key(String name) {
        return new Key(name, NUMBERS.getAndIncrement());
    }

    static Task task(Object function, Work work, List<Key> inputs, TaskOptions options) {
        if (!options.<List<TaskFuture<?>>>chosen(Choice.AFTER, List.of()).isEmpty()) {
            throw new IllegalArgumentException(
                    "options ask for tasks to come after futures, which holds for submissions;"
                            + " in a graph make the futures inputs, as Delayed.future does");
        }
        String given = options.chosen(Choice.NAME, "");
        String name = !given.isEmpty()
                ? given
                : function instanceof String own
                        ? own
                        : FunctionShape.of(function).name(function);
        String exact = options.chosen(Choice.KEY, "");
        Key key = exact.isEmpty() ? key(name) : Key.parse(exact);
        return new Task(key, name, work, inputs, options.equals(TaskOptions.defaults()) ? null : options);
    }

    static GraphSource.Merged merge(Collection<? extends Computable<?>> many) {
        TaskGraph.Builder builder = TaskGraph.builder();
        List<Key> goals = new ArrayList<>(many.size());
        for (Computable<?> each : many) {
            GraphSource<?> source = source(each);
            source.addTo(builder);
            goals.add(goal(source, builder, goals.size()));
        }
        return new GraphSource.Merged(builder.goals(goals).build(), goals);
    }

    private static GraphSource<?> source(Computable<?> computable) {
        if (Require.given(computable, "computable") instanceof GraphSource<?> source) {
            return source;
        }
        throw new IllegalArgumentException(
                "computable is a " + computable.getClass().getName()
                        + ", which cannot say which tasks make it: a Delayed, a Bag or another of Muster's collections is needed");
    }

    private static Key goal(GraphSource<?> source, TaskGraph.Builder builder, int number) {
        Work assembly = source.assembly();
        List<Key> wanted = source.wanted();
        if (assembly == null) {
            return wanted.get(0);
        }
        Key key = new Key(wanted.get(0) + "·all", number);
        builder.add(new Task(key, wanted.get(0).prefix() + "·all", assembly, wanted));
        return key;
    }
}
