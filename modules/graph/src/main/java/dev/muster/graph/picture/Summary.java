package dev.muster.graph.picture;

import dev.muster.graph.Key;
import dev.muster.graph.Task;
import dev.muster.graph.TaskGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;

/** Draws a large graph as groups of tasks that are of one kind. Owned by one call. */
final class Summary {

    private static final String OTHER_KINDS = "other kinds";

    private final TaskGraph graph;
    private final int[] order;
    private final int[] layers;
    /** The group of each task. */
    private final int[] groups;

    private final List<Group> found = new ArrayList<>();

    private Summary(TaskGraph graph) {
        this.graph = graph;
        this.order = graph.order();
        this.layers = new int[graph.size()];
        this.groups = new int[graph.size()];
    }

    /** A scene of at most so many boxes. */
    static Scene of(TaskGraph graph, int mostBoxes) {
        Map<String, Integer> kinds = Scene.kindsOf(graph);
        Summary summary = new Summary(graph);
        summary.findLayers();
        if (summary.groupByLayer(mostBoxes)) {
            return summary.scene("one box for each kind in each layer", kinds);
        }
        Map<String, Integer> shown = mostFrequent(kinds, mostBoxes);
        summary.groupByKind(shown);
        return summary.scene("one box for each kind", shown);
    }

    private void findLayers() {
        for (int task : order) {
            for (Key input : graph.tasks().get(task).inputs()) {
                layers[task] = Math.max(layers[task], layers[graph.positionOf(input)] + 1);
            }
        }
    }

    /** Returns false, half done, if there would be too many groups. */
    private boolean groupByLayer(int mostGroups) {
        record Cell(int layer, String kind) {}

        int[] byLayer = Arrays.stream(order)
                .mapToLong(task -> ((long) layers[task] << 32) | task)
                .sorted()
                .mapToInt(key -> (int) key)
                .toArray();
        Map<Cell, Integer> cells = new HashMap<>();
        for (int task : byLayer) {
            String kind = graph.tasks().get(task).name();
            int group = cells.computeIfAbsent(new Cell(layers[task], kind), cell -> cells.size());
            if (group == mostGroups) {
                found.clear();
                return false;
            }
            join(task, group, kind);
        }
        return true;
    }

    private void groupByKind(Map<String, Integer> shown) {
        Map<String, Integer> groupOf = new HashMap<>();
        for (int task : order) {
            String name = graph.tasks().get(task).name();
            String kind = shown.containsKey(name) ? name : OTHER_KINDS;
            join(task, groupOf.computeIfAbsent(kind, k -> groupOf.size()), kind);
        }
    }

    private void join(int task, int group, String kind) {
        if (group == found.size()) {
            found.add(new Group(kind));
        }
        groups[task] = group;
        found.get(group).add(graph.tasks().get(task), layers[task]);
    }

    /** The kinds as they are, or the most frequent ones and the rest together, if there are too many. */
    private static Map<String, Integer> mostFrequent(Map<String, Integer> kinds, int most) {
        if (kinds.size() <= most) {
            return kinds;
        }
        Map<String, Integer> shown = new LinkedHashMap<>();
        kinds.entrySet().stream()
                .sorted(Entry.<String, Integer>comparingByValue().reversed())
                .limit(most - 1L)
                .forEach(kind -> shown.put(kind.getKey(), kind.getValue()));
        int rest = kinds.values().stream().mapToInt(Integer::intValue).sum()
                - shown.values().stream().mapToInt(Integer::intValue).sum();
        shown.merge(OTHER_KINDS, rest, Integer::sum);
        return shown;
    }

    private Scene scene(String how, Map<String, Integer> kinds) {
        for (Key goal : graph.goals()) {
            found.get(groups[graph.positionOf(goal)]).goals++;
        }
        Map<Long, Long> links = new LinkedHashMap<>();
        for (int task : order) {
            for (Key input : graph.tasks().get(task).inputs()) {
                int from = groups[graph.positionOf(input)];
                if (from == groups[task]) {
                    found.get(from).feedsItself = true;
                } else {
                    links.merge((long) from << 32 | groups[task], 1L, Long::sum);
                }
            }
        }
        List<Scene.Arrow> arrows = new ArrayList<>();
        links.forEach((pair, count) -> {
            int from = (int) (pair >> 32);
            int to = pair.intValue();
            arrows.add(new Scene.Arrow(from, to, count, from > to));
        });
        List<Scene.Box> boxes = found.stream().map(Group::box).toList();
        return new Scene(Scene.caption(graph) + " · " + how, boxes, arrows, kinds);
    }

    /** Tasks of one kind. Owned by the summary. */
    private static final class Group {
        private final String kind;
        private int size;
        private int goals;
        private boolean feedsItself;
        private int firstLayer = Integer.MAX_VALUE;
        private int lastLayer;
        private String firstKey = "";
        private String lastKey = "";

        Group(String kind) {
            this.kind = kind;
        }

        void add(Task task, int layer) {
            if (size++ == 0) {
                firstKey = task.key().toString();
            }
            lastKey = task.key().toString();
            firstLayer = Math.min(firstLayer, layer);
            lastLayer = Math.max(lastLayer, layer);
        }

        Scene.Box box() {
            String detail = size == 1 ? firstKey : String.format(Locale.ROOT, "× %,d", size);
            String layers = firstLayer == lastLayer
                    ? "layer " + firstLayer
                    : "layers %d to %d".formatted(firstLayer, lastLayer);
            String keys = size == 1 ? firstKey : firstKey + " … " + lastKey;
            String hint = "%s · %s · %s · %s%s"
                    .formatted(
                            kind,
                            Scene.counted(size, "task"),
                            layers,
                            keys,
                            feedsItself ? " · some take results of others of this kind" : "");
            return new Scene.Box(kind, feedsItself ? detail + " ↻" : detail, kind, goals > 0, hint);
        }
    }
}
