package dev.muster.worker;

import static dev.muster.worker.WorkerRig.MS;
import static dev.muster.worker.WorkerRig.one;
import static dev.muster.worker.WorkerRig.open;
import static dev.muster.worker.WorkerRig.timed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Inputs;
import org.junit.jupiter.api.Test;

/** What simulated clusters brought to light. */
class FoundInSimulationTest {
    @Test
    void the_time_limit_of_an_attempt_asks_for_a_tick_though_nothing_else_happens() {
        WorkerRig rig = open(1);
        rig.run(one(7, timed(1, 5 * MS), Inputs.NONE));
        assertThat(rig.state.nextTick()).isLessThanOrEqualTo(rig.now + 5 * MS);
        assertThat(WorkerRig.only(rig.after(5 * MS), Instruction.Interrupt.class)).hasSize(1);
    }
}
