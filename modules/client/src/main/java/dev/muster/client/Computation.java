package dev.muster.client;

import dev.muster.compute.Computable;
import dev.muster.graph.IndexedGraph;
import dev.muster.graph.Key;
import dev.muster.graph.Task;
import dev.muster.graph.TaskGraph;
import dev.muster.graph.Work;
import dev.muster.protocol.TaskSpec;
import dev.muster.scheduler.TaskRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Turns graphs of collections into a submission. Used by one thread, for one graph. */
final class Computation {

    private final View view;
    private final Connection connection;
    private final IndexedGraph graph;
    /** Where a task of the graph stands: a position in the plan, or -1 - i for element i of {@code outside}. */
    private final int[] places;

    private final List<TaskRef> outside = new ArrayList<>();
    private final Map<TaskSpec, TaskSpec> specs = new HashMap<>();

    private Computation(View view, IndexedGraph graph) {
        this.view = view;
        this.connection = view.connection();
        this.graph = graph;
        this.places = new int[graph.size()];
    }

    /** The values of computables, parts that they share running once. */
    static <T extends @Nullable Object> TaskFutures<T> start(
            View view, Collection<? extends Computable<? extends T>> many) {
        GraphSource.Merged merged = GraphTasks.merge(many);
        if (merged.goals().isEmpty()) {
            return ListedFutures.of(List.of());
        }
        Map<Key, TaskFuture<Object>> futures = start(view, merged.graph());
        return ListedFutures.of(merged.goals().stream()
                .map(goal -> Computation.<T>typed(futures.get(goal)))
                .toList());
    }

    @SuppressWarnings("unchecked") // a source's goal makes the source's value
    private static <T extends @Nullable Object> TaskFuture<T> typed(@Nullable TaskFuture<Object> future) {
        return (TaskFuture<T>) (TaskFuture<?>) Objects.requireNonNull(future, "goal");
    }

    /** The values of a graph's goals. */
    static Map<Key, TaskFuture<Object>> start(View view, TaskGraph graph) {
        return new Computation(view, graph.indexed()).submit();
    }

    private Map<Key, TaskFuture<Object>> submit() {
        List<Task> tasks = new ArrayList<>();
        List<int[]> inputs = new ArrayList<>();
        for (int i = 0; i < graph.size(); i++) {
            Task task = graph.task(i);
            if (task.work() instanceof FutureLeaf leaf) {
                places[i] = -1 - outside.size();
                outside.add(reference(leaf.future()));
            } else {
                places[i] = tasks.size();
                tasks.add(task);
                inputs.add(IntStream.of(graph.inputs(i))
                        .map(input -> places[input])
                        .toArray());
            }
        }
        int[] wanted = IntStream.range(0, graph.goalCount())
                .map(goal -> places[graph.goal(goal)])
                .filter(place -> place >= 0)
                .sorted()
                .toArray();
        TaskFutures<Object> values = wanted.length == 0 ? ListedFutures.of(List.of()) : submit(tasks, inputs, wanted);
        Map<Key, TaskFuture<Object>> byKey = new LinkedHashMap<>();
        for (int goal = 0; goal < graph.goalCount(); goal++) {
            Task task = graph.task(graph.goal(goal));
            int place = places[graph.goal(goal)];
            byKey.put(
                    task.key(),
                    task.work() instanceof FutureLeaf leaf
                            ? typed(future(leaf))
                            : values.get(Arrays.binarySearch(wanted, place)));
        }
        return byKey;
    }

    @SuppressWarnings("unchecked") // a future gives what it holds
    private static TaskFuture<Object> future(FutureLeaf leaf) {
        return (TaskFuture<Object>) leaf.future();
    }

    /** A promise's task is needed here; it is decided once its source has ended. */
    private TaskRef reference(TaskFuture<?> future) {
        BaseFuture<?> base = BaseFuture.of(future, "future");
        TaskRef reference = base.reference(connection);
        if (reference == null) {
            base.ended(Waiting.FOR_EVER);
            reference = base.reference(connection);
        }
        return Objects.requireNonNull(reference, "reference");
    }

    private TaskFutures<Object> submit(List<Task> tasks, List<int[]> inputs, int[] wanted) {
        TaskSpec[] asked = new TaskSpec[tasks.size()];
        Work[] works = new Work[tasks.size()];
        for (int i = 0; i < works.length; i++) {
            asked[i] = spec(tasks.get(i));
            works[i] = new Calls.Enclosed(tasks.get(i).work());
        }
        String[] keys = IntStream.of(wanted)
                .mapToObj(place -> tasks.get(place).key().toString())
                .toArray(String[]::new);
        Task last = tasks.get(wanted[wanted.length - 1]);
        Kind kind = new Kind(view, spec(last), last.name(), view.names().next(last.name()), false);
        GraphPlan plan = new GraphPlan(asked, works, inputs.toArray(new int[0][]), outside, wanted);
        BatchFutures<Object> futures = Submission.graph(connection, kind, kind.next(wanted.length), plan, keys);
        return view.joined(futures);
    }

    /** What a task asks for: its own options laid over the view's. Equal ones are shared. */
    private TaskSpec spec(Task task) {
        TaskOptions options = task.options() instanceof TaskOptions own ? own.over(view.options()) : view.options();
        TaskSpec spec = Kind.spec(options, view.names().number(task.name()), task.name());
        TaskSpec known = specs.putIfAbsent(spec, spec);
        return known == null ? spec : known;
    }
}
