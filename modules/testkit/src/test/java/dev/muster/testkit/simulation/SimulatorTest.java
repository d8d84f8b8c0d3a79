package dev.muster.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Random programs on random clusters with random mishaps. {@code -Dmuster.simulator.seeds=n} runs that many seeds,
 * {@code -Dmuster.simulator.seed=s} runs one, {@code -Dmuster.simulator.trace=true} prints all of its story.
 */
class SimulatorTest {
    private static final int REPORTED = 3;

    @Test
    void every_seed_ends_with_exact_results_and_nothing_held() {
        Long single = Long.getLong("muster.simulator.seed");
        if (single != null) {
            Simulation.run(single);
            return;
        }
        long first = Long.getLong("muster.simulator.first", 1);
        int seeds = Integer.getInteger("muster.simulator.seeds", 2_000);
        List<String> failures = new ArrayList<>();
        for (long seed = first; seed < first + seeds && failures.size() < REPORTED; seed++) {
            try {
                Simulation.run(seed);
            } catch (SimulationFailure e) {
                failures.add(String.valueOf(e.getMessage()));
            }
        }
        if (!failures.isEmpty()) {
            fail(String.join("\n\n", failures));
        }
    }

    @Test
    void the_same_seed_gives_the_same_run() {
        for (long seed = 1; seed <= 50; seed++) {
            Simulation.Outcome once = Simulation.run(Scenario.drawn(seed), new Saboteur());
            Simulation.Outcome again = Simulation.run(Scenario.drawn(seed), new Saboteur());
            assertThat(again).as("seed %d", seed).isEqualTo(once);
        }
    }
}
