package dev.muster.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.muster.config.ProgressSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @AfterEach
    void no_thread_is_left() {
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("muster-progress")));
    }

    @Test
    void bars_are_drawn_again_until_it_is_closed() {
        Work work = new Work(Integer.MAX_VALUE);
        try (ProgressDisplay display = ProgressDisplay.start(work, settings(null), terminal(true))) {
            await().until(() -> work.looks.get() > 5);
            assertThat(display.ended()).isFalse();
        }
        assertThat(written()).contains(BarPainter.WRAP_OFF).endsWith(BarPainter.WRAP_ON);
        assertThat(written().split("waiting")).hasSizeGreaterThan(3);
        assertThat(written()).contains("not ended");
    }

    @Test
    void a_source_that_is_over_ends_it() {
        ProgressDisplay display = ProgressDisplay.start(new Work(3), settings(null), terminal(true));
        await().until(display::ended);
        assertThat(written()).contains("100%  3 done");
        display.close();
    }

    @Test
    void elsewhere_than_on_a_terminal_there_are_plain_lines() {
        ProgressDisplay display = ProgressDisplay.start(new Work(3), settings(null), terminal(false));
        await().until(display::ended);
        assertThat(written()).startsWith("muster: 3 of 3 tasks done (100%)").hasLineCount(1);
    }

    @Test
    void true_draws_bars_anywhere() {
        ProgressDisplay display = ProgressDisplay.start(new Work(3), settings(true), terminal(false));
        await().until(display::ended);
        assertThat(written()).contains(BarPainter.WRAP_OFF);
    }

    @Test
    void false_draws_nothing_and_asks_nobody() {
        Work work = new Work(3);
        try (ProgressDisplay display = ProgressDisplay.start(work, settings(false), terminal(true))) {
            assertThat(display.ended()).isTrue();
        }
        assertThat(written()).isEmpty();
        assertThat(work.looks).hasValue(0);
    }

    @Test
    void a_source_that_fails_ends_it_with_what_was_known() {
        ProgressSource failing = new ProgressSource() {
            private int looks;

            @Override
            public List<KindProgress> kinds() {
                if (looks++ == 2) {
                    throw new IllegalStateException("closed");
                }
                return List.of(new KindProgress("parse", looks, 0, 10 - looks, 0));
            }

            @Override
            public boolean over() {
                return false;
            }
        };
        ProgressDisplay display = ProgressDisplay.start(failing, settings(null), terminal(false));
        await().until(display::ended);
        assertThat(written()).startsWith("muster: 2 of 10 tasks done");
    }

    @Test
    void closing_twice_writes_one_last_line() {
        ProgressDisplay display = ProgressDisplay.start(new Work(Integer.MAX_VALUE), settings(null), terminal(false));
        display.close();
        display.close();
        assertThat(written()).hasLineCount(1);
    }

    @Test
    void of_two_displays_one_draws_at_a_time_and_both_leave_a_last_line() {
        ByteArrayOutputStream others = new ByteArrayOutputStream();
        Terminal second = new Terminal(new PrintStream(others, true, UTF_8), true, look(), UTF_8);
        Work work = new Work(Integer.MAX_VALUE);
        Work more = new Work(Integer.MAX_VALUE);
        ProgressDisplay first = ProgressDisplay.start(work, settings(null), terminal(true));
        await().until(() -> bytes.size() > 0);
        ProgressDisplay waiting = ProgressDisplay.start(more, settings(null), second);
        await().until(() -> more.looks.get() > 5);
        assertThat(others.toString(UTF_8)).isEmpty();
        first.close();
        await().until(() -> others.size() > 0);
        waiting.close();
        assertThat(written()).contains("not ended");
        assertThat(others.toString(UTF_8)).contains("waiting").contains("not ended");
    }

    @Test
    void closing_does_not_wait_for_a_terminal_that_is_stopped() {
        CountDownLatch stopped = new CountDownLatch(1);
        PrintStream stuck = new PrintStream(bytes) {
            @Override
            public void flush() {
                try {
                    stopped.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        ProgressDisplay display = ProgressDisplay.start(
                new Work(Integer.MAX_VALUE), settings(null), new Terminal(stuck, true, look(), UTF_8));
        await().until(() -> bytes.size() > 0);
        display.close();
        assertThat(display.ended()).isFalse();
        stopped.countDown();
        await().until(display::ended);
    }

    @Test
    void a_figure_below_nothing_is_refused_by_name() {
        assertThatThrownBy(() -> new KindProgress("parse", 1, -2, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("running=-2 of kind 'parse': at least 0 is needed");
    }

    private String written() {
        return bytes.toString(UTF_8);
    }

    private Terminal terminal(boolean interactive) {
        return new Terminal(new PrintStream(bytes, true, UTF_8), interactive, look(), UTF_8);
    }

    private static Look look() {
        return new Look(false, true, 100);
    }

    private static ProgressSettings settings(@Nullable Boolean enabled) {
        return new ProgressSettings(enabled, Duration.ofMillis(1));
    }

    /** One more task has ended each time somebody looks. */
    private static final class Work implements ProgressSource {
        private final AtomicInteger looks = new AtomicInteger();
        private final int total;

        Work(int total) {
            this.total = total;
        }

        @Override
        public List<KindProgress> kinds() {
            int done = Math.min(total, looks.incrementAndGet());
            return List.of(new KindProgress("parse", done, 0, total - done, 0));
        }

        @Override
        public boolean over() {
            return looks.get() >= total;
        }
    }
}
