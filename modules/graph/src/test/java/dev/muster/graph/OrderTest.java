package dev.muster.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the static order costs in memory, on graphs whose best is known. */
class OrderTest {

    @Test
    void a_binary_tree_holds_one_result_a_level() {
        //  a   b   c   d   e   f   g   h
        //   \ /     \ /     \ /     \ /
        //    i       j       k       l
        //      \   /           \   /
        //        m               n
        //            \       /
        //                o
        TaskGraph tree = Drawing.of("a b -> i \n c d -> j \n e f -> k \n g h -> l \n i j -> m \n k l -> n \n m n -> o");

        assertThat(Slots.play(tree, 1).peak()).isEqualTo(4);
        assertThat(Slots.play(tree, 2).peak()).isLessThanOrEqualTo(5);
        assertThat(Slots.play(tree, Slots.breadthFirst(tree), 1, 0).peak()).isEqualTo(8);
    }

    @Test
    void the_branch_that_needs_more_goes_first() {
        //  a b   c d
        //   \|   |/
        //    e   f    x
        //     \ /    /
        //      g    /
        //       \  /
        //         h     x first would be one result more
        TaskGraph lopsided = Drawing.of("x \n a b -> e \n c d -> f \n e f -> g \n x g -> h");

        assertThat(Slots.play(lopsided, 1).peak()).isEqualTo(3);
        assertThat(keys(lopsided)).endsWith("g", "x", "h");
    }

    @Test
    void among_equal_needs_the_longer_way_starts_first() {
        //  a    b
        //  |    |
        //  |    c
        //  |    |
        //  |    d
        //   \  /
        //    e
        TaskGraph race = Drawing.of("a \n b -> c \n c -> d \n a d -> e");

        assertThat(keys(race)).containsExactly("b", "c", "d", "a", "e");
    }

    @Test
    void a_diamond_holds_two_results() {
        //    a
        //   / \
        //  b   c
        //   \ /
        //    d
        TaskGraph diamond = Drawing.of("a -> b \n a -> c \n b c -> d");

        assertThat(Slots.play(diamond, 1).peak()).isEqualTo(2);
        assertThat(Slots.play(diamond, 2).peak()).isEqualTo(2);
    }

    @Test
    void the_shared_root_of_a_reduction_is_held_once() {
        //  model       load-0 … load-7
        //      \        /
        //       score-0 … score-7       each takes the model and its own load
        //             \  /
        //             a binary tree
        StringBuilder lines = new StringBuilder("model\n");
        for (int i = 0; i < 8; i++) {
            lines.append("model load-%d -> score-%d\n".formatted(i, i));
        }
        lines.append("score-0 score-1 -> a \n score-2 score-3 -> b \n score-4 score-5 -> c \n score-6 score-7 -> d\n");
        lines.append("a b -> e \n c d -> f \n e f -> g");
        TaskGraph graph = Drawing.of(lines.toString());

        // The model, three results of the tree, and a load just before its score.
        assertThat(Slots.play(graph, 1).peak()).isEqualTo(5);
        assertThat(Slots.play(graph, 2).peak()).isLessThanOrEqualTo(6);
        assertThat(Slots.play(graph, Slots.breadthFirst(graph), 1, 0).peak()).isEqualTo(9);
    }

    @Test
    void a_fan_out_and_in_holds_no_more_than_its_join_needs() {
        //        a
        //     / / \ \
        //    b  c  d  e
        //     \ \ / /
        //        f
        TaskGraph fan = Drawing.of("a -> b \n a -> c \n a -> d \n a -> e \n b c d e -> f");

        assertThat(Slots.play(fan, 1).peak()).isEqualTo(4);
        assertThat(Slots.play(fan, 4).peak()).isLessThanOrEqualTo(4);
    }

    @Test
    void a_fan_out_that_is_reduced_by_a_tree_is_never_wholly_alive() {
        TaskGraph.Builder builder = TaskGraph.builder().add(Drawing.task("root"));
        String[] level = new String[64];
        for (int i = 0; i < level.length; i++) {
            level[i] = "leaf-" + i;
            builder.add(Drawing.task(level[i], "root"));
        }
        while (level.length > 1) {
            String[] next = new String[level.length / 2];
            for (int i = 0; i < next.length; i++) {
                next[i] = "sum" + level.length + "-" + i;
                builder.add(Drawing.task(next[i], level[2 * i], level[2 * i + 1]));
            }
            level = next;
        }
        TaskGraph graph = builder.build();

        // The root and one result a level; the root has ended before the last leaf counts.
        assertThat(Slots.play(graph, 1).peak()).isLessThanOrEqualTo(8);
        assertThat(Slots.play(graph, 4).peak()).isLessThanOrEqualTo(12);
    }

    @Test
    void a_small_goal_is_finished_before_a_large_one() {
        //  a b   c d    x
        //   \|   |/     |
        //    e   f      y
        //     \ /
        //      g
        TaskGraph graph = Drawing.of("a b -> e \n c d -> f \n e f -> g \n x -> y", "g", "y");

        assertThat(keys(graph)).startsWith("x", "y").endsWith("g");
    }

    @Test
    void a_goal_on_the_way_to_another_is_finished_first() {
        TaskGraph graph = Drawing.of("a b -> c \n d e -> f \n c f -> g", "g", "f");

        assertThat(keys(graph)).containsExactly("d", "e", "f", "a", "b", "c", "g");
    }

    @Test
    void two_goals_that_share_their_data_are_computed_side_by_side() {
        //   x-0 … x-63
        //    /     \
        //  sum    square      of each x
        //   |       |
        //  tree    tree       by four
        TaskGraph graph = Families.reductions(64, 4, 2, false);

        // Two trees of depth 3 hold 2 × 3 × 3 results; x itself and the first step of its second use come on top.
        assertThat(Slots.play(graph, 1).peak()).isLessThanOrEqualTo(2 * 3 * 3 + 2);
        assertThat(Slots.play(graph, 4).peak()).isLessThanOrEqualTo(2 * 3 * 3 + 2 + 4);
        assertThat(Slots.play(graph, Slots.breadthFirst(graph), 1, 0).peak()).isEqualTo(128);
    }

    @ParameterizedTest
    @CsvSource({"2, false", "2, true", "3, false", "3, true", "5, false"})
    void many_goals_that_share_their_data_hold_a_tree_each(int goals, boolean withPartner) {
        TaskGraph graph = Families.reductions(1_000, 8, goals, withPartner);
        int trees = goals * 7 * Families.depth(1_000, 8);

        assertThat(Slots.play(graph, 1).peak()).isLessThanOrEqualTo(trees + 2);
        assertThat(Slots.play(graph, 4).peak()).isLessThanOrEqualTo(trees + 2 + 4);
    }

    @ParameterizedTest
    @CsvSource({"20, 20", "100, 10", "10, 100", "8, 8"})
    void a_stencil_holds_a_row_or_a_slope_whichever_is_less(int width, int layers) {
        TaskGraph stencil = Families.stencil(width, layers);
        int least = Math.min(width + 2, 2 * layers);

        assertThat(Slots.play(stencil, 1).peak()).isLessThanOrEqualTo(least);
        assertThat(Slots.play(stencil, 4).peak()).isLessThanOrEqualTo(least + 3 * 4);
    }

    @Test
    void differences_from_the_mean_of_a_group_hold_one_group() {
        TaskGraph graph = Families.anomalies(50, 20, 8);
        int tree = 7 * Families.depth(1_000, 8);

        assertThat(Slots.play(graph, 1).peak()).isLessThanOrEqualTo(20 + 1 + tree);
        assertThat(Slots.play(graph, 4).peak()).isLessThanOrEqualTo(20 + 1 + tree + 3 * 4);
    }

    @Test
    void a_matrix_product_holds_one_factor_and_a_row_of_the_other() {
        TaskGraph product = Families.matrixProduct(10);

        assertThat(Slots.play(product, 1).peak()).isLessThanOrEqualTo(100 + 10 + 10 + 1);
    }

    @ParameterizedTest
    @CsvSource({"10000, 2", "10000, 8", "4096, 8", "1000, 3", "1, 2", "2, 2", "9999, 16"})
    void a_tree_on_one_slot_holds_fan_in_less_one_a_level_and_one(int roots, int fanIn) {
        TaskGraph tree = Families.tree(roots, fanIn);

        assertThat(Slots.play(tree, 1).peak()).isLessThanOrEqualTo((fanIn - 1) * Families.depth(roots, fanIn) + 1);
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "2, 4", "2, 16", "2, 64", "8, 2", "8, 4", "8, 16", "8, 64"})
    void a_tree_of_equal_tasks_on_several_slots_holds_a_result_a_slot_more(int fanIn, int slots) {
        TaskGraph tree = Families.tree(10_000, fanIn);
        int levels = (fanIn - 1) * Families.depth(10_000, fanIn);

        assertThat(Slots.play(tree, slots).peak()).isLessThanOrEqualTo(slots + levels);
    }

    /** While a slow task keeps a group open, the other slots work ahead: no static order can know which will be slow. */
    @ParameterizedTest
    @CsvSource({"2, 2", "2, 4", "2, 16", "2, 64", "8, 2", "8, 4", "8, 16", "8, 64"})
    void a_tree_of_unequal_tasks_holds_a_few_results_a_slot_more(int fanIn, int slots) {
        TaskGraph tree = Families.tree(10_000, fanIn);
        int levels = (fanIn - 1) * Families.depth(10_000, fanIn);
        int[] order = tree.order();

        for (int seed = 0; seed < 10; seed++) {
            assertThat(Slots.play(tree, order, slots, seed).peak()).isLessThanOrEqualTo(3 * slots + levels);
        }
    }

    @Test
    void on_small_graphs_the_peak_is_near_the_lowest_there_is() {
        long ours = 0;
        long lowest = 0;
        for (int seed = 0; seed < 300; seed++) {
            TaskGraph graph = seed % 2 == 0
                    ? Families.random(seed, 8 + seed % 7, 3, 3 + seed % 10)
                    : Families.layered(seed, 3, 3 + seed % 3 / 2, 2, 1);
            int best = Slots.lowestPeak(graph);
            int peak = Slots.play(graph, 1).peak();
            assertThat(peak).as("seed %d", seed).isBetween(best, best + 2);
            ours += peak;
            lowest += best;
        }
        assertThat(ours).isLessThanOrEqualTo(lowest * 110 / 100);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void random_graphs_hold_less_than_breadth_first(int slots) {
        long peaks = 0;
        long peaksBreadthFirst = 0;
        for (int seed = 0; seed < 200; seed++) {
            TaskGraph graph = seed % 2 == 0
                    ? Families.random(seed, 300, 3, seed % 4 == 0 ? 20 : 300)
                    : Families.layered(seed, 10, 30, 3, seed % 4 == 1 ? 2 : 30);
            Slots.Outcome ours = Slots.play(graph, graph.order(), slots, seed);
            Slots.Outcome theirs = Slots.play(graph, Slots.breadthFirst(graph), slots, seed);

            assertThat(ours.total()).as("seed %d", seed).isLessThanOrEqualTo(theirs.total());
            peaks += ours.peak();
            peaksBreadthFirst += theirs.peak();
        }
        assertThat(peaks).isLessThan(peaksBreadthFirst * 3 / 4);
    }

    @Test
    void the_order_holds_every_task_once_and_inputs_first() {
        for (int seed = 0; seed < 100; seed++) {
            TaskGraph graph = Families.random(seed, 200, 4, 30);
            int[] order = graph.order();
            int[] places = new int[order.length];
            Arrays.fill(places, -1);
            for (int place = 0; place < order.length; place++) {
                assertThat(places[order[place]]).isEqualTo(-1);
                places[order[place]] = place;
            }
            for (Task task : graph.tasks()) {
                for (Key input : task.inputs()) {
                    assertThat(places[graph.positionOf(input)]).isLessThan(places[graph.positionOf(task.key())]);
                }
            }
        }
    }

    @Test
    void the_same_graph_gives_the_same_order() {
        assertThat(Families.layered(3, 20, 30, 3, 5).order())
                .isEqualTo(Families.layered(3, 20, 30, 3, 5).order());
    }

    private static List<String> keys(TaskGraph graph) {
        return Arrays.stream(graph.order())
                .mapToObj(task -> graph.tasks().get(task).key().toString())
                .toList();
    }
}
