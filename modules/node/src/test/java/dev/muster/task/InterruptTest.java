package dev.muster.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.graph.Work;
import dev.muster.loop.Leaks;
import dev.muster.loop.LoopEvent;
import dev.muster.loop.Progress;
import dev.muster.protocol.Failure;
import dev.muster.worker.Execution;
import dev.muster.worker.WorkerEvent;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InterruptTest {
    @AfterEach
    void no_thread_is_left() {
        Leaks.noThreadNamed("muster-rig");
    }

    @Test
    void a_cancelled_task_is_interrupted_and_the_next_begins_clean() {
        CountDownLatch begun = new CountDownLatch(1);
        try (Rig rig = new Rig()) {
            Execution run = rig.run(sleepsAtFirst(begun), 3);
            rig.execute(0, run);
            Rig.await(begun);
            rig.under(() -> rig.threads.interrupt(0, run, 0, false));
            rig.awaitEmptied(run);
            Object[] outcomes = rig.outcomes(run);
            assertThat(((Failure) outcomes[0]).kind()).isEqualTo(Failure.Kind.CANCELLED);
            assertThat(outcomes[1]).isEqualTo(false);
            assertThat(outcomes[2]).isEqualTo(false);
        }
    }

    @Test
    void a_task_whose_time_is_over_has_timed_out_even_if_it_returns() {
        CountDownLatch begun = new CountDownLatch(1);
        try (Rig rig = new Rig()) {
            Execution run = rig.run(
                    inputs -> {
                        begun.countDown();
                        while (!Thread.currentThread().isInterrupted()) {
                            Thread.onSpinWait();
                        }
                        return "too late";
                    },
                    1);
            rig.execute(0, run);
            Rig.await(begun);
            rig.under(() -> rig.threads.interrupt(0, run, 0, true));
            rig.awaitEmptied(run);
            assertThat(((Failure) rig.outcomes(run)[0]).kind()).isEqualTo(Failure.Kind.TIMEOUT);
        }
    }

    @Test
    void an_interrupt_that_comes_before_its_task_waits_for_it_and_hits_no_other() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (Rig rig = new Rig()) {
            Execution run = rig.run(
                    inputs -> {
                        if ((int) inputs[0] == 0) {
                            begun.countDown();
                            release.await();
                        }
                        return Thread.currentThread().isInterrupted();
                    },
                    4);
            rig.execute(0, run);
            Rig.await(begun);
            rig.under(() -> rig.threads.interrupt(0, run, 2, true));
            release.countDown();
            rig.awaitEmptied(run);
            Object[] outcomes = rig.outcomes(run);
            assertThat(outcomes[0]).isEqualTo(false);
            assertThat(outcomes[1]).isEqualTo(false);
            assertThat(((Failure) outcomes[2]).kind()).isEqualTo(Failure.Kind.TIMEOUT);
            assertThat(outcomes[3]).isEqualTo(false);
        }
    }

    @Test
    void an_interrupt_for_a_task_that_has_left_the_slot_is_none() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (Rig rig = new Rig()) {
            Execution run = rig.run(
                    inputs -> {
                        if ((int) inputs[0] == 1) {
                            begun.countDown();
                            release.await();
                        }
                        return Thread.currentThread().isInterrupted();
                    },
                    3);
            rig.execute(0, run);
            Rig.await(begun);
            rig.under(() -> {
                rig.threads.interrupt(0, run, 0, false);
                rig.threads.interrupt(5, run, 1, true);
            });
            release.countDown();
            rig.awaitEmptied(run);
            assertThat(rig.outcomes(run)).containsExactly(false, false, false);
        }
    }

    private static Work sleepsAtFirst(CountDownLatch begun) {
        return inputs -> {
            if ((int) inputs[0] == 0) {
                begun.countDown();
                new CountDownLatch(1).await();
            }
            return Thread.currentThread().isInterrupted();
        };
    }

    @Test
    void a_thread_whose_task_ignores_its_interrupt_is_written_off_and_ends_with_it() {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean stop = new AtomicBoolean();
        try (Rig rig = new Rig(false, Duration.ofMillis(20))) {
            Execution run = rig.run(
                    inputs -> {
                        if ((int) inputs[0] == 2) {
                            begun.countDown();
                            while (!stop.get()) {
                                Thread.onSpinWait();
                            }
                        }
                        return inputs[0];
                    },
                    5);
            rig.execute(0, run);
            Rig.await(begun);
            rig.under(() -> rig.threads.interrupt(0, run, 2, false));
            rig.awaitThat(() -> !rig.heard(WorkerEvent.ThreadWrittenOff.class).isEmpty());
            assertThat(rig.outcomes(run)).containsExactly(0, 1, null, null, null);
            Execution other = rig.run(inputs -> "well", 1);
            rig.execute(1, other);
            rig.awaitEmptied(other);
            assertThat(Leaks.named("muster-rig-0")).hasSize(1);
            stop.set(true);
            Leaks.noThreadNamed("muster-rig-0");
            rig.under(() -> {});
            assertThat(rig.outcomes(run)).containsExactly(0, 1, null, null, null);
            assertThat(rig.heard(WorkerEvent.Emptied.class)).hasSize(1);
        }
    }

    @Test
    void a_task_that_heeds_its_interrupt_is_not_written_off() {
        CountDownLatch begun = new CountDownLatch(1);
        try (Rig rig = new Rig()) {
            Execution run = rig.run(sleepsAtFirst(begun), 1);
            rig.execute(0, run);
            Rig.await(begun);
            rig.under(() -> rig.threads.interrupt(0, run, 0, false));
            rig.awaitEmptied(run);
            Execution next = rig.run(inputs -> 1, 1);
            rig.execute(0, next);
            rig.awaitEmptied(next);
            assertThat(rig.heard(WorkerEvent.ThreadWrittenOff.class)).isEmpty();
        }
    }

    @Test
    void of_a_million_interrupts_that_race_with_task_ends_none_reaches_another_task() {
        int interrupts = 1_000_000;
        int width = 4;
        int threads = 3;
        AtomicInteger wrong = new AtomicInteger();
        AtomicInteger dirty = new AtomicInteger();
        AtomicInteger hit = new AtomicInteger();
        AtomicLong ran = new AtomicLong();
        AtomicBoolean stop = new AtomicBoolean();
        try (Rig rig = new Rig()) {
            Marked[] current = new Marked[threads];
            Work work = inputs -> {
                // Its own marks: set before an interrupt for it is asked for.
                Marked marked = (Marked) inputs[0];
                int position = (int) (TaskFrame.current().task() & 0xffff);
                ran.incrementAndGet();
                if (Thread.currentThread().isInterrupted() && !marked.asked[position]) {
                    dirty.incrementAndGet();
                }
                for (int i = 0; i < 20 + position * 10; i++) {
                    Thread.onSpinWait();
                    if (Thread.currentThread().isInterrupted()) {
                        hit.incrementAndGet();
                        if (!marked.asked[position]) {
                            wrong.incrementAndGet();
                        }
                        return null; // leaves the flag for its thread to clear
                    }
                }
                return position;
            };
            java.util.function.IntConsumer give = thread -> {
                Marked marked = new Marked(width);
                marked.run = rig.run(work, width, marked);
                current[thread] = marked;
                rig.threads.execute(thread, marked.run);
            };
            rig.listen(event -> {
                if (event instanceof WorkerEvent.Emptied emptied && !stop.get()) {
                    give.accept(emptied.thread());
                }
            });
            rig.under(() -> {
                for (int i = 0; i < threads; i++) {
                    give.accept(i);
                }
            });
            SplittableRandom random = new SplittableRandom(42);
            AtomicInteger done = new AtomicInteger();
            for (int i = 0; i < interrupts; i++) {
                int thread = random.nextInt(threads);
                int position = random.nextInt(width);
                rig.loop.offer(new LoopEvent() {
                    @Override
                    protected void run(long now) {
                        Marked marked = current[thread];
                        marked.asked[position] = true;
                        rig.threads.interrupt(thread, marked.run, position, false);
                        done.incrementAndGet();
                    }
                });
                while (i - done.get() > 10_000) {
                    Thread.onSpinWait();
                }
            }
            Progress.until(() -> done.get() == interrupts, done::get, () -> rig.loop + "\n" + rig.threads);
            stop.set(true);
            assertThat(rig.loop.ended()).isNull();
            assertThat(wrong).hasValue(0);
            assertThat(dirty).hasValue(0);
            assertThat(hit.get()).isPositive();
            assertThat(ran.get()).isGreaterThan(1000);
        }
    }

    /** A run and which of its tasks were to be interrupted. */
    private static final class Marked {
        final boolean[] asked;
        Execution run;

        Marked(int width) {
            asked = new boolean[width];
        }
    }
}
