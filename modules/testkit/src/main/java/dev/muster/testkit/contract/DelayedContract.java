package dev.muster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.Delayed;
import dev.muster.Muster;
import dev.muster.Schedulers;
import dev.muster.client.Client;
import dev.muster.client.TaskContext;
import dev.muster.client.TaskFuture;
import dev.muster.client.TaskOptions;
import dev.muster.compute.Scheduler;
import dev.muster.error.TaskFailedException;
import dev.muster.event.Snapshot;
import dev.muster.function.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Values that are described first: shared parts, kept values, failures, depth, and what is left afterwards. */
abstract class DelayedContract extends Theme {

    DelayedContract(ClusterContract kind) {
        super(kind);
    }

    private static Delayed<Integer> marked(Marks marks, int value) {
        return Delayed.of(() -> {
            marks.add("ran");
            return value;
        });
    }

    @Test
    void a_pipeline_computes_and_a_shared_part_runs_once() {
        Scheduler on = Schedulers.of(client(2, 2));
        Marks loads = marks("loads");
        Delayed<Integer> loaded = marked(loads, 20);
        Delayed<Integer> doubled = loaded.map(v -> v * 2);
        Delayed<String> report =
                Delayed.combine((all, half, one) -> all + "/" + half + "/" + one, doubled, loaded, Delayed.value("x"));
        assertThat(report.compute(on)).isEqualTo("40/20/x");
        assertThat(loads.count()).isEqualTo(1);
        Pair<Integer, String> both = Muster.compute(doubled, report, on);
        assertThat(both).isEqualTo(new Pair<>(40, "40/20/x"));
        assertThat(loads.count()).isEqualTo(2);
    }

    @Test
    void the_default_client_computes_and_gives_futures_too() {
        Client client = client(1, 2);
        Delayed<Boolean> onWorker = Delayed.of(() -> TaskContext.current().isPresent())
                .options(TaskOptions.defaults().name("where"));
        assertThat(onWorker.compute()).isTrue();
        TaskFuture<Boolean> future = client.compute(onWorker);
        assertThat(future.result()).isTrue();
        assertThat(future.key()).startsWith("where-");
        assertThat(client.<Boolean>computeAll(List.of(onWorker, onWorker.map(v -> !v)))
                        .results())
                .containsExactly(true, false);
    }

    @Test
    @SuppressWarnings("NullAway") // null is a value
    void nulls_pass_through_a_graph() {
        Scheduler on = Schedulers.of(client(1, 1));
        Delayed<String> none = Delayed.value(null);
        assertThat(none.compute(on)).isNull();
        assertThat(Delayed.all(List.of(none, none.map(v -> v == null ? "none" : v)))
                        .compute(on))
                .isEqualTo(Arrays.asList(null, "none"));
    }

    @Test
    void a_persisted_value_is_made_once_and_stays_until_it_is_used() {
        Client client = client(2, 1);
        Marks made = marks("made");
        Delayed<double[]> kept = Delayed.of(() -> {
                    made.add("made");
                    return IntStream.range(0, 100_000).asDoubleStream().toArray();
                })
                .persist();
        assertThat(kept.map(all -> all.length).compute()).isEqualTo(100_000);
        assertThat(kept.map(all -> all[7]).compute()).isEqualTo(7.0);
        assertThat(kept.compute()).hasSize(100_000);
        assertThat(kept.compute())
                .as("computing lets go of nothing that is kept")
                .hasSize(100_000);
        assertThat(made.count()).isEqualTo(1);
        assertThat(client.snapshot().erred()).isZero();
    }

    @Test
    void a_future_is_an_input_of_a_graph() {
        Client client = client(2, 1);
        TaskFuture<Integer> future = client.submit(() -> 20);
        Delayed<Integer> x = Delayed.combine(Integer::sum, Delayed.future(future), Delayed.of(() -> 1));
        assertThat(x.compute()).isEqualTo(21);
        assertThat(x.map(v -> v + 1).compute(Schedulers.synchronous())).isEqualTo(22);
        assertThat(future.result()).isEqualTo(20);
    }

    @Test
    void options_are_honoured_for_the_task_they_are_given_to() {
        Client client = client(2, 1);
        String wanted = client.workers().get(1).id();
        Marks tries = marks("tries");
        Delayed<String> picky = Delayed.of(() -> {
                    tries.add("try");
                    if (tries.count() < 3) {
                        throw new IllegalStateException("not yet");
                    }
                    return TaskContext.current().orElseThrow().worker();
                })
                .options(TaskOptions.defaults().workers(wanted).retries(5));
        assertThat(picky.map(worker -> "on " + worker).compute()).isEqualTo("on " + wanted);
        assertThat(tries.count()).isEqualTo(3);
    }

    @Test
    void a_failure_has_the_users_exception_as_cause_and_nothing_goes_on() {
        Client client = client(1, 2);
        Gate never = gate("never");
        Delayed<Integer> bad = Delayed.of(() -> {
            throw new IllegalStateException("bad row");
        });
        Delayed<Integer> slow = Delayed.of(() -> {
            never.await();
            return 1;
        });
        assertThat(failureOf(() -> Muster.compute(bad, slow)))
                .isInstanceOfSatisfying(TaskFailedException.class, failed -> {
                    Throwable cause = Objects.requireNonNull(failed.getCause());
                    assertThat(cause).isInstanceOf(IllegalStateException.class).hasMessage("bad row");
                    assertThat(Arrays.stream(cause.getStackTrace())
                                    .filter(frame -> !frame.getClassName().startsWith(DelayedContract.class.getName())))
                            .hasSizeLessThan(4);
                });
        until(() -> idle(client.snapshot()));
    }

    private static boolean idle(Snapshot snapshot) {
        return snapshot.pending() == 0 && snapshot.running() == 0;
    }

    @Test
    void computing_inside_a_task_uses_its_client_and_gives_the_thread_back() {
        Client client = client(1, 1);
        TaskFuture<Integer> outer = client.submit(() -> {
            Delayed<Integer> inner =
                    Delayed.of(() -> 20).options(TaskOptions.defaults().name("inner"));
            return Delayed.combine(Integer::sum, inner, inner.map(v -> v + 1).persist())
                    .compute();
        });
        assertThat(outer.result(PATIENCE)).isEqualTo(41);
    }

    @Test
    void deep_graphs_are_exact_whether_joined_into_one_task_or_not() {
        Scheduler on = Schedulers.of(client(1, 2));
        Delayed<Integer> fused = Delayed.value(0);
        for (int i = 0; i < 100_000; i++) {
            fused = fused.map(v -> v + 1);
        }
        Delayed<Integer> one = Delayed.value(1);
        Delayed<Integer> single = one;
        for (int i = 0; i < 20_000; i++) {
            single = Delayed.combine(Integer::sum, single, one);
        }
        assertThat(Muster.compute(fused, single, on)).isEqualTo(new Pair<>(100_000, 20_001));
    }

    @Test
    void a_wide_reduction_is_exact() {
        Scheduler on = Schedulers.of(client(2, 1));
        List<Delayed<Integer>> level = new ArrayList<>();
        for (int i = 0; i < 4_096; i++) {
            level.add(Delayed.of(v -> v + 1, i));
        }
        while (level.size() > 1) {
            List<Delayed<Integer>> next = new ArrayList<>();
            for (int i = 0; i < level.size(); i += 2) {
                next.add(Delayed.combine(Integer::sum, level.get(i), level.get(i + 1)));
            }
            level = next;
        }
        assertThat(level.get(0).compute(on)).isEqualTo(4_096 * 4_097 / 2);
    }

    @Test
    void tasks_of_many_computations_at_once_do_not_mix() throws InterruptedException {
        Scheduler on = Schedulers.of(client(2, 2));
        Delayed<Integer> shared = Delayed.of(() -> 1);
        Set<String> wrong = ConcurrentHashMap.newKeySet();
        List<Thread> callers = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            int own = t;
            Thread caller = new Thread(() -> {
                for (int round = 0; round < 50; round++) {
                    int add = own * 100 + round;
                    int got = shared.map(v -> v + add).compute(on);
                    if (got != add + 1) {
                        wrong.add(got + " instead of " + (add + 1));
                    }
                }
            });
            callers.add(caller);
            caller.start();
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(wrong).isEmpty();
    }
}
