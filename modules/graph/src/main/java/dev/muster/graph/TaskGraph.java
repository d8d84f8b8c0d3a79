package dev.muster.graph;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.stream.IntStream;

/**
 * Tasks, the links between them and the tasks whose results are wanted. Immutable, so any thread may use it.
 *
 * <p>A graph is complete and free of cycles: {@link Builder#build()} refuses anything else. The usual way from here to a
 * scheduler is {@link #indexed()}.
 *
 * <pre>{@code
 * Key load = new Key("load", 0), clean = new Key("clean", 0);
 * TaskGraph graph = TaskGraph.builder()
 *         .add(new Task(load, "load", in -> readText(), List.of()))
 *         .add(new Task(clean, "clean", in -> ((String) in[0]).strip(), List.of(load)))
 *         .goal(clean)
 *         .build();
 * }</pre>
 */
public final class TaskGraph {

    private static final int MOST_FAULTS_SHOWN = 5;

    private final KeyIndex index;
    private final Edges inputs;
    private final Edges dependants;
    private final int[] topological;
    private final int[] goals;

    private TaskGraph(KeyIndex index, Edges inputs, int[] goals) {
        this.index = index;
        this.inputs = inputs;
        this.dependants = inputs.reversed();
        this.topological = Cycles.sortedOrThrow(index, inputs, dependants);
        this.goals = goals.length > 0 ? goals : sinks();
    }

    /** Returns a builder of a graph, empty at first. */
    public static Builder builder() {
        return new Builder();
    }

    /** The number of tasks. */
    public int size() {
        return index.size();
    }

    /** The tasks in the order in which they were added; an unmodifiable view. */
    public List<Task> tasks() {
        return new TaskList(index);
    }

    /** The task with this key, if the graph has it. */
    public Optional<Task> task(Key key) {
        int position = index.find(key);
        return position == KeyIndex.ABSENT ? Optional.empty() : Optional.of(index.task(position));
    }

    /** The position in {@link #tasks()} of the task with this key, or -1 if the graph has no such task. */
    public int positionOf(Key key) {
        return index.find(key);
    }

    /** The keys of the tasks whose results are wanted, each once, in the order in which they were named. */
    public List<Key> goals() {
        return Arrays.stream(goals).mapToObj(goal -> index.task(goal).key()).toList();
    }

    /** Returns this graph without the tasks that no goal needs; itself if there are none. */
    public TaskGraph cull() {
        return culledTo(goals);
    }

    /**
     * Returns the part of this graph that the given goals need. Those goals become the goals of the result.
     *
     * @throws IllegalArgumentException if there is no goal or the graph lacks one of them
     */
    public TaskGraph cull(Collection<Key> goals) {
        if (goals.isEmpty()) {
            throw new IllegalArgumentException("goals is empty; name at least one task whose result is wanted");
        }
        return culledTo(goalPositions(index, goals));
    }

    /**
     * Returns this graph with every linear chain as one task, which saves the scheduler and the workers a round each; or
     * itself if there is no chain.
     *
     * <p>A task joins its dependant if it has no other dependant, the dependant has no other input, both have equal
     * options and the task is no goal. The joined task keeps the last key and the last options, takes the inputs of the
     * first, and has a name that tells what was joined, such as {@code load·clean}. Its work runs the links in turn and
     * stops between two of them if its thread is interrupted.
     */
    public TaskGraph fuse() {
        return ChainFusion.of(this);
    }

    /**
     * Returns a static order of execution: the element at index <i>p</i> is the position in {@link #tasks()} of the task
     * that comes <i>p</i>-th. Every task comes after its inputs. Small goals are finished first and results are consumed
     * soon after they are made; a scheduler that always starts the ready task that comes first keeps few results alive.
     */
    public int[] order() {
        return DepthFirstOrder.of(this);
    }

    /** Returns the form for schedulers: culled, with chains fused, and in the order of {@link #order()}. */
    public IndexedGraph indexed() {
        return indexed(Fusion.CHAINS);
    }

    /** Returns the form for schedulers: culled, with chains fused if asked for, and in the order of {@link #order()}. */
    public IndexedGraph indexed(Fusion fusion) {
        TaskGraph culled = cull();
        return new IndexedGraph(fusion == Fusion.CHAINS ? culled.fuse() : culled);
    }

    /** How many tasks and goals there are. */
    @Override
    public String toString() {
        return "TaskGraph(tasks=%d, goals=%d)".formatted(size(), goals.length);
    }

    KeyIndex index() {
        return index;
    }

    /** From a task to its inputs, in the order in which it takes them and as often. */
    Edges inputs() {
        return inputs;
    }

    /** From a task to the tasks that take its result, each once. */
    Edges dependants() {
        return dependants;
    }

    /** All positions, every task after its inputs. Not to be changed. */
    int[] topological() {
        return topological;
    }

    /** The positions of the goals, each once. Not to be changed. */
    int[] goalPositions() {
        return goals;
    }

    private int[] sinks() {
        return IntStream.range(0, size())
                .filter(task -> dependants.count(task) == 0)
                .toArray();
    }

    private TaskGraph culledTo(int[] wanted) {
        boolean[] needed = new boolean[size()];
        int found = 0;
        IntStack open = new IntStack();
        Arrays.stream(wanted).forEach(open::push);
        while (!open.isEmpty()) {
            int task = open.pop();
            if (needed[task]) {
                continue;
            }
            needed[task] = true;
            found++;
            for (int slot = inputs.start(task); slot < inputs.end(task); slot++) {
                open.push(inputs.target(slot));
            }
        }
        if (found == size() && Arrays.equals(wanted, goals)) {
            return this;
        }
        return partOf(needed, wanted);
    }

    private TaskGraph partOf(boolean[] needed, int[] wanted) {
        Builder part = builder();
        for (int task = 0; task < size(); task++) {
            if (needed[task]) {
                part.add(index.task(task));
            }
        }
        for (int goal : wanted) {
            part.goal(index.task(goal).key());
        }
        return part.build();
    }

    private static int[] goalPositions(KeyIndex index, Collection<Key> goals) {
        for (Key goal : goals) {
            if (index.find(goal) == KeyIndex.ABSENT) {
                throw new IllegalArgumentException(
                        "goal %s is not in the graph, which holds %d tasks; add its task or correct the key"
                                .formatted(goal, index.size()));
            }
        }
        return goals.stream().mapToInt(index::find).distinct().toArray();
    }

    private static final class TaskList extends AbstractList<Task> implements RandomAccess {
        private final KeyIndex index;

        TaskList(KeyIndex index) {
            this.index = index;
        }

        @Override
        public Task get(int position) {
            return index.task(Objects.checkIndex(position, index.size()));
        }

        @Override
        public int size() {
            return index.size();
        }
    }

    /** Collects the tasks of a graph, in any order. Not thread-safe. May build several graphs, each larger. */
    public static final class Builder {

        private final KeyIndex index = new KeyIndex();
        private final List<Key> goals = new ArrayList<>();

        private Builder() {}

        /**
         * Adds a task. Adding an equal task again changes nothing, so graphs that share tasks can be put together.
         *
         * @throws IllegalArgumentException if another task has the same key
         */
        public Builder add(Task task) {
            int position = index.find(task.key());
            if (position == KeyIndex.ABSENT) {
                index.append(task);
                return this;
            }
            Task present = index.task(position);
            if (!present.equals(task)) {
                throw new IllegalArgumentException(
                        "key %s is taken twice, by [%s] and by [%s]; give each task a key of its own"
                                .formatted(task.key(), present, task));
            }
            return this;
        }

        /** Adds tasks, each as {@link #add(Task)} does. */
        public Builder addAll(Iterable<Task> tasks) {
            tasks.forEach(this::add);
            return this;
        }

        /** Tells whether a task of this key was added. */
        public boolean contains(Key key) {
            return index.find(key) != KeyIndex.ABSENT;
        }

        /** Names a task whose result is wanted; naming it again changes nothing. */
        public Builder goal(Key goal) {
            goals.add(goal);
            return this;
        }

        /** Names tasks whose results are wanted. */
        public Builder goals(Collection<Key> goals) {
            this.goals.addAll(goals);
            return this;
        }

        /**
         * Returns the graph of the tasks added so far. If no goal was named, every task without a dependant is one.
         *
         * @throws IllegalArgumentException if a task takes an input that was not added, if a goal was not added, or if
         *     the tasks form a cycle, which the message prints
         */
        public TaskGraph build() {
            KeyIndex fixed = index.copy();
            return new TaskGraph(fixed, resolved(fixed), TaskGraph.goalPositions(fixed, goals));
        }

        private static Edges resolved(KeyIndex index) {
            int[] starts = new int[index.size() + 1];
            for (int task = 0; task < index.size(); task++) {
                starts[task + 1] = starts[task] + index.task(task).inputs().size();
            }
            int[] targets = new int[starts[index.size()]];
            boolean complete = true;
            for (int task = 0; task < index.size(); task++) {
                int slot = starts[task];
                for (Key input : index.task(task).inputs()) {
                    targets[slot] = index.find(input);
                    complete &= targets[slot++] != KeyIndex.ABSENT;
                }
            }
            if (!complete) {
                throw new IllegalArgumentException(unknownInputs(index));
            }
            return new Edges(starts, targets);
        }

        private static String unknownInputs(KeyIndex index) {
            List<String> faults = new ArrayList<>();
            int more = 0;
            for (int task = 0; task < index.size(); task++) {
                for (Key input : index.task(task).inputs()) {
                    if (index.find(input) != KeyIndex.ABSENT) {
                        continue;
                    }
                    if (faults.size() < MOST_FAULTS_SHOWN) {
                        faults.add("%s takes %s".formatted(index.task(task).key(), input));
                    } else {
                        more++;
                    }
                }
            }
            return "inputs are not in the graph, which holds %d tasks: %s%s; add their tasks or correct the keys"
                    .formatted(
                            index.size(), String.join(", ", faults), more == 0 ? "" : " and %d more".formatted(more));
        }
    }
}
