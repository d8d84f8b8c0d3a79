package dev.muster.worker;

import static dev.muster.worker.WorkerRig.MS;
import static dev.muster.worker.WorkerRig.SECOND;
import static dev.muster.worker.WorkerRig.exclusive;
import static dev.muster.worker.WorkerRig.one;
import static dev.muster.worker.WorkerRig.open;
import static dev.muster.worker.WorkerRig.returned;
import static dev.muster.worker.WorkerRig.spec;
import static dev.muster.worker.WorkerRig.started;
import static dev.muster.worker.WorkerRig.withResource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Assignment;
import dev.muster.protocol.Inputs;
import dev.muster.protocol.Message.Returned.Why;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Threads, resources and exclusive runs are taken all or nothing. */
class NeedsTest {
    private static Assignment.One wide(long id, int threads) {
        return one(id, spec(1, threads, Map.of()), Inputs.NONE);
    }

    private static Assignment.One gpu(long id, double amount) {
        return one(id, spec(1, 1, Map.of("gpu", amount)), Inputs.NONE);
    }

    @Test
    void a_task_of_two_threads_starts_when_two_are_free_and_holds_both() {
        WorkerRig rig = open(3);
        rig.run(one(1), wide(2, 2), one(3));
        assertThat(rig.state.figures().freeSlots()).isZero();
        assertThat(rig.state.figures().queued()).isEqualTo(1);
        assertThat(started(rig.finish(1))).containsExactly(3L);
        assertThat(rig.state.figures().freeSlots()).isEqualTo(1);
    }

    @Test
    void smaller_tasks_pass_a_wide_one_until_it_has_waited_a_second_then_slots_are_kept_for_it() {
        WorkerRig rig = open(2);
        rig.run(one(1), one(2), wide(3, 2), one(4), one(5));
        assertThat(started(rig.finish(0))).containsExactly(4L);
        rig.after(SECOND);
        assertThat(started(rig.finish(0))).isEmpty();
        assertThat(started(rig.finish(1))).containsExactly(3L);
        assertThat(started(rig.finish(rig.runsOf(0) > 0 ? 0 : 1))).containsExactly(5L);
    }

    @Test
    void a_wide_task_asks_for_a_tick_when_it_will_have_waited_a_second() {
        WorkerRig rig = open(2);
        rig.run(one(1), wide(3, 2));
        assertThat(rig.state.nextTick()).isEqualTo(rig.now + SECOND);
    }

    @Test
    void of_several_wide_tasks_only_the_oldest_reserves_and_the_others_go_back() {
        WorkerRig rig = open(2);
        rig.run(one(1), wide(3, 2));
        rig.after(MS);
        rig.run(wide(4, 2));
        List<Instruction> done = rig.after(2 * SECOND);
        assertThat(returned(done, Why.BUSY)).containsExactly(4L);
        assertThat(started(rig.finish(0))).containsExactly(3L);
    }

    @Test
    void a_resource_is_never_taken_beyond_what_there_is() {
        WorkerRig rig = withResource(4, "gpu", 2);
        assertThat(started(rig.run(gpu(1, 1), gpu(2, 1), gpu(3, 1), one(4)))).containsExactly(1L, 2L, 4L);
        assertThat(started(rig.finish(0))).containsExactly(3L);
    }

    @Test
    void a_task_whose_resource_stays_taken_goes_back() {
        WorkerRig rig = withResource(2, "gpu", 1);
        rig.run(gpu(1, 1), gpu(2, 1));
        assertThat(rig.state.nextTick()).isLessThanOrEqualTo(rig.now + Placement.BUSY_AFTER);
        assertThat(returned(rig.after(Placement.BUSY_AFTER), Why.BUSY)).containsExactly(2L);
    }

    @Test
    void fractions_of_a_resource_add_up() {
        WorkerRig rig = withResource(10, "gpu", 1);
        Assignment[] tenths = new Assignment[10];
        for (int i = 0; i < 10; i++) {
            tenths[i] = gpu(i + 1, 0.1);
        }
        assertThat(started(rig.run(tenths))).hasSize(10);
    }

    @Test
    void an_exclusive_run_waits_for_all_threads_and_has_them_alone() {
        WorkerRig rig = open(2);
        rig.run(one(1), exclusive(2));
        assertThat(rig.state.figures().queued()).isEqualTo(1);
        assertThat(started(rig.finish(0))).containsExactly(2L);
        assertThat(started(rig.run(one(3)))).isEmpty();
        assertThat(started(rig.finish(0))).containsExactly(3L);
    }

    @Test
    void nothing_is_given_ahead_while_slots_are_kept_for_a_wide_task() {
        WorkerRig rig = open(2).knows(1, WorkerRig.US);
        rig.run(one(1, spec(7), Inputs.NONE), wide(2, 2));
        rig.after(SECOND);
        rig.run(WorkerRig.range(100, 50));
        assertThat(rig.runsOf(0) + rig.runsOf(1)).isEqualTo(1);
    }
}
