package dev.muster.worker;

import static dev.muster.worker.WorkerRig.MS;
import static dev.muster.worker.WorkerRig.one;
import static dev.muster.worker.WorkerRig.open;
import static dev.muster.worker.WorkerRig.timed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Inputs;
import dev.muster.protocol.Message;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What simulated clusters brought to light. */
class FoundInSimulationTest {
    @Test
    void the_time_limit_of_an_attempt_asks_for_a_tick_though_nothing_else_happens() {
        WorkerRig rig = open(1);
        rig.run(one(7, timed(1, 5 * MS), Inputs.NONE));
        assertThat(rig.state.nextTick()).isLessThanOrEqualTo(rig.now + 5 * MS);
        assertThat(WorkerRig.only(rig.after(5 * MS), Instruction.Interrupt.class))
                .hasSize(1);
    }

    @Test
    void a_session_that_may_have_nothing_hears_it_at_once() {
        WorkerRig rig = open(1);
        List<Instruction> done = rig.when(new WorkerEvent.MemoryMeasured(0, 90, 100, true));
        assertThat(WorkerRig.sent(done, Message.Grant.class))
                .extracting(Message.Grant::slots)
                .containsExactly(0);
    }
}
