package dev.muster.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdaptationTest {
    @Test
    void work_is_worth_a_worker_for_each_handful_of_its_threads() {
        assertThat(Adaptation.wanted(9, 4, 0, 10)).isEqualTo(3);
    }

    @Test
    void the_bounds_hold_whatever_waits() {
        assertThat(Adaptation.wanted(1_000_000, 1, 2, 5)).isEqualTo(5);
        assertThat(Adaptation.wanted(0, 1, 2, 5)).isEqualTo(2);
    }

    @Test
    void one_worker_stays_to_tell_of_work() {
        assertThat(Adaptation.wanted(0, 1, 0, 5)).isEqualTo(1);
    }
}
