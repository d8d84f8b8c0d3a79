package dev.muster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.muster.compute.Computable;
import dev.muster.compute.Scheduler;
import dev.muster.error.TaskFailedException;
import dev.muster.graph.Key;
import dev.muster.graph.Task;
import dev.muster.graph.TaskGraph;
import dev.muster.graph.Work;
import dev.muster.scheduler.SchedulerEvent.GraphSubmitted;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ComputeTest extends WithFakeSession {

    private static final Key LOAD = new Key("load", 0);
    private static final Key LEFT = new Key("left", 0);
    private static final Key RIGHT = new Key("right", 0);

    private final AtomicInteger loads = new AtomicInteger();
    private final Task load = new Task(LOAD, "load", in -> 10 + loads.getAndIncrement(), List.of());
    private final Task left = new Task(LEFT, "left", in -> (int) in[0] + 1, List.of(LOAD));
    private final Task right = new Task(RIGHT, "right", in -> (int) in[0] * 2, List.of(LOAD));

    /** A computable for tests. */
    private record Described(TaskGraph graph, List<Key> wanted, Work assembly) implements GraphSource<Object> {
        @Override
        public String kind() {
            return "delayed";
        }

        @Override
        public Object compute() {
            return Client.current().compute(this).result();
        }

        @Override
        public Object compute(Scheduler scheduler) {
            return compute();
        }

        @Override
        public Computable<Object> persist() {
            return this;
        }

        @Override
        public void visualize(Path dotOrSvg) {}
    }

    private static TaskGraph graph(Task... tasks) {
        return TaskGraph.builder().addAll(Arrays.asList(tasks)).build();
    }

    @Test
    void a_value_of_one_task_is_its_value() {
        Described one = new Described(graph(load, left, right), List.of(LEFT), null);
        TaskFuture<Object> future = client.compute(one);
        assertThat(future.result()).isEqualTo(11);
        assertThat(future.key()).isEqualTo("left-0");
        assertThat(one.compute()).isEqualTo(12);
        GraphSubmitted submitted = session.seen(GraphSubmitted.class).get(0);
        assertThat(submitted.works()).hasSize(1);
        assertThat(submitted.wanted()).containsExactly(0);
    }

    @Test
    void a_value_of_several_tasks_is_assembled() {
        Described both = new Described(graph(load, left, right), List.of(LEFT, RIGHT, LEFT), in -> Arrays.asList(in));
        assertThat(client.compute(both).result()).isEqualTo(List.of(11, 20, 11));
    }

    @Test
    void shared_parts_run_once() {
        List<Computable<Object>> many = List.of(
                new Described(graph(load, left), List.of(LEFT), null),
                new Described(graph(load, right), List.of(RIGHT), null),
                new Described(graph(load, left), List.of(LEFT), null));
        assertThat(client.<Object>computeAll(many).results()).containsExactly(11, 20, 11);
        assertThat(loads).hasValue(1);
        assertThat(client.computeAll(List.of())).isEmpty();
    }

    @Test
    void futures_are_inputs_of_graphs() {
        TaskFuture<Integer> base = client.submit(() -> 5);
        Key held = new Key("held", 0);
        Task leaf = GraphSource.held(held, base);
        Task plus = new Task(LEFT, "plus", in -> (int) in[0] + (int) in[1], List.of(held, LOAD));
        assertThat(client.compute(new Described(graph(leaf, plus, load), List.of(LEFT), null))
                        .result())
                .isEqualTo(15);
        assertThat(client.compute(new Described(graph(leaf), List.of(held), null)))
                .isSameAs(base);
        TaskFuture<Integer> bad = client.<Integer>submit(() -> 1 / 0).exceptionally(e -> 7);
        Task promised = GraphSource.held(held, bad);
        assertThat(client.compute(new Described(graph(promised, plus, load), List.of(LEFT), null))
                        .result())
                .isEqualTo(18);
    }

    @Test
    void a_graph_can_be_kept_part_by_part() {
        TaskGraph graph = TaskGraph.builder()
                .addAll(List.of(load, left, right))
                .goals(List.of(RIGHT, LOAD))
                .build();
        Map<Key, TaskFuture<Object>> parts = GraphSource.submit(client, graph);
        assertThat(parts.keySet()).containsExactly(RIGHT, LOAD);
        assertThat(parts.get(LOAD).result()).isEqualTo(10);
        assertThat(parts.get(RIGHT).result()).isEqualTo(20);
        assertThat(parts.get(RIGHT).key()).isEqualTo("right-0");
    }

    @Test
    void options_of_tasks_are_laid_over_the_views() {
        Task important = new Task(
                LEFT, "left", in -> 1, List.of(), TaskOptions.defaults().priority(7));
        client.withOptions(o -> o.priority(2).retries(1))
                .compute(new Described(graph(important), List.of(LEFT), null))
                .result();
        GraphSubmitted submitted = session.seen(GraphSubmitted.class).get(0);
        assertThat(submitted.specs()[0].priority()).isEqualTo(7);
        assertThat(submitted.specs()[0].retry().times()).isEqualTo(1);
        assertThat(submitted.specs()[0].name()).isEqualTo("left");
    }

    @Test
    void a_failed_graph_names_its_task_and_can_be_replayed() {
        Task broken = new Task(RIGHT, "broken", in -> 1 / ((int) in[0] - (int) in[0]), List.of(LOAD));
        Task after = new Task(LEFT, "after", in -> in[0], List.of(RIGHT));
        TaskFuture<Object> future = client.compute(new Described(graph(load, broken, after), List.of(LEFT), null));
        assertThatExceptionOfType(TaskFailedException.class)
                .isThrownBy(future::result)
                .withCauseInstanceOf(ArithmeticException.class)
                .withMessageContaining("left-0");
        assertThatExceptionOfType(TaskFailedException.class)
                .isThrownBy(() -> client.replay(future))
                .withCauseInstanceOf(ArithmeticException.class);
    }
}
