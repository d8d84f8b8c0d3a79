package dev.muster.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.error.ClusterException;
import dev.muster.loop.Leaks;
import dev.muster.protocol.Failure;
import dev.muster.worker.Execution;
import dev.muster.worker.WorkerEvent;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NestedWaitTest {
    @AfterEach
    void no_thread_is_left() {
        Leaks.noThreadNamed("muster-rig");
    }

    /** A machine that gives every wait its place back at once. */
    private static void resumeAtOnce(Rig rig) {
        rig.machine(event -> {
            if (event instanceof WorkerEvent.Unblocked unblocked) {
                rig.threads.resume(unblocked.thread());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_waiting_task_gives_its_place_away_and_goes_on_when_it_has_it_back(boolean dedicated) {
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<TaskFrame> frame = new AtomicReference<>();
        try (Rig rig = new Rig(dedicated, Duration.ofSeconds(30))) {
            Execution run = rig.run(
                    inputs -> {
                        if ((int) inputs[0] == 1) {
                            frame.set(TaskFrame.current());
                            return TaskFrame.current().await(done::get, 0);
                        }
                        return inputs[0];
                    },
                    3);
            rig.execute(0, run);
            rig.awaitThat(() -> !rig.heard(WorkerEvent.Blocked.class).isEmpty());
            assertThat(rig.outcomes(run)).containsExactly(0, null, null);
            done.set(true);
            frame.get().wake();
            rig.awaitThat(() -> !rig.heard(WorkerEvent.Unblocked.class).isEmpty());
            assertThat(rig.outcomes(run)[1]).isNull();
            rig.under(() -> rig.threads.resume(0));
            rig.awaitEmptied(run);
            assertThat(rig.outcomes(run)).containsExactly(0, true, 2);
            assertThat(rig.heard(WorkerEvent.Blocked.class)).containsExactly(new WorkerEvent.Blocked(0, false));
        }
    }

    @Test
    void a_wait_with_a_time_out_ends_without_what_it_waited_for() {
        try (Rig rig = new Rig()) {
            resumeAtOnce(rig);
            Execution run = rig.run(inputs -> TaskFrame.current().await(() -> false, 1_000_000), 1);
            rig.execute(0, run);
            rig.awaitEmptied(run);
            assertThat(rig.outcomes(run)).containsExactly(false);
            assertThat(rig.heard(WorkerEvent.Blocked.class)).containsExactly(new WorkerEvent.Blocked(0, true));
        }
    }

    @Test
    void a_child_runs_on_the_thread_that_waits_for_it() {
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<TaskFrame> parent = new AtomicReference<>();
        try (Rig rig = new Rig()) {
            Execution child = rig.run(
                    inputs -> {
                        done.set(true);
                        parent.get().wake();
                        return Thread.currentThread().getName() + " " + (TaskFrame.current() != parent.get());
                    },
                    1);
            rig.machine(event -> {
                if (event instanceof WorkerEvent.Blocked) {
                    rig.threads.execute(0, child);
                } else if (event instanceof WorkerEvent.Unblocked) {
                    rig.threads.resume(0);
                }
            });
            Execution run = rig.run(
                    inputs -> {
                        parent.set(TaskFrame.current());
                        boolean came = TaskFrame.current().await(done::get, 0);
                        return came && TaskFrame.current() == parent.get();
                    },
                    1);
            rig.execute(0, run);
            rig.awaitEmptied(run);
            assertThat(rig.outcomes(run)).containsExactly(true);
            assertThat(rig.outcomes(child)).containsExactly("muster-rig-0 true");
        }
    }

    @Test
    void what_was_given_before_the_wait_is_not_begun_during_it() {
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<TaskFrame> frame = new AtomicReference<>();
        CountDownLatch go = new CountDownLatch(1);
        try (Rig rig = new Rig()) {
            resumeAtOnce(rig);
            Execution waits = rig.run(
                    inputs -> {
                        frame.set(TaskFrame.current());
                        go.await();
                        return TaskFrame.current().await(done::get, 0);
                    },
                    1);
            Execution queued = rig.run(inputs -> done.get(), 1);
            rig.under(() -> {
                rig.threads.execute(0, waits);
                rig.threads.execute(0, queued);
            });
            go.countDown();
            rig.awaitThat(() -> !rig.heard(WorkerEvent.Blocked.class).isEmpty());
            done.set(true);
            frame.get().wake();
            rig.awaitEmptied(queued);
            assertThat(rig.outcomes(queued)).containsExactly(true);
        }
    }

    @Test
    void an_interrupt_for_a_waiting_task_ends_its_wait() {
        try (Rig rig = new Rig()) {
            resumeAtOnce(rig);
            Execution run = rig.run(inputs -> TaskFrame.current().await(() -> false, 0), 1);
            rig.execute(0, run);
            rig.awaitThat(() -> !rig.heard(WorkerEvent.Blocked.class).isEmpty());
            rig.under(() -> rig.threads.interrupt(0, run, 0, false));
            rig.awaitEmptied(run);
            assertThat(((Failure) rig.outcomes(run)[0]).kind()).isEqualTo(Failure.Kind.CANCELLED);
        }
    }

    @Test
    void an_interrupt_for_a_waiting_task_does_not_reach_the_one_that_runs_on_top_of_it() {
        CountDownLatch childBegun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean childDone = new AtomicBoolean();
        try (Rig rig = new Rig()) {
            Execution child = rig.run(
                    inputs -> {
                        childBegun.countDown();
                        release.await();
                        childDone.set(true);
                        return Thread.currentThread().isInterrupted();
                    },
                    1);
            rig.machine(event -> {
                if (event instanceof WorkerEvent.Blocked) {
                    rig.threads.execute(0, child);
                } else if (event instanceof WorkerEvent.Unblocked) {
                    rig.threads.resume(0);
                }
            });
            Execution run = rig.run(
                    inputs -> {
                        try {
                            return TaskFrame.current().await(() -> false, 0);
                        } catch (InterruptedException e) {
                            return "interrupted after its child: " + childDone.get();
                        }
                    },
                    1);
            rig.execute(0, run);
            Rig.await(childBegun);
            rig.under(() -> rig.threads.interrupt(0, run, 0, false));
            release.countDown();
            rig.awaitEmptied(run);
            assertThat(rig.outcomes(child)).containsExactly(false);
            assertThat(rig.outcomes(run)).containsExactly("interrupted after its child: true");
        }
    }

    @Test
    void a_wait_that_the_machine_refuses_fails_inside_the_task() {
        try (Rig rig = new Rig()) {
            rig.machine(event -> {
                if (event instanceof WorkerEvent.Blocked) {
                    rig.threads.refuse(0, Failure.of(Failure.Kind.IMPOSSIBLE, "too many wait"));
                }
            });
            Execution run = rig.run(
                    inputs -> {
                        try {
                            return TaskFrame.current().await(() -> false, 0);
                        } catch (ClusterException e) {
                            return e.getMessage();
                        }
                    },
                    2);
            rig.execute(0, run);
            rig.awaitEmptied(run);
            assertThat(rig.outcomes(run)).containsExactly("too many wait", "too many wait");
        }
    }

    @Test
    void a_task_at_the_end_of_its_stack_waits_without_running_anything_on_top() {
        AtomicReference<AtomicBoolean> done = new AtomicReference<>();
        AtomicReference<TaskFrame> frame = new AtomicReference<>();
        try (Rig rig = new Rig()) {
            rig.machine(event -> {
                if (event instanceof WorkerEvent.Blocked) {
                    done.get().set(true);
                    frame.get().wake();
                } else if (event instanceof WorkerEvent.Unblocked) {
                    rig.threads.resume(0);
                }
            });
            Execution run = rig.run(
                    inputs -> {
                        frame.set(TaskFrame.current());
                        return descend(done);
                    },
                    1);
            rig.execute(0, run);
            rig.awaitEmptied(run);
            assertThat((int) rig.outcomes(run)[0]).isGreaterThan(2000);
            // From the deepest waits upwards. Had the machine run in one of the first, it would have overflowed and
            // failed the loop.
            assertThat(rig.heard(WorkerEvent.Blocked.class))
                    .startsWith(new WorkerEvent.Blocked(0, true))
                    .endsWith(new WorkerEvent.Blocked(0, false));
        }
    }

    /**
     * Goes as deep as it can, and waits on many levels on the way back. Where there is not even room to wait, that is an overflow again,
     * and it counts from there. Returns how deep it was.
     */
    @SuppressWarnings("InfiniteRecursion") // ends by the overflow
    private static int descend(AtomicReference<AtomicBoolean> done) throws InterruptedException {
        int depth;
        try {
            depth = descend(done) + 1;
        } catch (StackOverflowError e) {
            depth = 0;
        }
        if (depth >= 20 && depth <= 6000 && depth % 20 == 0) {
            AtomicBoolean mine = new AtomicBoolean();
            done.set(mine);
            TaskFrame.current().await(mine::get, 0);
        }
        return depth;
    }

    @Test
    void a_child_that_ignores_its_interrupt_takes_the_thread_and_its_waiting_parent_along() {
        CountDownLatch childBegun = new CountDownLatch(1);
        AtomicBoolean stop = new AtomicBoolean();
        AtomicReference<Throwable> seen = new AtomicReference<>();
        try (Rig rig = new Rig(false, Duration.ofMillis(20))) {
            Execution child = rig.run(
                    inputs -> {
                        childBegun.countDown();
                        while (!stop.get()) {
                            Thread.onSpinWait();
                        }
                        return 1;
                    },
                    1);
            rig.machine(event -> {
                if (event instanceof WorkerEvent.Blocked) {
                    rig.threads.execute(0, child);
                }
            });
            Execution run = rig.run(
                    inputs -> {
                        try {
                            return TaskFrame.current().await(() -> false, 0);
                        } catch (InterruptedException e) {
                            seen.set(e);
                            throw e;
                        }
                    },
                    1);
            rig.execute(0, run);
            Rig.await(childBegun);
            rig.under(() -> rig.threads.interrupt(0, child, 0, false));
            rig.awaitThat(() -> !rig.heard(WorkerEvent.ThreadWrittenOff.class).isEmpty());
            stop.set(true);
            Leaks.noThreadNamed("muster-rig-0");
            assertThat(seen.get()).isInstanceOf(InterruptedException.class);
            assertThat(rig.heard(WorkerEvent.Emptied.class)).isEmpty();
            assertThat(rig.heard(WorkerEvent.Ran.class)).isEmpty();
        }
    }
}
