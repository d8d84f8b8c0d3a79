package dev.muster.graph;

import dev.muster.graph.SideTrip.Company;

/**
 * Chooses a static order in which few results are alive at any time. Pure functions.
 *
 * <p><b>Problem.</b> A scheduler that has several ready tasks must start one of them. A good rule finishes small goals
 * early and consumes results soon after they are made. Which order needs the least memory is NP-hard to find as soon as
 * results are shared, sizes are not known before the run, and a graph of a million tasks must be ordered in well under a
 * second. So the order is a heuristic of n log n steps that is exact for trees.
 *
 * <p><b>Approach.</b> A depth-first walk ({@link DepthFirstWalk}) whose choices rest on {@link Measures}:
 *
 * <ol>
 *   <li><i>Down.</i> To run a task, run its missing inputs first, one after the other, each with all that it needs. The
 *       input with the greatest register need comes first: R. Sethi and J. D. Ullman, "The Generation of Optimal Code for
 *       Arithmetic Expressions", Journal of the ACM 17(4), 1970. For a tree this is the order with the lowest peak; a
 *       tree of fan-in f holds at most (f − 1) × depth + 1 results. Among equal needs the longer way goes first, so that
 *       with several slots the critical path starts early; then the task added first.
 *   <li><i>At once.</i> A ready task with which at least one result ends runs before anything else: it replaces what it
 *       frees, and whatever waits for it comes nearer.
 *   <li><i>Aside.</i> When a result has few dependants left, those are run now, with what they miss, if that leaves no
 *       more results alive than before ({@link SideTrip}).
 *   <li><i>On.</i> When nothing is begun, the walk goes on from the live results, to the dependant that serves the
 *       smallest goal; when no result is alive, to the smallest goal that is left.
 * </ol>
 *
 * <p>Whether a result that only waits to be merged should count against a trip cannot be seen locally: for several
 * reductions of the same data it should not, for an exchange of everything with everything it should. So there are two
 * walks, and the one with the lower peak wins. The second is left out if no result is shared: then the first is the best
 * there is.
 *
 * <p><b>Origin.</b> The idea is that of {@code dask.order} in Dask (M. Rocklin, "Dask: Parallel Computation with Blocked
 * Algorithms and Task Scheduling", SciPy 2015; the module's own notes; its change "be more eager at times" of 2021): one
 * static order for the whole graph by which the run-time scheduler breaks ties; depth before breadth; small goals first;
 * of the steps towards one goal the big ones first; a dependant early if its input is then released. What differs: Dask
 * ranks siblings by how many tasks lie under and over them, later versions by critical paths; here they are ranked by
 * register need. What a step releases is known exactly as the walk goes, trips included, where Dask expects it. And as
 * the peak is known at the end, two walks can be compared.
 *
 * <p><b>Rejected.</b> Breadth-first orders: they hold a whole level. Taking the latest live result first in rule 4: it
 * wanders through a matrix product along diagonals and holds half again as much. Counting the missing inputs in rule 4
 * instead of the goal's rank: four times as much there.
 */
final class DepthFirstOrder {

    private DepthFirstOrder() {}

    /** All positions of the graph in the order chosen; a new array. */
    static int[] of(TaskGraph graph) {
        Edges distinctInputs = graph.dependants().reversed();
        Measures measures = new Measures(graph, distinctInputs);
        Edges inputs = graph.dependants().reversed(measures.inputSequence());
        Edges dependants = distinctInputs.reversed(measures.dependantSequence());

        Progress first = new DepthFirstWalk(measures, inputs, dependants, Company.EVERY_RESULT_COUNTS).walk();
        if (isForest(graph.dependants())) {
            return first.sequence();
        }
        Progress second = new DepthFirstWalk(measures, inputs, dependants, Company.MERGING_IS_FREE).walk();
        return isBetter(second, first) ? second.sequence() : first.sequence();
    }

    private static boolean isForest(Edges dependants) {
        for (int task = 0; task < dependants.nodes(); task++) {
            if (dependants.count(task) > 1) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBetter(Progress one, Progress other) {
        return one.peak() != other.peak() ? one.peak() < other.peak() : one.total() < other.total();
    }
}
