package dev.muster.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundTripTest {
    private static final long US = 1_000;

    private final RoundTrip trip = new RoundTrip();

    private RoundTrip took(int times, long nanos) {
        for (int at = 0; at < times; at++) {
            trip.took(nanos);
        }
        return trip;
    }

    @Test
    void without_a_sample_it_is_the_shortest_that_counts() {
        assertThat(trip.nanos()).isEqualTo(RoundTrip.LEAST);
        assertThat(trip.slowNanos()).isEqualTo(RoundTrip.LEAST);
        assertThat(took(1, 0).nanos()).isEqualTo(RoundTrip.LEAST);
    }

    @Test
    void equal_ones_leave_nothing_to_be_reckoned_with() {
        took(100, 400 * US);
        assertThat(trip.nanos()).isEqualTo(400 * US);
        assertThat(trip.slowNanos()).isBetween(400 * US, 401 * US);
    }

    @Test
    void a_late_one_hardly_moves_the_usual_time_but_is_reckoned_with() {
        took(100, 400 * US);
        trip.took(4_000 * US);
        assertThat(trip.nanos()).isBetween(800 * US, 900 * US);
        assertThat(trip.slowNanos()).isGreaterThan(2_000 * US);
        took(60, 400 * US);
        assertThat(trip.nanos()).isBetween(400 * US, 410 * US);
        assertThat(trip.slowNanos()).isLessThan(450 * US);
    }

    @Test
    void a_first_one_that_found_everything_cold_is_soon_forgotten() {
        trip.took(50_000 * US);
        took(12, 50 * US);
        assertThat(trip.nanos()).isLessThan(200 * US);
        assertThat(trip.slowNanos()).isLessThan(1_600 * US);
    }

    @Test
    void the_report_of_the_task_that_was_asked_about_tells_it() {
        assertThat(trip.asksNothing(0)).isTrue();
        trip.ask(1_000 * US, 7);
        assertThat(trip.asksNothing(1_100 * US)).isFalse();
        trip.answered(1_150 * US, 8, 0);
        trip.answered(1_200 * US, 7, 50 * US);
        assertThat(trip.nanos()).isEqualTo(150 * US);
        assertThat(trip.asksNothing(1_200 * US)).isTrue();
        trip.answered(9_000 * US, 7, 0);
        assertThat(trip.nanos()).as("answered once").isEqualTo(150 * US);
    }

    @Test
    void an_answer_that_does_not_come_is_given_up() {
        trip.ask(0, 7);
        assertThat(trip.asksNothing(300 * US)).isFalse();
        assertThat(trip.asksNothing(400 * US)).isTrue();
    }
}
