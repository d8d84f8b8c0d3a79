package dev.muster.worker;

import static dev.muster.worker.WorkerRig.A;
import static dev.muster.worker.WorkerRig.B;
import static dev.muster.worker.WorkerRig.SECOND;
import static dev.muster.worker.WorkerRig.one;
import static dev.muster.worker.WorkerRig.only;
import static dev.muster.worker.WorkerRig.open;
import static dev.muster.worker.WorkerRig.returned;
import static dev.muster.worker.WorkerRig.sent;
import static dev.muster.worker.WorkerRig.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Kept;
import dev.muster.protocol.Message;
import dev.muster.protocol.Message.Returned.Why;
import dev.muster.protocol.Peer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Spilling, pausing, being replaced. */
class MemoryTest {
    private static final long MINUTE = 60 * SECOND;

    private static List<Instruction> measured(WorkerRig rig, long stored, long live) {
        return rig.when(new WorkerEvent.MemoryMeasured(stored, live, 1_000, true));
    }

    /** A value of so many bytes of this client is stored. */
    private static void store(WorkerRig rig, Peer client, long id, long bytes) {
        rig.run(client, one(id));
        Execution run = rig.at(0);
        rig.when(new WorkerEvent.Ran(0, run, 0, 1, new Object[] {Kept.AT_WORKER}, 0, new long[] {bytes}, 10, 10));
        rig.emptied(0);
    }

    @Test
    void above_the_limit_the_client_furthest_above_its_share_spills() {
        WorkerRig rig = open(1);
        rig.open(B);
        store(rig, A, 1, 100);
        store(rig, B, 2, 600);
        assertThat(only(measured(rig, 700, 0), Instruction.Spill.class)).containsExactly(new Instruction.Spill(B, 100));
    }

    @Test
    void the_one_below_its_share_spills_only_when_the_others_have_nothing_left_above() {
        WorkerRig rig = open(1);
        rig.open(B);
        store(rig, A, 1, 300);
        store(rig, B, 2, 550);
        assertThat(only(measured(rig, 850, 0), Instruction.Spill.class))
                .containsExactly(new Instruction.Spill(B, 50), new Instruction.Spill(B, 200));
    }

    @Test
    void with_a_full_disk_nothing_spills_and_it_says_so_once() {
        WorkerRig rig = open(1);
        store(rig, A, 1, 800);
        List<Instruction> done = rig.when(new WorkerEvent.MemoryMeasured(800, 0, 1_000, false));
        assertThat(only(done, Instruction.Spill.class)).isEmpty();
        assertThat(only(done, Instruction.Log.class)).hasSize(1);
        done = rig.when(new WorkerEvent.MemoryMeasured(800, 0, 1_000, false));
        assertThat(only(done, Instruction.Log.class)).isEmpty();
    }

    @Test
    void a_pause_binds_the_client_above_its_share_first_and_all_if_that_does_not_help() {
        WorkerRig rig = open(1);
        rig.open(B);
        store(rig, A, 1, 100);
        store(rig, B, 2, 600);
        measured(rig, 0, 850);
        assertThat(returned(rig.run(A, one(3)), Why.PAUSED)).isEmpty();
        rig.finish(0);
        List<Instruction> done = rig.run(B, one(4));
        assertThat(started(done)).isEmpty();
        assertThat(sent(done, B, Message.Returned.class).get(0).why()).isEqualTo(Why.PAUSED);
        measured(rig, 0, 850);
        assertThat(returned(rig.run(A, one(5)), Why.PAUSED)).containsExactly(5L);
    }

    @Test
    void a_paused_client_has_no_grant_until_the_pause_ends() {
        WorkerRig rig = open(2);
        rig.now += SECOND;
        assertThat(sent(measured(rig, 0, 850), Message.Grant.class).get(0).slots())
                .isZero();
        rig.now += SECOND;
        assertThat(sent(measured(rig, 0, 780), Message.Grant.class)).isEmpty();
        assertThat(sent(measured(rig, 0, 700), Message.Grant.class).get(0).slots())
                .isEqualTo(2);
    }

    @Test
    void a_paused_worker_with_nothing_running_collects_then_spills_all_then_asks_to_be_replaced() {
        WorkerRig rig = open(1);
        store(rig, A, 1, 500);
        measured(rig, 500, 850);
        assertThat(only(rig.after(MINUTE), Instruction.Collect.class)).hasSize(1);
        assertThat(only(rig.after(MINUTE), Instruction.Spill.class)).containsExactly(new Instruction.Spill(A, 500));
        assertThat(only(rig.after(MINUTE), Instruction.Replace.class)).hasSize(1);
        assertThat(only(rig.after(MINUTE), Instruction.Replace.class)).isEmpty();
    }

    @Test
    void at_the_end_of_memory_the_process_is_replaced_at_once_and_told_so_once() {
        WorkerRig rig = open(1);
        assertThat(only(measured(rig, 0, 960), Instruction.Replace.class)).hasSize(1);
        assertThat(only(measured(rig, 0, 970), Instruction.Replace.class)).isEmpty();
    }

    @Test
    void without_a_limit_nothing_happens() {
        WorkerRig rig = open(1);
        store(rig, A, 1, 500);
        assertThat(rig.when(new WorkerEvent.MemoryMeasured(1L << 40, 1L << 40, 0, true)))
                .isEmpty();
    }
}
