package dev.muster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.client.GraphSource;
import dev.muster.client.TaskFuture;
import dev.muster.client.TaskOptions;
import dev.muster.function.Function1;
import dev.muster.function.Pair;
import dev.muster.function.Triple;
import dev.muster.graph.Task;
import dev.muster.graph.TaskGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DelayedTest {

    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void describing_runs_nothing() {
        Delayed<Integer> x = counted(1).map(v -> v + calls.incrementAndGet());
        x.options(TaskOptions.defaults().name("kept"));
        assertThat(calls).hasValue(0);
        assertThat((Object) value(x)).isEqualTo(3);
    }

    @Test
    void a_shared_part_runs_once_in_one_computation() {
        Delayed<Integer> shared = counted(20);
        Delayed<Integer> twice = Delayed.combine(Integer::sum, shared, shared);
        Delayed<Integer> more = Delayed.combine((a, b, c) -> a + b + c, twice, shared, twice.map(v -> v + 1));
        assertThat((Object) value(more)).isEqualTo(40 + 20 + 41);
        assertThat(calls).hasValue(1);
    }

    @Test
    void a_shared_part_runs_once_for_several_values() {
        Delayed<Integer> shared = counted(20);
        Pair<Integer, String> both =
                Muster.compute(shared.map(v -> v + 1), shared.map(v -> "v" + v), Schedulers.synchronous());
        assertThat(both).isEqualTo(new Pair<>(21, "v20"));
        Triple<Integer, Integer, Integer> three =
                Muster.compute(shared, shared, shared.map(v -> v * 2), Schedulers.synchronous());
        assertThat(three).isEqualTo(new Triple<>(20, 20, 40));
        assertThat(Muster.<Integer>computeAll(List.of(shared, shared, shared), Schedulers.synchronous()))
                .containsExactly(20, 20, 20);
        assertThat(calls).as("once in each of the three computations").hasValue(3);
    }

    @Test
    void mapping_twice_describes_two_tasks() {
        Delayed<Integer> x = Delayed.value(1);
        Function1<Integer, Integer> count = v -> v + calls.incrementAndGet();
        assertThat(value(Delayed.combine(Integer::sum, x.map(count), x.map(count))))
                .isEqualTo(5);
        assertThat(calls).hasValue(2);
    }

    @Test
    void the_pipeline_of_the_course_runs() {
        Delayed<List<Integer>> loaded = Delayed.of(this::loaded, 4);
        Delayed<Integer> sum =
                loaded.map(all -> all.stream().mapToInt(Integer::intValue).sum());
        Delayed<Integer> most = loaded.map(all -> all.get(all.size() - 1));
        Delayed<String> report = Delayed.combine((s, m) -> "sum " + s + ", most " + m, sum, most);
        assertThat(value(report)).isEqualTo("sum 6, most 3");
        assertThat(calls).hasValue(1);
    }

    private List<Integer> loaded(int count) {
        calls.incrementAndGet();
        return IntStream.range(0, count).boxed().toList();
    }

    @Test
    void values_arguments_and_results_may_be_null() {
        Delayed<String> none = Delayed.value(null);
        assertThat(value(none)).isNull();
        assertThat(value(Delayed.<String, String>of(v -> v, null))).isNull();
        assertThat((Object) value(none.map(v -> v == null ? "none" : v))).isEqualTo("none");
        assertThat(value(Delayed.all(List.of(none, Delayed.value("a"))))).isEqualTo(Arrays.asList(null, "a"));
        assertThat(Muster.<String>computeAll(List.of(none, none), Schedulers.synchronous()))
                .containsExactly(null, null);
    }

    @Test
    void lists_of_parts_keep_their_order_and_may_be_empty() {
        List<Delayed<Integer>> parts =
                IntStream.range(0, 1_000).mapToObj(i -> Delayed.value(i)).toList();
        assertThat(value(Delayed.all(parts)))
                .isEqualTo(IntStream.range(0, 1_000).boxed().toList());
        assertThat(value(Delayed.combine((List<Integer> all) -> all.size(), parts)))
                .isEqualTo(1_000);
        assertThat(value(Delayed.all(List.<Delayed<Integer>>of()))).isEmpty();
        assertThat(value(Delayed.combine((List<Integer> all) -> all.size(), List.<Delayed<Integer>>of())))
                .isZero();
        assertThat(Muster.<Integer>computeAll(List.<Delayed<Integer>>of())).isEmpty();
    }

    @Test
    void what_all_gives_cannot_be_changed() {
        List<Integer> all = value(Delayed.all(List.of(Delayed.value(1))));
        assertThatThrownBy(() -> all.add(2)).isInstanceOf(UnsupportedOperationException.class);
    }

    // ---- depth

    @Test
    void a_hundred_thousand_maps_in_a_row_do_not_overflow() {
        Delayed<Integer> x = Delayed.value(0);
        for (int i = 0; i < 100_000; i++) {
            x = x.map(v -> v + 1);
        }
        assertThat(x.toString()).startsWith("Delayed(").endsWith(" of 1)");
        TaskGraph graph = graph(x);
        assertThat(graph.size()).isEqualTo(100_001);
        assertThat(graph.indexed().size()).as("one task for the whole chain").isEqualTo(1);
        assertThat((Object) value(x)).isEqualTo(100_000);
    }

    @Test
    void a_hundred_thousand_links_that_cannot_be_fused_do_not_overflow() {
        Delayed<Integer> one = Delayed.value(1);
        Delayed<Integer> x = one;
        for (int i = 0; i < 100_000; i++) {
            x = Delayed.combine(Integer::sum, x, one);
        }
        assertThat(graph(x).indexed().size()).isEqualTo(100_001);
        assertThat((Object) value(x)).isEqualTo(100_001);
    }

    @Test
    void many_values_over_one_deep_part_walk_it_once() {
        Delayed<Integer> deep = Delayed.value(0);
        for (int i = 0; i < 20_000; i++) {
            deep = deep.map(v -> v + 1);
        }
        List<Delayed<Integer>> many = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            int add = i;
            many.add(deep.map(v -> v + add));
        }
        // 400 million steps, were each walked alone.
        assertThat(Muster.<Integer>computeAll(many, Schedulers.synchronous()))
                .isEqualTo(IntStream.range(20_000, 40_000).boxed().toList());
    }

    @Test
    void a_tree_of_a_hundred_thousand_is_summed() {
        List<Delayed<Integer>> level = new ArrayList<>(
                IntStream.range(0, 1 << 16).mapToObj(i -> Delayed.value(1)).toList());
        while (level.size() > 1) {
            List<Delayed<Integer>> next = new ArrayList<>();
            for (int i = 0; i < level.size(); i += 2) {
                next.add(Delayed.combine(Integer::sum, level.get(i), level.get(i + 1)));
            }
            level = next;
        }
        assertThat((Object) value(level.get(0))).isEqualTo(1 << 16);
    }

    // ---- names and options

    @Test
    void tasks_are_named_after_their_functions() {
        Delayed<String> text = Delayed.of(DelayedTest::load).map(String::strip);
        assertThat(names(text)).containsExactlyInAnyOrder("load", "strip");
        assertThat(names(Delayed.all(List.of(Delayed.value(1))))).containsExactlyInAnyOrder("all", "value");
        assertThat(text.toString()).matches("Delayed\\(strip-\\d+ of 1\\)");
    }

    private static String load() {
        return " text ";
    }

    @Test
    void options_name_a_task_and_give_its_key() {
        Delayed<String> text = Delayed.of(DelayedTest::load)
                .options(TaskOptions.defaults().name("reading").key("the-text"));
        assertThat(text.toString()).isEqualTo("Delayed(the-text)");
        assertThat(names(text)).containsExactly("reading");
        assertThat((Object) value(text)).isEqualTo(" text ");
    }

    @Test
    void options_are_the_last_functions_alone_and_keep_it_out_of_chains() {
        Delayed<String> text = Delayed.of(DelayedTest::load)
                .options(TaskOptions.defaults().retries(3))
                .map(String::strip);
        assertThat(graph(text).indexed().size()).isEqualTo(2);
        assertThat((Object) value(text)).isEqualTo("text");
    }

    @Test
    void two_tasks_of_one_exact_key_are_refused() {
        TaskOptions same = TaskOptions.defaults().key("same");
        Delayed<Integer> a = Delayed.of(() -> 1).options(same);
        Delayed<Integer> b = Delayed.of(() -> 2).options(same);
        assertThatThrownBy(() -> value(Delayed.combine(Integer::sum, a, b)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key same is taken twice");
    }

    @Test
    void options_that_a_graph_cannot_keep_are_refused() {
        Delayed<Integer> x = Delayed.value(1);
        assertThatThrownBy(() -> x.options(TaskOptions.defaults().after(TaskFuture.of(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("after")
                .hasMessageContaining("Delayed.future");
        assertThatThrownBy(() -> Delayed.future(TaskFuture.of(1)).options(TaskOptions.defaults()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("future");
    }

    // ---- futures

    @Test
    void a_futures_value_is_taken() {
        Delayed<Integer> x = Delayed.future(TaskFuture.of(20));
        assertThat((Object) value(x.map(v -> v + 1))).isEqualTo(21);
        assertThat(graph(x.map(v -> v + 1)).indexed().size())
                .as("a future is not fused away")
                .isEqualTo(2);
    }

    @Test
    void persisting_without_workers_computes_at_once() {
        Delayed<Integer> kept = Runners.named("synchronous").persist(counted(7));
        assertThat(calls).hasValue(1);
        assertThat((Object) value(kept)).isEqualTo(7);
        assertThat((Object) value(kept.map(v -> v + 1))).isEqualTo(8);
        assertThat(calls).hasValue(1);
    }

    // ---- bad input

    @Test
    void nulls_are_refused_by_name() {
        Delayed<Integer> x = Delayed.value(1);
        refused("function", () -> Delayed.of(null));
        refused("function", () -> Delayed.of(null, 1));
        refused("future", () -> Delayed.future(null));
        refused("parts", () -> Delayed.all(null));
        refused("parts[1]", () -> Delayed.all(Arrays.asList(x, null)));
        refused("function", () -> Delayed.combine(null, x, x));
        refused("b", () -> Delayed.combine(Integer::sum, x, null));
        refused("c", () -> Delayed.combine((Integer a, Integer b, Integer c) -> a, x, x, null));
        refused("function", () -> x.map(null));
        refused("options", () -> x.options(null));
        refused("scheduler", () -> x.compute(null));
        refused("x", () -> Muster.compute(null));
        refused("many", () -> Muster.computeAll(null));
        refused("many[0]", () -> Muster.computeAll(Arrays.asList((Delayed<Integer>) null)));
        refused("dotOrSvg", () -> x.visualize(null));
    }

    private static void refused(String parameter, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(parameter + " is null");
    }

    @Test
    void what_is_none_of_our_collections_is_refused() {
        assertThatThrownBy(() -> Muster.compute(new Foreign(), Schedulers.synchronous()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Foreign.class.getName());
        assertThatThrownBy(() -> Delayed.combine(Integer::sum, Delayed.value(1), new Foreign()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Foreign.class.getName());
    }

    // ---- shorthand

    private Delayed<Integer> counted(int value) {
        return Delayed.of(() -> {
            calls.incrementAndGet();
            return value;
        });
    }

    private static <T> T value(Delayed<T> delayed) {
        return delayed.compute(Schedulers.synchronous());
    }

    private static TaskGraph graph(Delayed<?> delayed) {
        return ((GraphSource<?>) delayed).graph();
    }

    private static List<String> names(Delayed<?> delayed) {
        return graph(delayed).tasks().stream().map(Task::name).toList();
    }
}
