package dev.muster.graph.picture;

import dev.muster.graph.Key;
import dev.muster.graph.Task;
import dev.muster.graph.TaskGraph;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a picture shows, before anything has a place. Immutable.
 *
 * @param caption one line about the whole
 * @param boxes what is drawn, each before the boxes its arrows lead to, unless an arrow is marked as going back
 * @param arrows who feeds whom, each pair of boxes at most once in each direction
 * @param kinds how many tasks there are of each kind, in order of first appearance
 */
record Scene(String caption, List<Box> boxes, List<Arrow> arrows, Map<String, Integer> kinds) {

    /**
     * A task or a group of tasks.
     *
     * @param title the kind
     * @param detail the second line, empty for none
     * @param kind what decides the colour
     * @param goal whether its result, or one of them, is wanted
     * @param hint what a pointer that rests on it shows
     */
    record Box(String title, String detail, String kind, boolean goal, String hint) {}

    /**
     * A link between boxes.
     *
     * @param from index of the box that gives
     * @param to index of the box that takes
     * @param links how many links between tasks it stands for
     * @param back whether it leads against the order of the boxes
     */
    record Arrow(int from, int to, long links, boolean back) {}

    /** The scene of a graph: every task if there are at most so many, else a summary with at most so many boxes. */
    static Scene of(TaskGraph graph, int mostBoxes) {
        return graph.size() <= mostBoxes ? ofEveryTask(graph) : Summary.of(graph, mostBoxes);
    }

    private static Scene ofEveryTask(TaskGraph graph) {
        int[] order = graph.order();
        int[] boxOf = new int[order.length];
        for (int box = 0; box < order.length; box++) {
            boxOf[order[box]] = box;
        }
        Set<Key> goals = new HashSet<>(graph.goals());
        List<Box> boxes = new ArrayList<>();
        List<Arrow> arrows = new ArrayList<>();
        for (int position : order) {
            Task task = graph.tasks().get(position);
            String key = task.key().toString();
            String detail = key.equals(task.name()) ? "" : key;
            boxes.add(new Box(task.name(), detail, task.name(), goals.contains(task.key()), hint(task)));
            for (Key input : new LinkedHashSet<>(task.inputs())) {
                arrows.add(new Arrow(boxOf[graph.positionOf(input)], boxes.size() - 1, 1, false));
            }
        }
        return new Scene(caption(graph), boxes, arrows, kindsOf(graph));
    }

    private static String hint(Task task) {
        String inputs = task.inputs().isEmpty()
                ? "no inputs"
                : "inputs: "
                        + String.join(
                                ", ",
                                task.inputs().stream()
                                        .limit(20)
                                        .map(Key::toString)
                                        .toList())
                        + (task.inputs().size() > 20
                                ? " and %d more".formatted(task.inputs().size() - 20)
                                : "");
        return task.key() + " · " + task.name() + " · " + inputs;
    }

    /** How many tasks there are of each kind, in order of first appearance. */
    static Map<String, Integer> kindsOf(TaskGraph graph) {
        Map<String, Integer> kinds = new LinkedHashMap<>();
        for (int position : graph.order()) {
            kinds.merge(graph.tasks().get(position).name(), 1, Integer::sum);
        }
        return kinds;
    }

    static String caption(TaskGraph graph) {
        int goals = graph.goals().size();
        return "%s · %s".formatted(counted(graph.size(), "task"), counted(goals, "goal"));
    }

    static String counted(long number, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
    }
}
