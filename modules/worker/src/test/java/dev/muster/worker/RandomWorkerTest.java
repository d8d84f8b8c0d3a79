package dev.muster.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Properties over seeds: whatever is given ends once, nothing is started without its inputs, every invariant holds after every event, and
 * at the end nothing is left. {@code -Dmuster.worker.seeds=n} plays more, {@code -Dmuster.worker.seed=s} one.
 */
class RandomWorkerTest {
    static LongStream seeds() {
        Long only = Long.getLong("muster.worker.seed");
        return only != null ? LongStream.of(only) : LongStream.rangeClosed(1, Long.getLong("muster.worker.seeds", 100));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatever_happens_every_attempt_ends_once_and_nothing_is_left(long seed) {
        RandomWorld world = new RandomWorld(seed);
        try {
            world.play(400);
        } catch (RuntimeException | AssertionError fault) {
            throw new AssertionError("seed " + seed + ": " + fault.getMessage() + "\n" + world.story(), fault);
        }
    }

    @Test
    void the_same_seed_has_the_same_story() {
        RandomWorld first = new RandomWorld(42);
        RandomWorld second = new RandomWorld(42);
        first.play(300);
        second.play(300);
        assertThat(first.story()).isEqualTo(second.story());
    }
}
