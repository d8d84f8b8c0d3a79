package dev.muster.client;

import dev.muster.function.Function1;
import dev.muster.function.Function2;
import dev.muster.graph.Work;
import dev.muster.protocol.TaskSpec;
import dev.muster.scheduler.TaskRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tasks over lists of futures, submitted as one graph. Stateless. */
final class Derivation {

    /** How many values one task of a reduction joins: few enough for memory, many enough to save tasks. */
    private static final int FAN_IN = 8;

    private Derivation() {}

    /** A task for each future. */
    static <T extends @Nullable Object, R extends @Nullable Object> TaskFutures<R> each(
            View view, AbstractFutures<T> futures, Function1<? super T, ? extends R> function) {
        List<? extends TaskRef> references = references(view, futures);
        if (references == null) {
            List<TaskFuture<R>> single = new ArrayList<>();
            futures.forEach(each -> single.add(view.apply(function, each)));
            return ListedFutures.of(single);
        }
        int count = futures.size();
        Kind kind = view.kind(function);
        TaskSpec[] specs = new TaskSpec[count];
        Work[] works = new Work[count];
        int[][] inputs = new int[count][];
        int[] wanted = new int[count];
        Arrays.fill(specs, kind.spec());
        Arrays.fill(works, new Calls.Apply1(function));
        for (int i = 0; i < count; i++) {
            inputs[i] = new int[] {-1 - i};
            wanted[i] = i;
        }
        GraphPlan plan = new GraphPlan(specs, works, inputs, references, wanted);
        return view.joined(Submission.graph(view.connection(), kind, kind.next(count), plan, null));
    }

    private static @Nullable List<? extends TaskRef> references(View view, AbstractFutures<?> futures) {
        if (futures instanceof BatchFutures<?> batch) {
            view.connection().requireOwn(batch.record(), 0);
            return batch.references();
        }
        return view.connection().references(futures, "futures");
    }

    /** A tree of tasks that joins neighbours, in an order that finishes small parts first. */
    static <T extends @Nullable Object> TaskFuture<T> reduced(
            View view, AbstractFutures<T> futures, Function2<? super T, ? super T, ? extends T> function) {
        List<? extends TaskRef> references = references(view, futures);
        if (references == null) {
            return PromiseFuture.after(view, futures, () -> reduced(view, futures, function));
        }
        Tree tree = new Tree();
        for (int i = 0; i < futures.size(); i++) {
            tree.add(0, -1 - i);
        }
        tree.finish();
        int count = tree.nodes.size();
        Kind kind = view.kind(function);
        TaskSpec[] specs = new TaskSpec[count];
        Work[] works = new Work[count];
        Arrays.fill(specs, kind.spec());
        Arrays.fill(works, new Calls.Fold(function));
        GraphPlan plan =
                new GraphPlan(specs, works, tree.nodes.toArray(new int[0][]), references, new int[] {count - 1});
        BatchFutures<T> result = Submission.graph(view.connection(), kind, kind.next(1), plan, null);
        return view.joined(result).get(0);
    }

    /** Nodes of a reduction in the order in which they can run: a node as soon as its inputs are complete. */
    private static final class Tree {
        private final List<int[]> nodes = new ArrayList<>();
        private final List<List<Integer>> open = new ArrayList<>();

        void add(int level, int input) {
            int at = level;
            int more = input;
            while (true) {
                while (open.size() <= at) {
                    open.add(new ArrayList<>());
                }
                List<Integer> siblings = open.get(at);
                siblings.add(more);
                if (siblings.size() < FAN_IN) {
                    return;
                }
                more = node(siblings);
                at++;
            }
        }

        private int node(List<Integer> siblings) {
            nodes.add(siblings.stream().mapToInt(Integer::intValue).toArray());
            siblings.clear();
            return nodes.size() - 1;
        }

        /** Joins what is left, lowest level last: it stands to the right. */
        void finish() {
            Integer right = null;
            for (List<Integer> siblings : open) {
                if (right != null) {
                    siblings.add(right);
                }
                if (siblings.size() > 1) {
                    right = node(siblings);
                } else if (siblings.size() == 1) {
                    right = siblings.get(0);
                }
            }
        }
    }
}
