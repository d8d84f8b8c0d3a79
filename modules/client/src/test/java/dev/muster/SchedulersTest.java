package dev.muster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.client.Client;
import dev.muster.client.GraphSource;
import dev.muster.client.TaskFuture;
import dev.muster.compute.Computable;
import dev.muster.compute.Scheduler;
import dev.muster.config.Settings;
import dev.muster.error.ClusterException;
import dev.muster.error.TaskFailedException;
import dev.muster.graph.Key;
import dev.muster.graph.Task;
import dev.muster.graph.TaskGraph;
import dev.muster.graph.Work;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs no workers; the rest is tested where there are some. */
class SchedulersTest {

    // ---- by name

    @ParameterizedTest
    @ValueSource(strings = {"threads", "processes", "synchronous"})
    void each_name_gives_the_scheduler_that_has_it(String name) {
        assertThat(Schedulers.named(name).name()).isEqualTo(name);
        assertThat(Schedulers.named(" " + name.toUpperCase(java.util.Locale.ROOT) + " "))
                .isSameAs(Schedulers.named(name));
    }

    @Test
    void an_unknown_name_is_refused_with_the_names_there_are() {
        assertThatThrownBy(() -> Schedulers.named("thread"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name=thread")
                .hasMessageContaining("processes, synchronous, threads");
        assertThatThrownBy(() -> Schedulers.named(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name is null");
    }

    @Test
    void a_scheduler_of_somebody_elses_is_looked_up_by_its_name() {
        Scheduler theirs = () -> "synchronous";
        Thread caller = Thread.currentThread();
        assertThat((boolean) Delayed.of(() -> Thread.currentThread() == caller).compute(theirs))
                .isTrue();
        assertThatThrownBy(() -> Delayed.value(1).compute(() -> "elsewhere"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("elsewhere");
    }

    @Test
    void too_few_workers_are_refused() {
        assertThatThrownBy(() -> Schedulers.threads(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("n=0");
        assertThatThrownBy(() -> Schedulers.processes(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("workers=-1");
        assertThatThrownBy(() -> Schedulers.of((ExecutorService) null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pool is null");
        assertThatThrownBy(() -> Schedulers.of((Client) null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("client is null");
    }

    // ---- without a local cluster on the class path

    @Test
    void threads_name_the_artifact_that_brings_them() {
        assertThatThrownBy(() -> Delayed.value(1).compute(Schedulers.threads()))
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.code()).isEqualTo(ClusterException.Code.CONFIG))
                .hasMessageContaining("dev.muster:muster-cluster-local");
    }

    @Test
    void processes_say_that_there_are_none_and_what_to_use() {
        assertThatThrownBy(() -> Delayed.value(1).compute(Schedulers.processes(2)))
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.code()).isEqualTo(ClusterException.Code.CONFIG))
                .hasMessageContaining("no worker processes")
                .hasMessageContaining("Schedulers.threads()");
    }

    // ---- on a client

    @Test
    void a_client_computes_and_shared_parts_run_once() {
        AtomicInteger calls = new AtomicInteger();
        Delayed<Integer> shared = Delayed.of(calls::incrementAndGet);
        try (Client client = Client.synchronous()) {
            Scheduler on = Schedulers.of(client);
            assertThat(Muster.<Integer>computeAll(List.of(shared, shared.map(v -> v + 1), shared), on))
                    .containsExactly(1, 2, 1);
            assertThat(calls).hasValue(1);
            assertThat(Delayed.value(null).compute(on)).isNull();
        }
    }

    @Test
    void an_open_client_comes_before_the_configuration_and_an_argument_before_it() {
        try (Client client = Client.synchronous()) {
            Delayed<String> name = Delayed.of(() -> dev.muster.client.TaskContext.current()
                    .map(task -> task.worker())
                    .orElse("none"));
            assertThat(name.compute()).isEqualTo("caller");
            assertThat(Muster.<String>compute(name)).isEqualTo("caller");
            assertThat(name.compute(Schedulers.synchronous())).isEqualTo("none");
        }
    }

    @Test
    void a_persisted_value_is_made_once_on_the_client() {
        AtomicInteger calls = new AtomicInteger();
        try (Client client = Client.synchronous()) {
            Delayed<Integer> kept = Delayed.of(calls::incrementAndGet).persist();
            assertThat(kept.toString()).startsWith("Delayed(future-");
            assertThat((int) kept.compute()).isEqualTo(1);
            assertThat((int) kept.map(v -> v + 1).compute()).isEqualTo(2);
            assertThat((int) kept.compute())
                    .as("computing did not let go of it")
                    .isEqualTo(1);
            assertThat(calls).hasValue(1);
        }
    }

    @Test
    void a_future_of_the_client_is_an_input_and_stays_the_callers() {
        try (Client client = Client.synchronous()) {
            TaskFuture<Integer> future = client.submit(() -> 20);
            Delayed<Integer> x = Delayed.future(future);
            assertThat(Muster.<Integer>computeAll(List.of(x, x.map(v -> v + 1))))
                    .containsExactly(20, 21);
            assertThat(future.result()).isEqualTo(20);
            assertThat((int) x.map(v -> v + 2).compute(Schedulers.synchronous()))
                    .isEqualTo(22);
        }
    }

    @Test
    void a_future_of_another_client_is_refused() {
        try (Client one = Client.synchronous();
                Client other = Client.synchronous()) {
            Delayed<Integer> x = Delayed.future(one.submit(() -> 20)).map(v -> v + 1);
            assertThatThrownBy(() -> x.compute(Schedulers.of(other)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("belongs to client");
        }
    }

    @Test
    void what_a_function_threw_on_a_client_is_the_cause() {
        IllegalStateException thrown = new IllegalStateException("bad row");
        try (Client client = Client.synchronous()) {
            Delayed<Integer> x = Delayed.value(1).map(v -> {
                throw (RuntimeException) thrown.fillInStackTrace();
            });
            assertThatThrownBy(x::compute)
                    .isInstanceOf(TaskFailedException.class)
                    .cause()
                    .isSameAs(thrown);
            assertThat(Arrays.stream(thrown.getStackTrace())
                            .filter(frame -> !frame.getClassName().startsWith(SchedulersTest.class.getName())))
                    .hasSizeLessThan(4);
        }
    }

    // ---- the table

    @ParameterizedTest
    @ValueSource(strings = {"array", "bag", "dataframe", "delayed"})
    void the_configuration_names_a_scheduler_for_each_kind(String kind) {
        Settings settings = Settings.defaults();
        List<Computable<?>> one = List.of(new OfKind(kind));
        assertThat(Runners.byKind(one, settings).name()).isEqualTo(kind.equals("bag") ? "processes" : "threads");
        assertThat(Runners.byKind(one, settings.with("muster.default-scheduler." + kind, "synchronous"))
                        .name())
                .isEqualTo("synchronous");
    }

    @Test
    void several_of_one_kind_are_that_kind_and_a_mixture_runs_on_threads() {
        Settings settings = Settings.defaults().with("muster.default-scheduler.delayed", "synchronous");
        assertThat(Runners.byKind(List.of(Delayed.value(1), Delayed.value(2)), settings)
                        .name())
                .isEqualTo("synchronous");
        assertThat(Runners.byKind(List.of(Delayed.value(1), new OfKind("bag")), settings)
                        .name())
                .isEqualTo("threads");
    }

    @Test
    void a_name_in_the_configuration_that_is_none_is_an_error_with_its_place() {
        Settings settings = Settings.defaults().with("muster.default-scheduler.delayed", "thread");
        assertThatThrownBy(() -> Runners.byKind(List.of(Delayed.value(1)), settings))
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.code()).isEqualTo(ClusterException.Code.CONFIG))
                .hasMessage("muster.default-scheduler.delayed = thread (code) names no scheduler; there are processes,"
                        + " synchronous, threads");
    }

    @Test
    void a_collection_of_several_parts_is_put_together_from_them() {
        assertThat(Muster.compute(new OfKind("bag"), Schedulers.synchronous())).isEqualTo(List.of(1, 2));
        try (Client client = Client.synchronous()) {
            assertThat(Muster.compute(new OfKind("bag"), Schedulers.of(client))).isEqualTo(List.of(1, 2));
            assertThat(client.<Object>compute(new OfKind("bag")).result()).isEqualTo(List.of(1, 2));
        }
    }

    /** A collection of two parts. */
    private record OfKind(String kind) implements GraphSource<Object> {
        private static final Key ONE = new Key("part", 0);
        private static final Key TWO = new Key("part", 1);

        @Override
        public TaskGraph graph() {
            return TaskGraph.builder()
                    .add(new Task(ONE, "part", inputs -> 1, List.of()))
                    .add(new Task(TWO, "part", inputs -> 2, List.of()))
                    .build();
        }

        @Override
        public List<Key> wanted() {
            return List.of(ONE, TWO);
        }

        @Override
        public @Nullable Work assembly() {
            return inputs -> Arrays.asList(inputs);
        }

        @Override
        public Object compute() {
            return Muster.<Object>compute(this);
        }

        @Override
        public Object compute(Scheduler scheduler) {
            return Muster.<Object>compute(this, scheduler);
        }

        @Override
        public Computable<Object> persist() {
            return this;
        }
    }
}
