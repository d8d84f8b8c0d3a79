package dev.muster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.client.Client;
import dev.muster.client.TaskContext;
import dev.muster.compute.Scheduler;
import dev.muster.error.ClusterException;
import dev.muster.error.TaskFailedException;
import dev.muster.testkit.LeakCheck;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SchedulersOnThreadsTest {

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @AfterEach
    void close() {
        OwnClients.close();
    }

    private static Delayed<List<String>> threadsOf(int tasks) {
        return Delayed.all(IntStream.range(0, tasks)
                .mapToObj(i -> Delayed.of(() -> Thread.currentThread().getName()))
                .toList());
    }

    @Test
    void threads_are_shared_kept_and_no_default_client() {
        assertThat(threadsOf(10).compute(Schedulers.threads()))
                .doesNotContain(Thread.currentThread().getName());
        Set<Thread> first = workers();
        assertThat(first).isNotEmpty().allMatch(Thread::isDaemon);
        threadsOf(10).compute(Schedulers.named("threads"));
        assertThat(workers()).isEqualTo(first);
        assertThat(Client.currentIfOpen()).isEmpty();
    }

    private static Set<Thread> workers() {
        Set<Thread> workers = ConcurrentHashMap.newKeySet();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("muster-worker")) {
                workers.add(thread);
            }
        }
        return workers;
    }

    @Test
    void so_many_threads_run_at_once_as_were_asked_for() {
        CyclicBarrier together = new CyclicBarrier(3);
        Delayed<List<Integer>> all = Delayed.all(IntStream.range(0, 9)
                .mapToObj(i -> Delayed.of(() -> together.await()))
                .toList());
        assertThat(all.compute(Schedulers.threads(3))).hasSize(9);
    }

    @Test
    void without_a_client_the_configuration_decides() {
        Delayed<Boolean> onWorker = Delayed.of(() -> TaskContext.current().isPresent());
        assertThat(onWorker.compute()).isTrue();
        System.setProperty("muster.default-scheduler.delayed", "synchronous");
        try {
            assertThat(onWorker.compute()).isFalse();
            assertThat(onWorker.compute(Schedulers.threads()))
                    .as("an argument comes first")
                    .isTrue();
            try (Client client = Client.builder().workers(1).threadsPerWorker(1).build()) {
                assertThat(onWorker.compute()).as("then the client").isTrue();
            }
        } finally {
            System.clearProperty("muster.default-scheduler.delayed");
        }
    }

    @Test
    void every_scheduler_gives_the_same_value_and_the_same_failure() {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try (Client client =
                Client.builder().workers(1).threadsPerWorker(2).asDefault(false).build()) {
            Delayed<Integer> shared = Delayed.of(() -> 20);
            Delayed<Integer> good = Delayed.combine(Integer::sum, shared, shared.map(v -> v + 1));
            Delayed<Integer> bad = good.map(v -> {
                throw new java.io.IOException("no room for " + v);
            });
            for (Scheduler each : List.of(
                    Schedulers.synchronous(),
                    Schedulers.threads(),
                    Schedulers.threads(2),
                    Schedulers.of(pool),
                    Schedulers.of(client.executor()),
                    Schedulers.of(client))) {
                assertThat((int) good.compute(each)).as("%s", each).isEqualTo(41);
                assertThatThrownBy(() -> bad.compute(each))
                        .isInstanceOf(TaskFailedException.class)
                        .hasCauseInstanceOf(java.io.IOException.class)
                        .hasRootCauseMessage("no room for 41")
                        .satisfies(failed -> assertThat(
                                        Arrays.stream(failed.getCause().getStackTrace())
                                                .filter(frame -> !frame.getClassName()
                                                        .startsWith(getClass().getName())))
                                .as("%s", each)
                                .hasSizeLessThan(4));
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void a_value_kept_on_the_shared_threads_is_used_there() {
        Delayed<Integer> kept = Delayed.of(() -> 20).persist();
        assertThat((int) kept.map(v -> v + 1).compute()).isEqualTo(21);
        assertThat((int) kept.compute()).isEqualTo(20);
    }

    @Test
    void computing_in_a_task_of_the_shared_threads_gives_its_slot_back() {
        Scheduler one = Schedulers.threads(1);
        Delayed<Integer> outer = Delayed.of(() -> Delayed.of(() -> 20).compute(one) + 1);
        assertThat((int) outer.compute(one)).isEqualTo(21);
    }

    @Test
    void a_closed_client_is_named() {
        Client client = Client.builder().workers(1).threadsPerWorker(1).build();
        client.close();
        assertThatThrownBy(() -> Delayed.of(() -> 1).compute(Schedulers.of(client)))
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.code()).isEqualTo(ClusterException.Code.CLOSED));
    }

    @Test
    void processes_say_what_is_missing_and_what_to_use() {
        assertThatThrownBy(() -> Delayed.of(() -> 1).compute(Schedulers.processes()))
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.code()).isEqualTo(ClusterException.Code.CONFIG))
                .hasMessageContaining("no worker processes")
                .hasMessageContaining("Schedulers.threads()");
    }
}
