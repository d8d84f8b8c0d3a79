package dev.muster.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopHammerTest {
    private static final int EVENTS = 500_000;
    private static final int PRODUCERS = 4;

    @AfterEach
    void nothing_is_left() {
        Leaks.noThreadNamed("hammer");
    }

    @ParameterizedTest
    @CsvSource({
        "false, 0, 1, 0",
        "false, 1, 7, 0",
        "false, 2, 3, 0",
        "false, 2, 3, 50",
        "false, 3, 100, 500",
        "true, 0, 1, 0",
        "true, 2, 3, 0",
        "true, 2, 3, 50"
    })
    void every_event_of_four_producers_is_applied_once_and_in_order_by_one_holder_at_a_time(
            boolean dedicated, int threads, int runEvery, int pauseEvery) throws InterruptedException {
        try (Loop loop = new Loop("hammer", Loops.settings(dedicated));
                Crew crew = new Crew(loop, threads)) {
            Counts counts = new Counts(loop, crew, runEvery);
            List<Thread> producers = new ArrayList<>();
            for (int p = 0; p < PRODUCERS; p++) {
                int producer = p;
                Thread thread = new Thread(() -> produce(counts, producer, pauseEvery), "hammer-producer-" + p);
                thread.start();
                producers.add(thread);
            }
            Progress.until(
                    () -> counts.wrong.get() != null || counts.done(),
                    () -> counts.applied,
                    () -> counts + "; " + crew.story());
            for (Thread producer : producers) {
                producer.join();
            }
            assertThat(counts.wrong.get()).isNull();
            assertThat(counts.seen).containsOnly(EVENTS);
            assertThat(counts.local).isEqualTo((long) EVENTS * PRODUCERS);
            assertThat(counts.flushes).isPositive();
            assertThat(loop.ended()).isNull();
        }
    }

    private static void produce(Counts counts, int producer, int pauseEvery) {
        for (int i = 0; i < EVENTS; i++) {
            counts.loop.offer(counts.event(producer, i));
            if (pauseEvery > 0 && i % pauseEvery == 0) {
                LockSupport.parkNanos(1); // lets the others run dry and lie down
            }
        }
    }

    /** A participant whose plain fields show a second holder, a lost event, or a broken order. */
    private static final class Counts implements Participant {
        final Loop loop;
        final Crew crew;
        final int runEvery;
        final Membership membership;
        final int[] seen = new int[PRODUCERS];
        final AtomicReference<String> wrong = new AtomicReference<>();
        volatile long applied;
        long local;
        long echoes;
        long given;
        long flushes;
        boolean dirty;
        boolean inside;

        Counts(Loop loop, Crew crew, int runEvery) {
            this.loop = loop;
            this.crew = crew;
            this.runEvery = runEvery;
            this.membership = loop.join(this);
        }

        LoopEvent event(int producer, int sequence) {
            return new LoopEvent() {
                @Override
                protected void run(long now) {
                    enter();
                    check(
                            seen[producer] == sequence,
                            "producer " + producer + ": " + sequence + " after " + seen[producer]);
                    seen[producer] = sequence + 1;
                    if (crew.size() > 0 && sequence % runEvery == 0) {
                        given++;
                        crew.give(sequence % crew.size(), () -> loop.offer(echo()));
                    }
                    loop.offer(echoLocally());
                    dirty = true;
                    membership.touch();
                    leave();
                }
            };
        }

        /** What user code offers: its thread is a caller there. */
        private LoopEvent echo() {
            return new LoopEvent() {
                @Override
                protected void run(long now) {
                    enter();
                    echoes++;
                    leave();
                }
            };
        }

        private LoopEvent echoLocally() {
            return new LoopEvent() {
                @Override
                protected void run(long now) {
                    enter();
                    local++;
                    leave();
                }
            };
        }

        private void enter() {
            check(!inside && loop.held(), "two hold the role");
            inside = true;
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // only under the loop, which is what is tested
        private void leave() {
            inside = false;
            applied++;
        }

        private void check(boolean right, String what) {
            if (!right) {
                wrong.compareAndSet(null, what);
            }
        }

        boolean done() {
            return applied == 2L * EVENTS * PRODUCERS + given && crew.ran.get() == given;
        }

        @Override
        public void flush(long now) {
            check(dirty, "flushed without having been touched");
            dirty = false;
            flushes++;
        }

        @Override
        public long nextTick() {
            return Long.MAX_VALUE;
        }

        @Override
        public void tick(long now) {
            check(false, "ticked without a timer");
        }

        @Override
        public String toString() {
            return "applied " + applied + ", local " + local + ", given " + given + ", echoes " + echoes;
        }
    }
}
