package dev.muster.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any order of events leaves the machine whole, every task exactly right, and nothing behind. */
class RandomPlayTest {
    /** How many seeds; any number by a property. */
    static LongStream seeds() {
        long from = Long.getLong("muster.seed", 1);
        return LongStream.range(from, from + Long.getLong("muster.seeds", 150));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void any_order_of_events_leaves_nothing_behind(long seed) {
        RandomPlay play = new RandomPlay(seed);
        try {
            play.run();
        } catch (RuntimeException | AssertionError wrong) {
            throw new AssertionError(
                    "seed " + seed + " after " + play.steps() + " steps: " + wrong.getMessage(), wrong);
        }
        assertThat(play.leftOver()).isEmpty();
    }
}
