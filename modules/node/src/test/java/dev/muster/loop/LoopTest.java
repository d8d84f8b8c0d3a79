package dev.muster.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopTest {
    @AfterEach
    void no_thread_is_left() {
        Leaks.noThreadNamed("test-loop");
    }

    private static Loop loop(boolean dedicated) {
        return new Loop("test-loop", Loops.settings(dedicated));
    }

    private static LoopEvent event(LongConsumer action) {
        return new LoopEvent() {
            @Override
            protected void run(long now) {
                action.accept(now);
            }
        };
    }

    /** Offers this and waits until it was applied. */
    private static void under(Loop loop, Runnable action) {
        CountDownLatch done = new CountDownLatch(1);
        loop.offer(event(now -> {
            action.run();
            done.countDown();
        }));
        await(loop, done);
    }

    private static void await(Loop loop, CountDownLatch latch) {
        Progress.until(() -> latch.getCount() == 0, latch::getCount, loop::toString);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_the_holder_offers_goes_before_the_rest_of_the_mailbox_and_last_if_so_asked(boolean dedicated) {
        List<String> order = new ArrayList<>();
        try (Loop loop = loop(dedicated)) {
            CountDownLatch queued = new CountDownLatch(1);
            CountDownLatch done = new CountDownLatch(1);
            loop.offer(event(now -> {
                Progress.until(() -> queued.getCount() == 0, queued::getCount, loop::toString);
                loop.offer(event(local -> order.add("local")));
                loop.offerLast(event(last -> {
                    order.add("last");
                    done.countDown();
                }));
                assertThat(loop.held()).isTrue();
            }));
            loop.offer(event(now -> order.add("queued")));
            queued.countDown();
            await(loop, done);
            assertThat(loop.held()).isFalse();
            assertThat(order).containsExactly("local", "queued", "last");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_participant_is_flushed_once_after_the_events_that_touched_it_and_ticked_when_it_asked(boolean dedicated) {
        try (Loop loop = loop(dedicated)) {
            Ticking ticking = new Ticking(loop);
            under(loop, () -> {
                ticking.membership.touch();
                ticking.membership.touch();
                ticking.next = loop.now() + 2_000_000;
            });
            await(loop, ticking.ticked);
            under(loop, () -> {
                assertThat(ticking.flushes).isEqualTo(2);
                assertThat(ticking.tickedAt).isGreaterThanOrEqualTo(ticking.asked);
                ticking.membership.touch();
                ticking.membership.leave();
            });
            under(loop, () -> assertThat(ticking.flushes).isEqualTo(2));
            assertThat(loop.ended()).isNull();
        }
    }

    private static final class Ticking implements Participant {
        final Membership membership;
        final CountDownLatch ticked = new CountDownLatch(1);
        long next = Long.MAX_VALUE;
        long asked;
        long tickedAt;
        int flushes;

        Ticking(Loop loop) {
            membership = loop.join(this);
        }

        @Override
        public void flush(long now) {
            flushes++;
        }

        @Override
        public long nextTick() {
            return next;
        }

        @Override
        public void tick(long now) {
            asked = next;
            tickedAt = now;
            next = Long.MAX_VALUE;
            ticked.countDown();
        }
    }

    @Test
    void a_token_that_was_posted_is_taken_though_every_task_thread_is_busy() {
        try (Loop loop = loop(false);
                Crew crew = new Crew(loop, 2)) {
            CountDownLatch busy = new CountDownLatch(2);
            CountDownLatch release = new CountDownLatch(1);
            for (int i = 0; i < 2; i++) {
                int member = i;
                under(
                        loop,
                        () -> crew.give(member, () -> {
                            busy.countDown();
                            await(loop, release);
                        }));
            }
            await(loop, busy);
            for (int i = 0; i < 20; i++) {
                under(loop, () -> {});
            }
            release.countDown();
        }
    }

    @Test
    void an_idle_task_thread_is_chosen_rather_than_the_loops_own() {
        AtomicReference<Thread> holder = new AtomicReference<>();
        try (Loop loop = loop(false);
                Crew crew = new Crew(loop, 1)) {
            Progress.until(crew::allIdle, () -> 0, crew::story);
            under(loop, () -> holder.set(Thread.currentThread()));
            assertThat(holder.get().getName()).isEqualTo("test-loop-crew-0");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void after_a_failure_everything_is_dropped_with_the_story(boolean dedicated) {
        try (Loop loop = loop(dedicated)) {
            AtomicReference<Throwable> told = new AtomicReference<>();
            CountDownLatch heard = new CountDownLatch(2);
            loop.onFailure(failure -> {
                told.set(failure);
                heard.countDown();
            });
            loop.offer(event(now -> {
                throw new AssertionError("the machine broke");
            }));
            AtomicReference<Throwable> dropped = new AtomicReference<>();
            loop.offer(new LoopEvent() {
                @Override
                protected void run(long now) {
                    dropped.set(new AssertionError("it ran"));
                    heard.countDown();
                }

                @Override
                protected void dropped(Throwable why) {
                    dropped.set(why);
                    heard.countDown();
                }
            });
            await(loop, heard);
            assertThat(told.get()).hasMessageContaining("the machine broke").hasMessageContaining("pending");
            assertThat(dropped.get()).isSameAs(told.get()).isSameAs(loop.ended());
        }
    }

    @Test
    void every_participant_hears_of_a_failure_even_if_another_takes_it_badly() {
        try (Loop loop = loop(false)) {
            AtomicReference<Throwable> told = new AtomicReference<>();
            CountDownLatch heard = new CountDownLatch(1);
            loop.join(new Bystander(why -> {
                throw new IllegalStateException("broken too");
            }));
            loop.join(new Bystander(why -> {
                told.set(why);
                heard.countDown();
            }));
            loop.offer(event(now -> {
                throw new AssertionError("the machine broke");
            }));
            await(loop, heard);
            assertThat(told.get()).isSameAs(loop.ended()).hasMessageContaining("the machine broke");
        }
    }

    /** Has nothing to do but to hear of the end. */
    private record Bystander(Consumer<Throwable> end) implements Participant {
        @Override
        public void flush(long now) {}

        @Override
        public long nextTick() {
            return Long.MAX_VALUE;
        }

        @Override
        public void tick(long now) {}

        @Override
        public void failed(Throwable why) {
            end.accept(why);
        }
    }

    @Test
    void what_is_offered_after_the_end_is_dropped_by_the_thread_that_offers_it() {
        Loop loop = loop(false);
        loop.close();
        AtomicInteger drops = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            loop.offer(new LoopEvent() {
                @Override
                protected void run(long now) {
                    throw new AssertionError("it ran");
                }

                @Override
                protected void dropped(Throwable why) {
                    drops.incrementAndGet();
                    assertThat(why).hasMessageContaining("closed");
                }
            });
        }
        assertThat(drops).hasValue(3);
        loop.close();
    }

    @Test
    void callbacks_run_on_threads_of_the_loop_and_one_that_blocks_or_throws_does_not_hold_up_the_others() {
        try (Loop loop = loop(false)) {
            CountDownLatch release = new CountDownLatch(1);
            CountDownLatch ran = new CountDownLatch(1000);
            for (int i = 0; i < 1002; i++) {
                int number = i;
                loop.completions().execute(() -> {
                    if (number == 0) {
                        await(loop, release);
                    } else if (number == 1) {
                        throw new IllegalStateException("a callback's own affair");
                    } else {
                        assertThat(Thread.currentThread().getName()).startsWith("test-loop-completion");
                        assertThat(Thread.currentThread().isDaemon()).isTrue();
                        ran.countDown();
                    }
                });
            }
            await(loop, ran);
            release.countDown();
        }
    }

    @Test
    void an_offer_neither_minds_nor_clears_the_callers_interrupt() throws InterruptedException {
        try (Loop loop = loop(false);
                Crew crew = new Crew(loop, 2)) {
            AtomicInteger applied = new AtomicInteger();
            AtomicInteger kept = new AtomicInteger();
            Thread[] callers = new Thread[64];
            for (int i = 0; i < callers.length; i++) {
                boolean interrupted = i % 2 == 0;
                callers[i] = new Thread(
                        () -> {
                            if (interrupted) {
                                Thread.currentThread().interrupt();
                            }
                            for (int k = 0; k < 1000; k++) {
                                loop.offer(event(now -> applied.incrementAndGet()));
                            }
                            kept.addAndGet(Thread.currentThread().isInterrupted() == interrupted ? 1 : 0);
                        },
                        "test-loop-caller-" + i);
                callers[i].start();
            }
            Progress.until(() -> applied.get() == 64_000, applied::get, crew::story);
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(kept).hasValue(64);
        }
    }

    @Test
    void virtual_threads_are_callers_like_any_other() throws ReflectiveOperationException {
        Method start;
        try {
            start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        } catch (NoSuchMethodException e) {
            assumeTrue(false, "this JDK has no virtual threads");
            return;
        }
        try (Loop loop = loop(false);
                Crew crew = new Crew(loop, 1)) {
            AtomicInteger applied = new AtomicInteger();
            for (int i = 0; i < 10_000; i++) {
                start.invoke(null, (Runnable) () -> loop.offer(event(now -> applied.incrementAndGet())));
            }
            Progress.until(() -> applied.get() == 10_000, applied::get, crew::story);
        }
    }

    @Test
    void a_caller_that_overflows_its_stack_while_it_offers_does_no_harm() {
        Loop loop = loop(false);
        Crew crew = new Crew(loop, 1);
        AtomicInteger applied = new AtomicInteger();
        AtomicInteger overflows = new AtomicInteger();
        Thread caller = new Thread(
                null,
                () -> {
                    for (int i = 0; i < 2000; i++) {
                        try {
                            descend(loop, applied);
                        } catch (StackOverflowError e) {
                            overflows.incrementAndGet();
                        }
                    }
                },
                "test-loop-deep",
                200 * 1024);
        caller.setDaemon(true);
        caller.start();
        Progress.until(() -> !caller.isAlive(), applied::get, crew::story);
        under(loop, () -> {});
        assertThat(overflows).hasValue(2000);
        assertThat(loop.toString()).contains("mailbox 0");
        crew.close();
        loop.close();
    }

    @SuppressWarnings("InfiniteRecursion") // that is the point
    private static int descend(Loop loop, AtomicInteger applied) {
        loop.offer(event(now -> applied.incrementAndGet()));
        return descend(loop, applied) + 1;
    }
}
