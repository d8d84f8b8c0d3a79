package dev.muster.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures in virtual time and counts: the same on every machine. */
class FiguresTest {
    @Test
    void a_task_takes_no_more_events_with_a_thousand_workers_than_its_share_of_batches() {
        SimulatorFigures.Cost few = SimulatorFigures.cost(2, 40_000, SimulatorFigures.NO_CLOCK);
        SimulatorFigures.Cost many = SimulatorFigures.cost(100, 40_000, SimulatorFigures.NO_CLOCK);
        assertThat(few.events()).as("%s", few).isLessThan(2.5);
        assertThat(many.events()).as("%s", many).isLessThan(2.5);
        assertThat(many.messages()).as("%s", many).isLessThan(2);
    }

    @Test
    void long_and_short_tasks_together_end_near_the_ideal_time() {
        assertThat(SimulatorFigures.mixed()).isBetween(0.99, 1.04);
    }

    @Test
    void short_tasks_do_not_wait_behind_long_ones_of_their_own_kind() {
        assertThat(SimulatorFigures.trap()).isBetween(0.99, 1.05);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void no_slot_stands_idle_longer_than_three_round_trips_while_a_task_is_queued_elsewhere(boolean stragglers) {
        SimulatorFigures.Idle idle = SimulatorFigures.idle(stragglers);
        assertThat(idle.besidesLate()).as("%s", idle).isBetween(0.1, 3.0);
        if (!stragglers) {
            assertThat(idle.longest()).isEqualTo(idle.besidesLate());
        }
    }

    @Test
    void a_kind_that_is_known_is_prefetched() {
        SimulatorFigures.Prefetch tiny = SimulatorFigures.prefetch(10_000);
        assertThat(tiny.warm()).as("%s", tiny).isLessThan(1.3);
        SimulatorFigures.Prefetch small = SimulatorFigures.prefetch(100_000);
        assertThat(small.warm()).as("%s", small).isLessThan(1.10);
        SimulatorFigures.Prefetch big = SimulatorFigures.prefetch(1_000_000);
        assertThat(big.warm()).as("%s", big).isLessThan(1.02);
    }

    @Test
    void nested_submissions_as_deep_as_fib_20_need_fewer_than_300_threads() {
        assertThat(SimulatorFigures.fibonacci(20)).isLessThan(300);
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "2, 4", "8, 1", "8, 4"})
    void a_reduction_keeps_no_more_results_than_the_rule_allows(int fanIn, int workers) {
        SimulatorFigures.Reduction reduction = SimulatorFigures.reduce(10_000, fanIn, workers);
        assertThat(reduction.most()).as("%s", reduction).isLessThanOrEqualTo(reduction.allowed());
    }
}
