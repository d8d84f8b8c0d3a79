package dev.muster.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random programs on random clusters with random mishaps. {@code -Dmuster.simulator.seeds=n} runs that many seeds,
 * {@code -Dmuster.simulator.seed=s} runs one, {@code -Dmuster.simulator.trace=true} prints all of its story.
 */
class SimulatorTest {
    private static final int REPORTED = 3;
    /** Seeds in one test, so that its time limit means the same however many there are. */
    private static final int BATCH = 200;

    static Stream<Arguments> batches() {
        Long single = Long.getLong("muster.simulator.seed");
        long first = single != null ? single : Long.getLong("muster.simulator.first", 1);
        long end = first + (single != null ? 1 : Integer.getInteger("muster.simulator.seeds", 2_000));
        return LongStream.iterate(first, from -> from < end, from -> from + BATCH)
                .mapToObj(from -> Arguments.of(from, Math.min(from + BATCH, end)));
    }

    @ParameterizedTest(name = "seeds {0} to before {1}")
    @MethodSource("batches")
    void every_seed_ends_with_exact_results_and_nothing_held(long from, long end) {
        List<String> failures = new ArrayList<>();
        for (long seed = from; seed < end && failures.size() < REPORTED; seed++) {
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
