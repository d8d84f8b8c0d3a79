package dev.muster.worker;

import static dev.muster.worker.WorkerRig.A;
import static dev.muster.worker.WorkerRig.B;
import static dev.muster.worker.WorkerRig.finished;
import static dev.muster.worker.WorkerRig.one;
import static dev.muster.worker.WorkerRig.only;
import static dev.muster.worker.WorkerRig.open;
import static dev.muster.worker.WorkerRig.returned;
import static dev.muster.worker.WorkerRig.sent;
import static dev.muster.worker.WorkerRig.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Message;
import dev.muster.protocol.Message.Returned.Why;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Leaving in good order. */
class DrainTest {
    private static List<Instruction> drain(WorkerRig rig) {
        return rig.when(new WorkerEvent.DrainRequested("scaled down"));
    }

    @Test
    void a_draining_worker_says_so_gives_back_what_is_queued_and_ends_what_runs() {
        WorkerRig rig = open(1);
        rig.run(one(1), one(2), one(3));
        List<Instruction> done = drain(rig);
        assertThat(sent(done, Message.Draining.class)).hasSize(1);
        assertThat(returned(done, Why.DRAINING)).containsExactlyInAnyOrder(2L, 3L);
        assertThat(only(done, Instruction.Leave.class)).isEmpty();
        assertThat(finished(rig.finish(0))).containsExactly(1L);
    }

    @Test
    void it_leaves_when_its_values_were_freed_and_its_reports_acknowledged() {
        WorkerRig rig = open(1);
        rig.run(one(1), one(2));
        rig.finishKept(0);
        rig.finish(0);
        assertThat(sent(drain(rig), Message.Drained.class)).isEmpty();
        assertThat(sent(rig.acknowledge(), Message.Drained.class)).isEmpty();
        List<Instruction> done = rig.free(1, 1, 1);
        assertThat(sent(done, Message.Drained.class)).hasSize(1);
        assertThat(only(done, Instruction.Leave.class)).hasSize(1);
    }

    @Test
    void a_worker_with_nothing_leaves_at_once_and_once() {
        WorkerRig rig = open(1);
        assertThat(only(drain(rig), Instruction.Leave.class)).hasSize(1);
        assertThat(only(drain(rig), Instruction.Leave.class)).isEmpty();
        assertThat(only(rig.tick(), Instruction.Leave.class)).isEmpty();
    }

    @Test
    void a_scheduler_may_ask_for_it_and_all_clients_are_told() {
        WorkerRig rig = open(1);
        rig.open(B);
        rig.run(B, one(1));
        List<Instruction> done = rig.receive(A, new Message.Draining());
        assertThat(sent(done, B, Message.Draining.class)).hasSize(1);
        assertThat(sent(done, A, Message.Drained.class)).hasSize(1);
        assertThat(sent(done, B, Message.Drained.class)).isEmpty();
        assertThat(only(done, Instruction.Leave.class)).isEmpty();
    }

    @Test
    void a_scheduler_that_needs_nothing_more_says_so_and_is_waited_for_no_longer() {
        WorkerRig rig = open(1);
        rig.run(one(1));
        rig.finishKept(0);
        drain(rig);
        List<Instruction> done = rig.receive(new Message.Drained());
        assertThat(only(done, Instruction.Discard.class)).hasSize(1);
        assertThat(only(done, Instruction.Leave.class)).hasSize(1);
    }

    @Test
    void what_is_given_to_a_draining_worker_comes_back() {
        WorkerRig rig = open(1);
        rig.run(one(1));
        drain(rig);
        List<Instruction> done = rig.run(one(2));
        assertThat(started(done)).isEmpty();
        assertThat(returned(done, Why.DRAINING)).containsExactly(2L);
    }

    @Test
    void a_lost_client_is_waited_for_only_until_its_tasks_have_ended() {
        WorkerRig rig = open(1);
        rig.run(one(1));
        drain(rig);
        assertThat(only(rig.when(new WorkerEvent.SessionLost(A)), Instruction.Leave.class))
                .isEmpty();
        rig.threw(0);
        assertThat(only(rig.emptied(0), Instruction.Leave.class)).hasSize(1);
    }
}
