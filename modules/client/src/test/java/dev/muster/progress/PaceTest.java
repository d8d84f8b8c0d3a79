package dev.muster.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void nothing_ended_means_no_rate_and_no_end_in_sight() {
        Pace pace = new Pace(0, 0);
        pace.note(SECOND, 0);
        assertThat(pace.perSecond()).isZero();
        assertThat(pace.left(10)).isEqualTo(-1);
    }

    @Test
    void a_steady_rate_tells_the_time_left() {
        Pace pace = steps(new Pace(0, 0), 0, 100, 10);
        assertThat(pace.perSecond()).isCloseTo(100, within(0.01));
        assertThat(pace.left(1_000)).isEqualTo(10 * SECOND);
    }

    @Test
    void the_rate_follows_a_change_within_the_window() {
        Pace pace = steps(new Pace(0, 0), 0, 1_000, 30);
        pace = steps(pace, 30, 10, 20);
        assertThat(pace.perSecond()).isCloseTo(10, within(0.01));
    }

    @Test
    void a_few_slow_tasks_are_judged_by_the_mean_since_the_beginning() {
        Pace pace = new Pace(0, 0);
        for (int second = 1; second <= 95; second++) {
            pace.note(second * SECOND, second / 10);
        }
        assertThat(pace.perSecond()).isCloseTo(9 / 95.0, within(0.001));
    }

    @Test
    void the_mean_of_what_has_ended_does_not_sink_afterwards() {
        Pace pace = steps(new Pace(0, 0), 0, 50, 4);
        pace.note(1_000 * SECOND, 200);
        assertThat(pace.mean()).isCloseTo(50, within(0.01));
        assertThat(pace.lasted()).isEqualTo(4 * SECOND);
    }

    @Test
    void what_had_ended_before_does_not_count() {
        Pace pace = new Pace(0, 5_000);
        pace.note(2 * SECOND, 5_020);
        assertThat(pace.perSecond()).isCloseTo(10, within(0.01));
    }

    /** A note each second. */
    private static Pace steps(Pace pace, int from, int perSecond, int seconds) {
        long ended = from == 0 ? 0 : from * 1_000L;
        for (int second = 1; second <= seconds; second++) {
            pace.note((from + second) * SECOND, ended + (long) second * perSecond);
        }
        return pace;
    }
}
