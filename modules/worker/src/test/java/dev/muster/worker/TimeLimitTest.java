package dev.muster.worker;

import static dev.muster.worker.WorkerRig.MS;
import static dev.muster.worker.WorkerRig.one;
import static dev.muster.worker.WorkerRig.open;
import static dev.muster.worker.WorkerRig.timed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Inputs;
import org.junit.jupiter.api.Test;

/** The clock of an attempt runs from its start, whatever else happens. */
class TimeLimitTest {
    @Test
    void the_drain_that_starts_an_attempt_asks_for_the_tick_at_its_end() {
        WorkerRig rig = open(1);
        long began = rig.now;
        rig.run(one(7, timed(1, 60 * MS), Inputs.NONE));
        assertThat(rig.state.nextTick()).isBetween(began + 60 * MS, rig.now + 60 * MS);
    }
}
