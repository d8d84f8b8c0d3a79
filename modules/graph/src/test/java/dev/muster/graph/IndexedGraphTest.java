package dev.muster.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexedGraphTest {

    @Test
    void inputs_are_positions_in_the_order_in_which_the_work_takes_them() {
        //  a   b
        //   \ /|
        //    c |    c takes b, a and b again
        //     \|
        //      d    d takes c and b
        IndexedGraph graph =
                Drawing.of("a \n b \n b a b -> c \n c b -> d", "d", "c").indexed();

        int a = position(graph, "a");
        int b = position(graph, "b");
        int c = position(graph, "c");
        int d = position(graph, "d");
        assertThat(graph.inputs(c)).containsExactly(b, a, b);
        assertThat(graph.inputCount(c)).isEqualTo(3);
        assertThat(graph.inputs(d)).containsExactly(c, b);
        assertThat(graph.dependantCount(b)).isEqualTo(2);
        assertThat(graph.dependant(b, 0)).isEqualTo(c);
        assertThat(graph.dependant(b, 1)).isEqualTo(d);
        assertThat(graph.goalCount()).isEqualTo(2);
        assertThat(graph.goal(0)).isEqualTo(d);
        assertThat(graph.goal(1)).isEqualTo(c);
    }

    @Test
    void what_no_goal_needs_is_left_out_and_chains_are_fused() {
        TaskGraph graph = Drawing.of("a -> b \n b -> c \n a -> x", "c");

        assertThat(graph.indexed().size()).isEqualTo(1);
        assertThat(graph.indexed().task(0).name()).isEqualTo("a·b·c");
        assertThat(graph.indexed(Fusion.NONE).size()).isEqualTo(3);
    }

    @Test
    void an_input_that_a_task_does_not_have_is_refused() {
        IndexedGraph graph = Drawing.of("a b -> c").indexed();

        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> graph.input(2, 2));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> graph.dependant(0, 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void inputs_come_before_the_tasks_that_take_them_and_links_agree(long seed) {
        TaskGraph source = Families.random(seed, 500, 3, 40);
        IndexedGraph graph = source.indexed(Fusion.NONE);

        Set<Key> seen = new HashSet<>();
        for (int position = 0; position < graph.size(); position++) {
            Task task = graph.task(position);
            assertThat(seen).containsAll(task.inputs());
            for (int i = 0; i < graph.inputCount(position); i++) {
                int input = graph.input(position, i);
                assertThat(graph.task(input).key()).isEqualTo(task.inputs().get(i));
                assertThat(dependants(graph, input)).contains(position);
            }
            seen.add(task.key());
        }
        assertThat(seen).hasSize(source.size());
    }

    private static Set<Integer> dependants(IndexedGraph graph, int position) {
        Set<Integer> dependants = new HashSet<>();
        for (int i = 0; i < graph.dependantCount(position); i++) {
            dependants.add(graph.dependant(position, i));
        }
        return dependants;
    }

    private static int position(IndexedGraph graph, String key) {
        for (int position = 0; position < graph.size(); position++) {
            if (graph.task(position).key().equals(Key.parse(key))) {
                return position;
            }
        }
        throw new AssertionError("no task " + key);
    }
}
