package dev.muster.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FusionTest {

    @Test
    void a_chain_becomes_one_task_with_the_last_key_and_a_name_that_tells() throws Exception {
        TaskGraph fused = Drawing.of("load-0 -> clean-0 \n clean-0 -> count-0").fuse();

        assertThat(fused.size()).isEqualTo(1);
        Task task = fused.tasks().get(0);
        assertThat(task.key()).hasToString("count-0");
        assertThat(task.name()).isEqualTo("load·clean·count");
        assertThat(task.inputs()).isEmpty();
        assertThat(task.work().run(new Object[0])).isEqualTo("count-0[clean-0[load-0]]");
    }

    @Test
    void chains_end_where_results_are_shared_or_joined() {
        //  a0   b0        a0·a1   b0·b1
        //  |    |            \     /
        //  a1   b1      →       c
        //    \ /               / \
        //     c             d·e   f
        //    / \
        //   d   f
        //   |
        //   e
        TaskGraph fused = Drawing.of("a-0 -> a-1 \n b-0 -> b-1 \n a-1 b-1 -> c \n c -> d \n c -> f \n d -> e")
                .fuse();

        assertThat(names(fused)).containsExactly("a×2", "b×2", "c", "f", "d·e");
        assertThat(fused.goals()).containsExactly(Key.parse("f"), Key.parse("e"));
    }

    @Test
    void a_goal_never_disappears_into_its_dependant() {
        TaskGraph fused = Drawing.of("a -> b \n b -> c", "b", "c").fuse();

        assertThat(names(fused)).containsExactly("a·b", "c");
        assertThat(fused.goals()).containsExactly(Key.parse("b"), Key.parse("c"));
    }

    @Test
    void tasks_with_other_options_stay_apart() {
        Work same = inputs -> inputs[0];
        TaskGraph fused = TaskGraph.builder()
                .add(new Task(Key.parse("a"), "a", inputs -> 1, List.of()))
                .add(new Task(Key.parse("b"), "b", same, List.of(Key.parse("a"))))
                .add(new Task(Key.parse("c"), "c", same, List.of(Key.parse("b")), "gpu"))
                .add(new Task(Key.parse("d"), "d", same, List.of(Key.parse("c")), "g" + "pu"))
                .add(new Task(Key.parse("e"), "e", same, List.of(Key.parse("d")), "cpu"))
                .build()
                .fuse();

        assertThat(names(fused)).containsExactly("a·b", "c·d", "e");
        assertThat(fused.tasks()).extracting(Task::options).containsExactly(null, "gpu", "cpu");
    }

    @Test
    void a_task_that_takes_one_result_twice_is_no_link() {
        assertThat(names(Drawing.of("a a -> b").fuse())).containsExactly("a", "b");
    }

    @Test
    void long_names_show_runs_and_leave_out_the_middle() {
        TaskGraph steps = Drawing.of("s-0 -> s-1 \n s-1 -> s-2 \n s-2 -> s-3 \n s-3 -> end");
        TaskGraph many = Drawing.of("a -> b \n b -> c \n c -> d \n d -> e \n e -> f");

        assertThat(names(steps.fuse())).containsExactly("s×4·end");
        assertThat(names(many.fuse())).containsExactly("a·b·…·f");
    }

    @Test
    void a_graph_without_chains_is_returned_as_it_is() {
        TaskGraph graph = Drawing.of("a b -> c");

        assertThat(graph.fuse()).isSameAs(graph);
    }

    @Test
    void fusing_what_is_fused_flattens() throws Exception {
        TaskGraph once = Drawing.of("a -> b").fuse();
        TaskGraph again = TaskGraph.builder()
                .addAll(once.tasks())
                .add(Drawing.task("c", "b"))
                .build()
                .fuse();

        assertThat(names(again)).containsExactly("a·b·c");
        assertThat(again.tasks().get(0).work().run(new Object[0])).isEqualTo("c[b[a]]");
        assertThat(Chain.lengthOf(again.tasks().get(0).work())).isEqualTo(3);
    }

    @Test
    void the_exception_of_a_link_is_the_exception_of_the_whole() {
        TaskGraph graph = TaskGraph.builder()
                .add(new Task(
                        Key.parse("a"),
                        "a",
                        inputs -> {
                            throw new IOException("disk gone");
                        },
                        List.of()))
                .add(Drawing.task("b", "a"))
                .build();

        Work whole = graph.fuse().tasks().get(0).work();

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> whole.run(new Object[0]))
                .withMessage("disk gone");
    }

    @Test
    void an_interrupt_between_two_links_stops_the_chain() {
        List<String> ran = new ArrayList<>();
        Work whole = TaskGraph.builder()
                .add(new Task(
                        Key.parse("a"),
                        "a",
                        inputs -> {
                            Thread.currentThread().interrupt();
                            return ran.add("a");
                        },
                        List.of()))
                .add(new Task(Key.parse("b"), "b", inputs -> ran.add("b"), List.of(Key.parse("a"))))
                .build()
                .fuse()
                .tasks()
                .get(0)
                .work();

        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> whole.run(new Object[0]))
                .withMessageContaining("link 1 of 2");
        assertThat(ran).containsExactly("a");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void the_work_of_a_long_chain_travels() throws Exception {
        Work work = Families.chain(100_000).fuse().tasks().get(0).work();

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(work);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            Work copy = (Work) in.readObject();
            assertThat(Chain.lengthOf(copy)).isEqualTo(100_000);
            assertThat(copy.run(new Object[0])).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void fusing_and_ordering_do_not_change_any_goal(long seed) throws Exception {
        TaskGraph graph = arithmetic(seed);

        List<@Nullable Object> plain = goalValues(graph.indexed(Fusion.NONE));
        IndexedGraph fused = graph.indexed(Fusion.CHAINS);

        assertThat(fused.size()).isLessThan(graph.size());
        assertThat(goalValues(fused)).isEqualTo(plain);
    }

    /** Random tasks, many with a single input, that compute numbers in which the order of inputs matters. */
    private static TaskGraph arithmetic(long seed) {
        Random random = new Random(seed);
        TaskGraph.Builder builder = TaskGraph.builder();
        for (int i = 0; i < 200; i++) {
            List<Key> inputs = new ArrayList<>();
            for (int k = i == 0 ? 0 : random.nextInt(3); k > 0; k--) {
                inputs.add(new Key("t", i - 1 - random.nextInt(Math.min(i, 5))));
            }
            long start = i;
            Work work = given -> {
                long sum = start;
                for (Object value : given) {
                    sum = sum * 31 + (Long) java.util.Objects.requireNonNull(value);
                }
                return sum;
            };
            builder.add(new Task(new Key("t", i), "t", work, inputs));
        }
        return builder.goal(new Key("t", 199))
                .goal(new Key("t", 100))
                .goal(new Key("t", 0))
                .build();
    }

    private static List<@Nullable Object> goalValues(IndexedGraph graph) throws Exception {
        Map<Integer, @Nullable Object> values = new HashMap<>();
        for (int position = 0; position < graph.size(); position++) {
            @Nullable Object[] inputs = new @Nullable Object[graph.inputCount(position)];
            for (int i = 0; i < inputs.length; i++) {
                assertThat(values).containsKey(graph.input(position, i));
                inputs[i] = values.get(graph.input(position, i));
            }
            values.put(position, graph.task(position).work().run(inputs));
        }
        List<@Nullable Object> goals = new ArrayList<>();
        for (int i = 0; i < graph.goalCount(); i++) {
            goals.add(values.get(graph.goal(i)));
        }
        return goals;
    }

    private static List<String> names(TaskGraph graph) {
        return graph.tasks().stream().map(Task::name).toList();
    }
}
