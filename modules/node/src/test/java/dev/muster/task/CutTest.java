package dev.muster.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.graph.Work;
import dev.muster.loop.Leaks;
import dev.muster.loop.LoopEvent;
import dev.muster.loop.Progress;
import dev.muster.worker.Execution;
import dev.muster.worker.WorkerEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CutTest {
    @AfterEach
    void no_thread_is_left() {
        Leaks.noThreadNamed("muster-rig");
    }

    @Test
    void runs_taken_back_from_a_thread_that_is_stuck_do_not_fill_it_up() {
        CountDownLatch stuck = new CountDownLatch(1);
        AtomicInteger began = new AtomicInteger();
        try (Rig rig = new Rig()) {
            Execution first = rig.run(
                    inputs -> {
                        Rig.await(stuck);
                        return null;
                    },
                    1);
            rig.execute(0, first);
            for (int i = 0; i < 300; i++) {
                Execution behind = rig.run(inputs -> began.incrementAndGet(), 1);
                rig.execute(0, behind);
                rig.under(() -> rig.threads.cut(0, behind, 0));
            }
            stuck.countDown();
            Execution last = rig.run(inputs -> began.incrementAndGet(), 1);
            rig.execute(0, last);
            rig.awaitEmptied(last);
            assertThat(rig.outcomes(last)).containsExactly(1);
        }
    }

    @Test
    void what_is_cut_is_never_run_and_what_is_not_is_run_once() {
        int runs = 10_000;
        int width = 32;
        SplittableRandom random = new SplittableRandom(7);
        AtomicInteger emptied = new AtomicInteger();
        AtomicInteger answered = new AtomicInteger();
        List<Cut> cuts = new ArrayList<>();
        try (Rig rig = new Rig()) {
            rig.listen(event -> {
                if (event instanceof WorkerEvent.Emptied) {
                    emptied.incrementAndGet();
                } else if (event instanceof WorkerEvent.Cut cut) {
                    answered.incrementAndGet();
                    cuts.get((int) cut.run().number() - 1).end = cut.end();
                }
            });
            Work work = inputs -> {
                Cut cut = (Cut) inputs[0];
                int position = (int) (TaskFrame.current().task() & 0xffff);
                cut.ran.incrementAndGet(position);
                for (int i = 0; i < 30; i++) {
                    Thread.onSpinWait();
                }
                return null;
            };
            for (int i = 0; i < runs; i++) {
                Cut cut = new Cut(width);
                int thread = i % 2;
                int at = random.nextInt(width + 1);
                int delay = random.nextInt(4000);
                rig.loop.offer(new LoopEvent() {
                    @Override
                    protected void run(long now) {
                        cut.run = rig.run(work, width, cut);
                        cuts.add(cut);
                        rig.threads.execute(thread, cut.run);
                    }
                });
                for (int spin = 0; spin < delay; spin++) {
                    Thread.onSpinWait();
                }
                rig.loop.offer(new LoopEvent() {
                    @Override
                    protected void run(long now) {
                        rig.threads.cut(thread, cut.run, at);
                    }
                });
                int given = i + 1;
                Progress.until(() -> given - emptied.get() <= 2, emptied::get, () -> rig.loop + "\n" + rig.threads);
            }
            Progress.until(
                    () -> emptied.get() == runs && answered.get() == runs,
                    emptied::get,
                    () -> rig.loop + "\n" + rig.threads);
            assertThat(rig.loop.ended()).isNull();
            int early = 0;
            for (Cut cut : cuts) {
                for (int i = 0; i < width; i++) {
                    assertThat(cut.ran.get(i)).isEqualTo(i < cut.end ? 1 : 0);
                }
                early += cut.end < width ? 1 : 0;
            }
            assertThat(early).as("cuts that took something back").isPositive();
        }
    }

    private static final class Cut {
        final AtomicIntegerArray ran;
        Execution run;
        int end = -1;

        Cut(int width) {
            ran = new AtomicIntegerArray(width);
        }
    }

    @Test
    void a_run_that_was_taken_back_whole_is_emptied_when_the_thread_gets_to_it() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (Rig rig = new Rig()) {
            Execution first = rig.run(
                    inputs -> {
                        begun.countDown();
                        release.await();
                        return 1;
                    },
                    1);
            Execution second = rig.run(inputs -> 2, 5);
            rig.under(() -> {
                rig.threads.execute(0, first);
                rig.threads.execute(0, second);
            });
            Rig.await(begun);
            rig.under(() -> rig.threads.cut(0, second, 0));
            rig.awaitThat(() -> rig.heard(WorkerEvent.Cut.class).size() == 1);
            assertThat(rig.heard(WorkerEvent.Cut.class).get(0).end()).isZero();
            release.countDown();
            rig.awaitEmptied(second);
            assertThat(rig.outcomes(second)).containsOnlyNulls();
        }
    }

    @Test
    void a_cut_of_a_run_that_is_gone_is_answered_with_its_end() {
        try (Rig rig = new Rig()) {
            Execution run = rig.run(inputs -> 2, 5);
            rig.execute(0, run);
            rig.awaitEmptied(run);
            rig.under(() -> rig.threads.cut(0, run, 2));
            rig.under(() -> {});
            assertThat(rig.heard(WorkerEvent.Cut.class))
                    .singleElement()
                    .satisfies(cut -> assertThat(cut.end()).isEqualTo(5));
        }
    }
}
