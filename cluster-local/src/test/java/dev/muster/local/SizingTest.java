package dev.muster.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizingTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "2, 2, 1",
        "3, 3, 1",
        "4, 4, 1",
        "5, 5, 1",
        "6, 3, 2",
        "7, 7, 1",
        "8, 4, 2",
        "9, 3, 3",
        "10, 5, 2",
        "12, 4, 3",
        "16, 4, 4",
        "20, 5, 4",
        "24, 6, 4",
        "32, 8, 4",
        "36, 6, 6",
        "48, 8, 6",
        "64, 8, 8",
        "96, 12, 8"
    })
    void processes_without_numbers_share_the_cpus_near_their_root(int cpus, int workers, int threads) {
        assertThat(Sizing.of(true, cpus, null, null)).isEqualTo(new Sizing(workers, threads));
    }

    @Test
    void whatever_the_cpus_nothing_given_uses_each_exactly_once() {
        for (int cpus = 1; cpus <= 96; cpus++) {
            Sizing processes = Sizing.of(true, cpus, null, null);
            assertThat(processes.workers() * processes.threads()).isEqualTo(cpus);
            assertThat(Sizing.of(false, cpus, null, null)).isEqualTo(new Sizing(1, cpus));
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 8, 2, 4, 2", "true, 8, 3, 2, 3", "true, 2, 4, 1, 4", "false, 8, 3, 1, 3"})
    void threads_alone_decide_the_workers(boolean processes, int cpus, int given, int workers, int threads) {
        assertThat(Sizing.of(processes, cpus, null, given)).isEqualTo(new Sizing(workers, threads));
    }

    @ParameterizedTest
    @CsvSource({"true, 8, 3, 3", "true, 8, 4, 2", "true, 2, 4, 1", "false, 96, 5, 20"})
    void workers_alone_share_the_cpus_rounded_up(boolean processes, int cpus, int given, int threads) {
        assertThat(Sizing.of(processes, cpus, given, null)).isEqualTo(new Sizing(given, threads));
    }

    @Test
    void both_given_are_taken_literally() {
        assertThat(Sizing.of(true, 2, 4, 2)).isEqualTo(new Sizing(4, 2));
        assertThat(Sizing.of(false, 2, 0, 7)).isEqualTo(new Sizing(0, 7));
    }
}
