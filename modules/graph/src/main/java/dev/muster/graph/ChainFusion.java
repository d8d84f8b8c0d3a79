package dev.muster.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Finds the linear chains of a graph and makes one task of each. Owned by one call. */
final class ChainFusion {

    private static final int NONE = -1;
    private static final String BETWEEN_NAMES = "·";
    /** A joined name shows at most so many kinds; of more, the first ones and the last. */
    private static final int MOST_NAMES = 4;

    private final TaskGraph graph;
    /** The link before this one in its chain. */
    private final int[] before;
    /** Whether another link of the chain follows. */
    private final boolean[] continued;

    private ChainFusion(TaskGraph graph) {
        this.graph = graph;
        this.before = new int[graph.size()];
        this.continued = new boolean[graph.size()];
    }

    static TaskGraph of(TaskGraph graph) {
        ChainFusion fusion = new ChainFusion(graph);
        return fusion.findLinks() ? fusion.fused() : graph;
    }

    private boolean findLinks() {
        boolean[] goal = new boolean[graph.size()];
        for (int position : graph.goalPositions()) {
            goal[position] = true;
        }
        boolean any = false;
        for (int task = 0; task < graph.size(); task++) {
            Edges inputs = graph.inputs();
            before[task] = NONE;
            if (inputs.count(task) == 1) {
                int input = inputs.target(inputs.start(task));
                if (graph.dependants().count(input) == 1 && !goal[input] && sameOptions(input, task)) {
                    before[task] = input;
                    continued[input] = true;
                    any = true;
                }
            }
        }
        return any;
    }

    /** Options may ask for resources, retries or a machine: what one link asked for must not befall another. */
    private boolean sameOptions(int input, int task) {
        return Objects.equals(
                graph.index().task(input).options(), graph.index().task(task).options());
    }

    private TaskGraph fused() {
        TaskGraph.Builder builder = TaskGraph.builder();
        for (int task = 0; task < graph.size(); task++) {
            if (!continued[task]) {
                builder.add(before[task] == NONE ? graph.index().task(task) : joined(task));
            }
        }
        return builder.goals(graph.goals()).build();
    }

    private Task joined(int last) {
        int[] links = linksUpTo(last);
        int length = 0;
        for (int link : links) {
            length += Chain.lengthOf(graph.index().task(link).work());
        }
        Work[] works = new Work[length];
        int end = 0;
        for (int link : links) {
            end = Chain.unfold(graph.index().task(link).work(), works, end);
        }
        Task first = graph.index().task(links[0]);
        Task kept = graph.index().task(last);
        return new Task(kept.key(), nameOf(links), new Chain(works), first.inputs(), kept.options());
    }

    private int[] linksUpTo(int last) {
        int length = 0;
        for (int link = last; link != NONE; link = before[link]) {
            length++;
        }
        int[] links = new int[length];
        for (int link = last; link != NONE; link = before[link]) {
            links[--length] = link;
        }
        return links;
    }

    /** The names in turn, a run of one name as {@code name×3}. */
    private String nameOf(int[] links) {
        List<String> names = new ArrayList<>();
        int from = 0;
        while (from < links.length) {
            String name = graph.index().task(links[from]).name();
            int to = from + 1;
            while (to < links.length && graph.index().task(links[to]).name().equals(name)) {
                to++;
            }
            names.add(to - from == 1 ? name : name + "×" + (to - from));
            from = to;
        }
        if (names.size() > MOST_NAMES) {
            names = Arrays.asList(names.get(0), names.get(1), "…", names.get(names.size() - 1));
        }
        return String.join(BETWEEN_NAMES, names);
    }
}
