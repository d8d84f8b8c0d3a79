package dev.muster.graph;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Plays a graph on so many slots as a scheduler would: a free slot takes the ready task that comes first in the order. A
 * result is alive from the end of its task until the end of its last dependant; what nobody takes is never counted.
 */
final class Slots {

    /**
     * What came of it.
     *
     * @param peak the most results alive at once
     * @param total the results alive after each task, summed over all tasks
     */
    record Outcome(int peak, long total) {}

    private record Running(long ends, int place) {}

    private final TaskGraph graph;
    private final int[] order;
    private final @Nullable Random durations;
    private final int[] missing;
    private final int[] waiting;
    private final BitSet ready = new BitSet();
    private final PriorityQueue<Running> running =
            new PriorityQueue<>(Comparator.comparingLong(Running::ends).thenComparingInt(Running::place));
    private int live;

    private Slots(TaskGraph graph, int[] order, @Nullable Random durations) {
        this.graph = graph;
        this.order = order;
        this.durations = durations;
        this.missing = new int[graph.size()];
        this.waiting = new int[graph.size()];
    }

    /** Plays the graph in its own order, all tasks taking equally long. */
    static Outcome play(TaskGraph graph, int slots) {
        return new Slots(graph, graph.order(), null).play(slots);
    }

    /** Plays the graph in an order, tasks taking from 1 to 20 units of time, as the seed decides. */
    static Outcome play(TaskGraph graph, int[] order, int slots, long seed) {
        return new Slots(graph, order, new Random(seed)).play(slots);
    }

    private Outcome play(int slots) {
        int[] places = new int[order.length];
        for (int place = 0; place < order.length; place++) {
            places[order[place]] = place;
        }
        for (int task = 0; task < order.length; task++) {
            waiting[task] = graph.dependants().count(task);
            missing[task] =
                    (int) graph.tasks().get(task).inputs().stream().distinct().count();
            ready.set(places[task], missing[task] == 0);
        }
        int peak = 0;
        long total = 0;
        long now = 0;
        for (int ended = 0; ended < order.length; ended++) {
            while (running.size() < slots && !ready.isEmpty()) {
                int place = ready.nextSetBit(0);
                ready.clear(place);
                running.add(new Running(now + (durations == null ? 1 : 1 + durations.nextInt(20)), place));
            }
            Running next = running.remove();
            now = next.ends();
            end(order[next.place()], places);
            peak = Math.max(peak, live);
            total += live;
        }
        return new Outcome(peak, total);
    }

    private void end(int task, int[] places) {
        live += waiting[task] > 0 ? 1 : 0;
        Edges dependants = graph.dependants();
        for (int slot = dependants.start(task); slot < dependants.end(task); slot++) {
            int dependant = dependants.target(slot);
            if (--missing[dependant] == 0) {
                ready.set(places[dependant]);
            }
        }
        graph.tasks().get(task).inputs().stream().distinct().forEach(input -> {
            if (--waiting[graph.positionOf(input)] == 0) {
                live--;
            }
        });
    }

    /** An order that runs whole levels, as a queue of ready tasks gives it. */
    static int[] breadthFirst(TaskGraph graph) {
        return graph.topological();
    }

    /** The lowest peak that any order has on one slot, found by trying all; for graphs of up to 16 tasks. */
    static int lowestPeak(TaskGraph graph) {
        int tasks = graph.size();
        int[] takes = new int[tasks];
        int[] gives = new int[tasks];
        for (int task = 0; task < tasks; task++) {
            for (Key input : graph.tasks().get(task).inputs()) {
                takes[task] |= 1 << graph.positionOf(input);
                gives[graph.positionOf(input)] |= 1 << task;
            }
        }
        int[] lowest = new int[1 << tasks];
        Arrays.fill(lowest, 1, lowest.length, Integer.MAX_VALUE);
        for (int done = 0; done < lowest.length - 1; done++) {
            for (int task = 0; task < tasks && lowest[done] < Integer.MAX_VALUE; task++) {
                int then = done | 1 << task;
                if (then != done && (takes[task] & ~done) == 0) {
                    lowest[then] = Math.min(lowest[then], Math.max(lowest[done], alive(then, gives)));
                }
            }
        }
        return lowest[lowest.length - 1];
    }

    private static int alive(int done, int[] gives) {
        int alive = 0;
        for (int task = 0; task < gives.length; task++) {
            if ((done >> task & 1) != 0 && (gives[task] & ~done) != 0) {
                alive++;
            }
        }
        return alive;
    }
}
