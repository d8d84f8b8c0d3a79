package dev.muster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.client.GraphSource;
import dev.muster.client.TaskFuture;
import dev.muster.error.ClusterException;
import dev.muster.error.TaskFailedException;
import dev.muster.graph.IndexedGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallerRunTest {

    @Test
    void tasks_run_in_the_callers_thread_in_an_order_that_finishes_small_goals_first() {
        List<String> ran = new ArrayList<>();
        List<Delayed<Integer>> sums = new ArrayList<>();
        for (String part : List.of("a", "b", "c")) {
            Delayed<Integer> one = noted(ran, part + "1");
            Delayed<Integer> two = noted(ran, part + "2");
            sums.add(Delayed.combine(
                    (x, y) -> {
                        ran.add(part + "+");
                        return x + y;
                    },
                    one,
                    two));
        }
        assertThat(Delayed.all(sums).compute(Schedulers.synchronous())).containsExactly(2, 2, 2);
        assertThat(ran).hasSize(9);
        for (int i = 0; i < 9; i += 3) {
            assertThat(ran.get(i + 2)).as("a sum follows its parts: %s", ran).endsWith("+");
        }
    }

    private static Delayed<Integer> noted(List<String> ran, String name) {
        Thread caller = Thread.currentThread();
        return Delayed.of(() -> {
            assertThat(Thread.currentThread()).isSameAs(caller);
            ran.add(name);
            return 1;
        });
    }

    @Test
    void a_value_is_dropped_when_its_last_use_begins() {
        Delayed<Integer> shared = Delayed.value(1);
        IndexedGraph graph = ((GraphSource<?>) Delayed.combine(Integer::sum, shared.map(v -> v + 1), shared))
                .graph()
                .indexed();
        Object[] values = new Object[graph.size()];
        int[] uses = Uses.of(graph);
        assertThat(Arrays.stream(uses).sum()).as("three inputs and a goal").isEqualTo(4);
        values[0] = "shared";
        assertThat(Uses.inputs(graph, 1, values, uses)).containsExactly("shared");
        assertThat(values[0]).isEqualTo("shared");
        values[1] = "mapped";
        assertThat(Uses.inputs(graph, 2, values, uses)).containsExactlyInAnyOrder("shared", "mapped");
        assertThat(values).containsOnlyNulls();
    }

    @Test
    void an_input_named_twice_is_given_twice() {
        Delayed<Integer> x = Delayed.value(4);
        assertThat(Delayed.combine((a, b) -> a * b, x, x).compute(Schedulers.synchronous()))
                .isEqualTo(16);
    }

    @Test
    void what_a_function_threw_is_the_cause_with_hardly_a_frame_of_ours() {
        IllegalStateException thrown = new IllegalStateException("bad row");
        Delayed<Integer> x = Delayed.value(1).map(v -> fails(thrown)).map(v -> 2);
        TaskFailedException failed =
                catchThrowableOfType(TaskFailedException.class, () -> x.compute(Schedulers.synchronous()));
        assertThat(failed).hasMessageContaining("bad row").hasMessageContaining("the caller's thread");
        assertThat(failed.getCause()).isSameAs(thrown);
        assertThat(Arrays.stream(thrown.getStackTrace())
                        .filter(frame -> !frame.getClassName().startsWith(CallerRunTest.class.getName())))
                .hasSizeLessThan(4);
        assertThat(failed.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(CallerRunTest.class.getName()));
    }

    private static int fails(RuntimeException thrown) {
        thrown.fillInStackTrace();
        throw thrown;
    }

    @Test
    void checked_exceptions_and_errors_are_causes_too() {
        for (Throwable thrown : List.of(new java.io.IOException("gone"), new AssertionError("never"))) {
            Delayed<Integer> x = Delayed.of(() -> {
                if (thrown instanceof Exception checked) {
                    throw checked;
                }
                throw (Error) thrown;
            });
            assertThatThrownBy(() -> x.compute(Schedulers.synchronous()))
                    .isInstanceOf(TaskFailedException.class)
                    .cause()
                    .isSameAs(thrown);
        }
    }

    @Test
    void a_futures_failure_is_the_computations() {
        IllegalStateException thrown = new IllegalStateException("bad row");
        Delayed<Integer> x = Delayed.future(TaskFuture.failed(thrown));
        assertThatThrownBy(() -> x.map(v -> v).compute(Schedulers.synchronous()))
                .isInstanceOf(TaskFailedException.class)
                .cause()
                .isSameAs(thrown);
    }

    @Test
    void an_interrupt_ends_the_computation_and_stays() {
        Delayed<Integer> x = Delayed.of(() -> {
            Thread.currentThread().interrupt();
            return 1;
        });
        Delayed<List<Integer>> more = Delayed.all(Collections.nCopies(3, x));
        assertThatThrownBy(() -> more.compute(Schedulers.synchronous()))
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.code()).isEqualTo(ClusterException.Code.INTERRUPTED));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_function_that_is_interrupted_ends_it_too() {
        Delayed<Integer> x = Delayed.of(() -> {
            throw new InterruptedException("woken");
        });
        assertThatThrownBy(() -> x.compute(Schedulers.synchronous()))
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.code()).isEqualTo(ClusterException.Code.INTERRUPTED))
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
