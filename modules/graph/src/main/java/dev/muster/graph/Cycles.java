package dev.muster.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Sorts the tasks of a graph so that inputs come first, or says which of them wait for each other in a circle. */
final class Cycles {

    /** A longer cycle is printed without its middle: a message of a million keys helps nobody. */
    private static final int MOST_KEYS_SHOWN = 24;

    private Cycles() {}

    /**
     * Returns all positions, every task after its inputs (Kahn's algorithm).
     *
     * @throws IllegalArgumentException if there is a cycle; the message prints one
     */
    static int[] sortedOrThrow(KeyIndex index, Edges inputs, Edges dependants) {
        int[] missing = distinctCounts(dependants);
        int[] sorted = new int[index.size()];
        int end = 0;
        for (int task = 0; task < sorted.length; task++) {
            if (missing[task] == 0) {
                sorted[end++] = task;
            }
        }
        for (int next = 0; next < end; next++) {
            int done = sorted[next];
            for (int slot = dependants.start(done); slot < dependants.end(done); slot++) {
                int dependant = dependants.target(slot);
                if (--missing[dependant] == 0) {
                    sorted[end++] = dependant;
                }
            }
        }
        if (end < sorted.length) {
            throw new IllegalArgumentException(message(index, cycleAmong(missing, inputs)));
        }
        return sorted;
    }

    /** For each node how many different nodes link to it: for tasks, the number of distinct inputs. */
    static int[] distinctCounts(Edges reversed) {
        int[] counts = new int[reversed.nodes()];
        for (int node = 0; node < reversed.nodes(); node++) {
            for (int slot = reversed.start(node); slot < reversed.end(node); slot++) {
                counts[reversed.target(slot)]++;
            }
        }
        return counts;
    }

    /** Every task that still misses inputs has one that does so too: going from input to input must end in a circle. */
    private static List<Integer> cycleAmong(int[] missing, Edges inputs) {
        int task = 0;
        while (missing[task] == 0) {
            task++;
        }
        int[] visit = new int[missing.length];
        List<Integer> walk = new ArrayList<>();
        while (visit[task] == 0) {
            walk.add(task);
            visit[task] = walk.size();
            task = missingInput(task, missing, inputs);
        }
        List<Integer> cycle = new ArrayList<>(walk.subList(visit[task] - 1, walk.size()));
        Collections.reverse(cycle);
        Collections.rotate(cycle, -cycle.indexOf(Collections.min(cycle)));
        return cycle;
    }

    private static int missingInput(int task, int[] missing, Edges inputs) {
        for (int slot = inputs.start(task); slot < inputs.end(task); slot++) {
            if (missing[inputs.target(slot)] > 0) {
                return inputs.target(slot);
            }
        }
        throw new AssertionError("task " + task + " misses an input but all its inputs are sorted");
    }

    private static String message(KeyIndex index, List<Integer> cycle) {
        int half = MOST_KEYS_SHOWN / 2;
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < cycle.size(); i++) {
            if (cycle.size() <= MOST_KEYS_SHOWN || i < half || i >= cycle.size() - half) {
                shown.add(index.task(cycle.get(i)).key().toString());
            } else if (i == half) {
                shown.add("… %d more …".formatted(cycle.size() - MOST_KEYS_SHOWN));
            }
        }
        shown.add(shown.get(0));
        return "the graph has a cycle of %d tasks, none of which could ever run: %s (each is an input of the next); "
                        .formatted(cycle.size(), String.join(" → ", shown))
                + "take one of these inputs out";
    }
}
