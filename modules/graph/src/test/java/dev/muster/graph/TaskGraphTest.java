package dev.muster.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskGraphTest {

    private static final Work NOTHING = inputs -> null;

    @Test
    void a_task_copies_its_inputs() {
        List<Key> inputs = new ArrayList<>(List.of(Key.parse("a")));
        Task task = new Task(Key.parse("b"), "b", NOTHING, inputs);
        inputs.clear();

        assertThat(task.inputs()).containsExactly(Key.parse("a"));
    }

    @Test
    void a_task_without_a_name_or_work_is_refused() {
        Key key = new Key("sum", 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Task(key, " ", NOTHING, List.of()))
                .withMessageContaining("sum-3");
        assertThatNullPointerException()
                .isThrownBy(() -> new Task(key, "sum", nothing(), List.of()))
                .withMessageContaining("work");
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    @Test
    void tasks_may_be_added_before_their_inputs() {
        TaskGraph graph = TaskGraph.builder()
                .add(Drawing.task("b", "a"))
                .add(Drawing.task("a"))
                .build();

        assertThat(graph.tasks()).extracting(task -> task.key().toString()).containsExactly("b", "a");
        assertThat(graph.order()).containsExactly(1, 0);
        assertThat(graph.positionOf(Key.parse("a"))).isEqualTo(1);
        assertThat(graph.positionOf(Key.parse("c"))).isEqualTo(-1);
        assertThat(graph.task(Key.parse("b")))
                .hasValueSatisfying(task -> assertThat(task.inputs()).containsExactly(Key.parse("a")));
        assertThat(graph.task(Key.parse("c"))).isEmpty();
    }

    @Test
    void without_named_goals_every_task_that_nobody_takes_is_one() {
        assertThat(Drawing.of("a b -> c \n a -> d").goals()).containsExactly(Key.parse("c"), Key.parse("d"));
    }

    @Test
    void goals_come_once_each_in_the_order_in_which_they_were_named() {
        assertThat(Drawing.of("a b -> c \n a -> d", "d", "a", "d").goals())
                .containsExactly(Key.parse("d"), Key.parse("a"));
    }

    @Test
    void an_input_that_is_not_there_is_named_with_who_takes_it() {
        TaskGraph.Builder builder = TaskGraph.builder()
                .add(Drawing.task("sum-1", "load-1", "load-2"))
                .add(Drawing.task("load-1"));

        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .withMessageContaining("2 tasks")
                .withMessageContaining("sum-1 takes load-2")
                .withMessageNotContaining("load-1,");
    }

    @Test
    void of_many_absent_inputs_a_few_are_named_and_the_rest_counted() {
        TaskGraph.Builder builder = TaskGraph.builder();
        for (int i = 0; i < 9; i++) {
            builder.add(Drawing.task("sum-" + i, "load-" + i));
        }

        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .withMessageContaining("sum-4 takes load-4")
                .withMessageContaining("and 4 more");
    }

    @Test
    void a_goal_that_is_not_there_is_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Drawing.of("a -> b", "c"))
                .withMessageContaining("goal c is not in the graph, which holds 2 tasks");
    }

    @Test
    void two_tasks_of_one_key_are_refused_and_both_are_shown() {
        TaskGraph.Builder builder = TaskGraph.builder().add(Drawing.task("x-1", "a"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.add(Drawing.task("x-1", "b")))
                .withMessageContaining("key x-1 is taken twice")
                .withMessageContaining("[a]")
                .withMessageContaining("[b]");
    }

    @Test
    void graphs_that_share_tasks_can_be_put_together() {
        Task shared = Drawing.task("a");
        TaskGraph one =
                TaskGraph.builder().add(shared).add(Drawing.task("b", "a")).build();
        TaskGraph other =
                TaskGraph.builder().add(shared).add(Drawing.task("c", "a")).build();

        TaskGraph both = TaskGraph.builder()
                .addAll(one.tasks())
                .addAll(other.tasks())
                .goals(one.goals())
                .goals(other.goals())
                .build();

        assertThat(both.size()).isEqualTo(3);
        assertThat(both.goals()).containsExactly(Key.parse("b"), Key.parse("c"));
    }

    @Test
    void a_builder_that_goes_on_does_not_change_what_it_built() {
        TaskGraph.Builder builder = TaskGraph.builder().add(Drawing.task("a"));
        TaskGraph small = builder.build();
        for (int i = 0; i < 100; i++) {
            builder.add(Drawing.task("b-" + i, "a"));
        }

        assertThat(small.size()).isEqualTo(1);
        assertThat(small.positionOf(new Key("b", 3))).isEqualTo(-1);
        assertThat(builder.build().size()).isEqualTo(101);
    }

    @Test
    void an_empty_graph_is_a_graph() {
        TaskGraph graph = TaskGraph.builder().build();

        assertThat(graph.order()).isEmpty();
        assertThat(graph.indexed().size()).isZero();
        assertThat(graph.goals()).isEmpty();
    }

    @Test
    void culling_leaves_what_the_goals_need() {
        //  a   b   c
        //   \ / \ /
        //    d   e
        //    |   |
        //    f   g
        TaskGraph graph = Drawing.of("a b -> d \n b c -> e \n d -> f \n e -> g");

        TaskGraph culled = graph.cull(List.of(Key.parse("f")));

        assertThat(culled.tasks()).extracting(task -> task.key().toString()).containsExactly("a", "b", "d", "f");
        assertThat(culled.goals()).containsExactly(Key.parse("f"));
    }

    @Test
    void a_graph_with_nothing_to_cull_is_returned_as_it_is() {
        TaskGraph graph = Drawing.of("a b -> c");

        assertThat(graph.cull()).isSameAs(graph);
        assertThat(graph.cull(graph.goals())).isSameAs(graph);
    }

    @Test
    void culling_to_no_goal_or_to_an_unknown_one_is_refused() {
        TaskGraph graph = Drawing.of("a b -> c");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> graph.cull(List.of()))
                .withMessageContaining("goals");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> graph.cull(List.of(Key.parse("z"))))
                .withMessageContaining("goal z");
    }
}
