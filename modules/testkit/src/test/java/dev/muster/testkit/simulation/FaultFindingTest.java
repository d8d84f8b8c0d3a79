package dev.muster.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plants bugs of every kind and counts in how many runs they are caught. */
class FaultFindingTest {
    private static final int MOST_SEEDS = 500;
    private static final int ENOUGH = 8;

    private record Rate(Fault fault, int seeds, int planted, int caught) {
        @Override
        public String toString() {
            return String.format(
                    "%-26s planted in %3d of %3d runs, caught in %3d (%3.0f %%)",
                    fault, planted, seeds, caught, planted == 0 ? 0 : 100.0 * caught / planted);
        }
    }

    @Test
    void every_kind_of_planted_bug_is_caught_within_500_seeds() {
        List<Rate> table = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            table.add(rate(fault));
        }
        StringBuilder text = new StringBuilder("Planted bugs and how often the simulator caught them:\n");
        table.forEach(rate -> text.append("  ").append(rate).append('\n'));
        System.out.println(text);
        assertThat(table)
                .allSatisfy(rate -> assertThat(rate.caught()).as("%s", rate).isPositive());
    }

    private static Rate rate(Fault fault) {
        int planted = 0;
        int caught = 0;
        int seed = 0;
        while (seed < MOST_SEEDS && (planted < ENOUGH || caught == 0)) {
            seed++;
            Planter planter = new Planter(fault, seed);
            try {
                Simulation.run(Scenario.drawn(seed), planter);
            } catch (SimulationFailure e) {
                assertThat(planter.planted())
                        .as("seed %d failed by itself", seed)
                        .isTrue();
                caught++;
            }
            planted += planter.planted() ? 1 : 0;
        }
        return new Rate(fault, seed, planted, caught);
    }
}
