package dev.muster.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.graph.Work;
import dev.muster.loop.Leaks;
import dev.muster.protocol.Failure;
import dev.muster.worker.Execution;
import dev.muster.worker.WorkerEvent;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskThreadsTest {
    @AfterEach
    void no_thread_is_left() {
        Leaks.noThreadNamed("muster-rig");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void every_task_of_every_run_is_reported_once_with_its_value(boolean dedicated) {
        try (Rig rig = new Rig(dedicated, java.time.Duration.ofSeconds(30))) {
            Execution[] runs = new Execution[40];
            for (int i = 0; i < runs.length; i++) {
                runs[i] = rig.run(inputs -> "r" + inputs[0], 1 + i * 13);
                rig.execute(i % 3, runs[i]);
                rig.awaitEmptied(runs[i]);
            }
            for (Execution run : runs) {
                Object[] outcomes = rig.outcomes(run);
                for (int i = 0; i < outcomes.length; i++) {
                    assertThat(outcomes[i]).isEqualTo("r" + i);
                }
            }
            assertThat(rig.heard(WorkerEvent.Emptied.class)).hasSize(runs.length);
            assertThat(rig.heard(WorkerEvent.Ran.class)).allSatisfy(ran -> {
                assertThat(ran.sizes()[0]).isEqualTo(100L + ran.from());
                assertThat(ran.slowestNanos()).isLessThanOrEqualTo(ran.nanos());
            });
        }
    }

    @Test
    void a_task_that_throws_is_reported_between_the_others_and_harms_none() {
        try (Rig rig = new Rig()) {
            Execution run = rig.run(
                    inputs -> {
                        switch ((int) inputs[0]) {
                            case 2 -> throw new IllegalStateException("two");
                            case 3 -> throw new Exception("three");
                            case 5 -> overflow(0);
                            case 6 -> throw new OutOfMemoryError("six");
                            case 7 -> throw new Unspeakable();
                            default -> {
                                return inputs[0];
                            }
                        }
                        return "unreachable";
                    },
                    9);
            rig.execute(0, run);
            rig.awaitEmptied(run);
            Object[] outcomes = rig.outcomes(run);
            assertThat(outcomes[1]).isEqualTo(1);
            assertThat(((Failure) outcomes[2]).message()).isEqualTo("two");
            assertThat(((Failure) outcomes[3]).message()).isEqualTo("three");
            assertThat(outcomes[4]).isEqualTo(4);
            assertThat(((Failure) outcomes[5]).types()).containsExactly("java.lang.StackOverflowError");
            assertThat(((Failure) outcomes[6]).error()).isInstanceOf(OutOfMemoryError.class);
            assertThat(((Failure) outcomes[7]).message()).contains("Unspeakable", "could not be turned into a failure");
            assertThat(outcomes[8]).isEqualTo(8);
            assertThat(Leaks.named("muster-rig-0")).hasSize(1);
        }
    }

    @SuppressWarnings("InfiniteRecursion") // that is the point
    private static int overflow(int depth) {
        return overflow(depth + 1) + 1;
    }

    /** Its own message throws. */
    private static final class Unspeakable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalArgumentException("no message");
        }
    }

    @Test
    void a_work_that_cannot_be_had_fails_each_task() {
        try (Rig rig = new Rig()) {
            Execution run = rig.run(null, 3);
            rig.execute(0, run);
            rig.awaitEmptied(run);
            assertThat(rig.outcomes(run))
                    .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Failure.class));
        }
    }

    @Test
    void a_task_sees_its_frame_and_others_see_none() {
        try (Rig rig = new Rig()) {
            Execution run = rig.run(
                    inputs -> {
                        TaskFrame frame = TaskFrame.current();
                        return frame.session() + " " + (frame.task() & 0xffff) + " " + frame.attempt() + " "
                                + frame.worker() + " " + frame.spec().name() + " " + frame.cancelled() + " "
                                + frame.thread().getName();
                    },
                    2);
            rig.execute(4, run);
            rig.awaitEmptied(run);
            assertThat(rig.outcomes(run))
                    .containsExactly("7.1 0 1 rig rigged false muster-rig-4", "7.1 1 1 rig rigged false muster-rig-4");
            assertThat(TaskFrame.current()).isNull();
        }
    }

    @Test
    void what_a_task_does_to_its_thread_is_undone_before_the_next() {
        ClassLoader own = Thread.currentThread().getContextClassLoader();
        try (Rig rig = new Rig()) {
            Execution run = rig.run(
                    inputs -> {
                        Thread thread = Thread.currentThread();
                        boolean clean = thread.getContextClassLoader() == own && !thread.isInterrupted();
                        thread.setContextClassLoader(null);
                        thread.interrupt();
                        return clean;
                    },
                    5);
            rig.execute(0, run);
            rig.awaitEmptied(run);
            assertThat(rig.outcomes(run)).containsOnly(true);
        }
    }

    @Test
    void what_ended_before_a_long_task_is_reported_while_that_runs() {
        CountDownLatch release = new CountDownLatch(1);
        try (Rig rig = new Rig()) {
            Execution run = rig.run(firstThenWait(3, release), 5);
            rig.execute(0, run);
            rig.awaitThat(() -> rig.heard(WorkerEvent.Ran.class).stream().anyMatch(ran -> ran.to() == 3));
            assertThat(rig.heard(WorkerEvent.Emptied.class)).isEmpty();
            release.countDown();
            rig.awaitEmptied(run);
            assertThat(rig.outcomes(run)).containsExactly(0, 1, 2, 3, 4);
        }
    }

    @Test
    void a_hurried_run_is_reported_task_by_task() {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        try (Rig rig = new Rig()) {
            Execution run = rig.run(
                    inputs -> {
                        if ((int) inputs[0] == 0) {
                            begun.countDown();
                            release.await();
                        }
                        return inputs[0];
                    },
                    50);
            rig.execute(0, run);
            Rig.await(begun);
            rig.under(() -> rig.threads.hurry(Rig.SESSION, run.assignment().first() + 20));
            release.countDown();
            rig.awaitEmptied(run);
            assertThat(rig.heard(WorkerEvent.Ran.class)).hasSize(50);
        }
    }

    private static Work firstThenWait(int waits, CountDownLatch release) {
        return inputs -> {
            if ((int) inputs[0] == waits) {
                release.await();
            }
            return inputs[0];
        };
    }

    @Test
    void a_fault_of_the_machine_fails_the_loop_and_is_told() {
        AtomicReference<Throwable> told = new AtomicReference<>();
        try (Rig rig = new Rig()) {
            rig.loop.onFailure(told::set);
            rig.machine(event -> {
                throw new IllegalStateException("the machine is wrong");
            });
            rig.execute(0, rig.run(inputs -> 1, 1));
            dev.muster.loop.Progress.until(() -> told.get() != null, () -> 0, rig.loop::toString);
            assertThat(told.get()).hasMessageContaining("the machine is wrong").hasMessageContaining("pending");
        }
    }

    @Test
    void a_thread_that_is_not_needed_ends_when_it_has_nothing_to_run() {
        try (Rig rig = new Rig()) {
            Execution run = rig.run(inputs -> inputs[0], 3);
            rig.under(() -> {
                rig.threads.execute(9, run);
                rig.threads.end(9);
            });
            Leaks.noThreadNamed("muster-rig-9");
            assertThat(rig.outcomes(run)).containsExactly(0, 1, 2);
        }
    }

    @Test
    void closing_ends_sleeping_and_waiting_tasks() {
        CountDownLatch asleep = new CountDownLatch(2);
        Rig rig = new Rig();
        rig.execute(
                0,
                rig.run(
                        inputs -> {
                            asleep.countDown();
                            new CountDownLatch(1).await();
                            return null;
                        },
                        2));
        rig.execute(
                1,
                rig.run(
                        inputs -> {
                            asleep.countDown();
                            return TaskFrame.current().await(() -> false, 0);
                        },
                        2));
        Rig.await(asleep);
        rig.close();
        assertThat(Leaks.named("muster-rig")).isEmpty();
    }
}
