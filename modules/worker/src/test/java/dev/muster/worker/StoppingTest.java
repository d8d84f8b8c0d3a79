package dev.muster.worker;

import static dev.muster.worker.WorkerRig.A;
import static dev.muster.worker.WorkerRig.MS;
import static dev.muster.worker.WorkerRig.US;
import static dev.muster.worker.WorkerRig.failed;
import static dev.muster.worker.WorkerRig.finished;
import static dev.muster.worker.WorkerRig.one;
import static dev.muster.worker.WorkerRig.only;
import static dev.muster.worker.WorkerRig.open;
import static dev.muster.worker.WorkerRig.range;
import static dev.muster.worker.WorkerRig.sent;
import static dev.muster.worker.WorkerRig.started;
import static dev.muster.worker.WorkerRig.timed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Failure;
import dev.muster.protocol.Inputs;
import dev.muster.protocol.Kept;
import dev.muster.protocol.Message;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Free, Cancel, time-outs, threads that do not come back. */
class StoppingTest {
    // ---- free

    @Test
    void a_freed_task_that_was_queued_never_starts_and_is_not_reported() {
        WorkerRig rig = open(1);
        rig.run(one(7), one(8), one(9));
        rig.free(8, 1, 1);
        List<Instruction> done = rig.finish(0);
        assertThat(started(done)).containsExactly(9L);
        assertThat(finished(done)).containsExactly(7L);
    }

    @Test
    void free_beats_a_running_attempt_whose_value_is_discarded_at_its_end() {
        WorkerRig rig = open(1);
        rig.run(one(7));
        assertThat(only(rig.free(7, 1, 1), Instruction.Interrupt.class)).isEmpty();
        List<Instruction> done = rig.finishKept(0);
        assertThat(finished(done)).isEmpty();
        assertThat(only(done, Instruction.Discard.class)).containsExactly(new Instruction.Discard(A, 7, 1));
        assertThat(rig.state.figures().values()).isZero();
    }

    @Test
    void a_freed_attempt_that_throws_is_not_reported() {
        WorkerRig rig = open(1);
        rig.run(one(7));
        rig.free(7, 1, 1);
        assertThat(sent(rig.threw(0), Message.Failed.class)).isEmpty();
    }

    @Test
    void free_never_touches_another_attempt() {
        WorkerRig rig = open(1);
        rig.run(one(7));
        rig.free(7, 1, 2);
        assertThat(finished(rig.finish(0))).containsExactly(7L);
    }

    @Test
    void freeing_twice_or_what_is_unknown_means_nothing() {
        WorkerRig rig = open(1);
        rig.run(one(7));
        rig.finishKept(0);
        assertThat(only(rig.free(7, 1, 1), Instruction.Discard.class)).hasSize(1);
        assertThat(only(rig.free(7, 1, 1), Instruction.Discard.class)).isEmpty();
        assertThat(rig.free(99, 1_000_000, 1)).isEmpty();
    }

    @Test
    void the_freed_middle_of_a_running_range_leaves_the_stretches_around_it() {
        WorkerRig rig = open(1).knows(1, US);
        rig.run(range(100, 10));
        rig.free(103, 2, 1);
        List<Instruction> done = rig.finish(0, US);
        assertThat(finished(done)).containsExactly(100L, 101L, 102L, 105L, 106L, 107L, 108L, 109L);
    }

    @Test
    void the_freed_end_of_a_running_range_is_taken_back_and_not_run() {
        WorkerRig rig = open(1).knows(1, US);
        rig.run(range(100, 10));
        List<Instruction> done = rig.free(104, 6, 1);
        assertThat(only(done, Instruction.CutRun.class)).hasSize(1);
        assertThat(rig.given(0)).isEqualTo(4);
        assertThat(rig.state.figures().outstanding()).isEqualTo(4);
    }

    // ---- cancel

    @Test
    void a_cancelled_task_that_was_queued_is_reported_as_cancelled() {
        WorkerRig rig = open(1);
        rig.run(one(7), range(8, 5));
        List<Instruction> done = rig.cancel(9, 2, false);
        assertThat(failed(done, Failure.Kind.CANCELLED)).containsExactly(9L, 10L);
        assertThat(rig.state.figures().queued()).isEqualTo(3);
    }

    @Test
    void if_waiting_leaves_a_running_task_alone() {
        WorkerRig rig = open(1);
        rig.run(one(7));
        List<Instruction> done = rig.cancel(7, 1, false);
        assertThat(only(done, Instruction.Interrupt.class)).isEmpty();
        assertThat(sent(done, Message.Failed.class)).isEmpty();
        assertThat(finished(rig.finish(0))).containsExactly(7L);
    }

    @Test
    void a_running_task_is_interrupted_and_ends_as_cancelled_whatever_it_throws() {
        WorkerRig rig = open(1);
        rig.run(one(7));
        List<Instruction> done = rig.cancel(7, 1, true);
        assertThat(only(done, Instruction.Interrupt.class)).hasSize(1);
        assertThat(failed(rig.threw(0), Failure.Kind.CANCELLED)).containsExactly(7L);
    }

    @Test
    void a_cancelled_task_that_ends_with_a_value_all_the_same_is_cancelled_and_its_value_discarded() {
        WorkerRig rig = open(1);
        rig.run(one(7));
        rig.cancel(7, 1, true);
        List<Instruction> done = rig.ran(0, new Object[] {Kept.AT_WORKER}, MS);
        assertThat(finished(done)).isEmpty();
        assertThat(failed(done, Failure.Kind.CANCELLED)).containsExactly(7L);
        assertThat(only(done, Instruction.Discard.class)).hasSize(1);
    }

    @Test
    void cancelling_within_a_run_takes_back_what_was_not_begun_and_interrupts_what_was() {
        WorkerRig rig = open(1).knows(1, US);
        rig.run(range(100, 10));
        List<Instruction> done = rig.cancel(100, 3, true);
        assertThat(failed(done, Failure.Kind.CANCELLED)).containsExactly(101L, 102L);
        assertThat(only(done, Instruction.Interrupt.class))
                .extracting(Instruction.Interrupt::position)
                .containsExactly(0);
        assertThat(rig.state.figures().outstanding()).isEqualTo(8);
    }

    // ---- time-outs

    @Test
    void an_attempt_is_interrupted_when_its_time_is_up() {
        WorkerRig rig = open(1);
        rig.run(one(7, timed(1, 5 * MS), Inputs.NONE));
        assertThat(only(rig.after(4 * MS), Instruction.Interrupt.class)).isEmpty();
        assertThat(rig.state.nextTick()).isLessThanOrEqualTo(rig.now + MS);
        List<Instruction> done = rig.after(MS);
        assertThat(only(done, Instruction.Interrupt.class))
                .allMatch(Instruction.Interrupt::timedOut)
                .hasSize(1);
        assertThat(failed(rig.threw(0), Failure.Kind.TIMEOUT)).containsExactly(7L);
    }

    @Test
    void the_time_of_an_attempt_counts_from_its_start_not_from_its_arrival() {
        WorkerRig rig = open(1);
        rig.run(one(7), one(8, timed(1, 5 * MS), Inputs.NONE));
        rig.after(20 * MS);
        rig.finish(0);
        assertThat(only(rig.after(4 * MS), Instruction.Interrupt.class)).isEmpty();
        assertThat(only(rig.after(MS), Instruction.Interrupt.class)).hasSize(1);
    }

    @Test
    void a_run_of_tasks_with_a_time_out_has_one_task() {
        WorkerRig rig = open(1).knows(1, US);
        rig.run(range(100, 50, timed(1, 5 * MS)));
        assertThat(rig.at(0).count()).isEqualTo(1);
    }

    // ---- written off

    @Test
    void a_task_that_ignores_its_interrupt_fails_and_another_thread_takes_the_place_of_its_thread() {
        WorkerRig rig = open(1);
        rig.run(one(7), one(8));
        rig.cancel(7, 1, true);
        List<Instruction> done = rig.writtenOff(0);
        assertThat(failed(done, Failure.Kind.CANCELLED)).containsExactly(7L);
        assertThat(started(done)).containsExactly(8L);
        assertThat(only(done, Instruction.Execute.class).get(0).thread()).isEqualTo(1);
    }

    @Test
    void what_stood_behind_a_task_that_was_written_off_runs_elsewhere() {
        WorkerRig rig = open(1).knows(1, US);
        rig.run(range(100, 60));
        rig.cancel(100, 1, true);
        List<Instruction> done = rig.writtenOff(0);
        assertThat(failed(done, Failure.Kind.CANCELLED)).containsExactly(100L);
        assertThat(rig.state.figures().outstanding()).isEqualTo(59);
        assertThat(started(done).get(0)).isEqualTo(101L);
    }

    @Test
    void after_as_many_lost_threads_as_it_has_the_worker_refuses_work_and_asks_to_be_replaced() {
        WorkerRig rig = open(1);
        for (int thread = 0; thread < 2; thread++) {
            rig.run(one(7 + thread));
            rig.cancel(7 + thread, 1, true);
            List<Instruction> done = rig.writtenOff(thread);
            assertThat(only(done, Instruction.Replace.class)).hasSize(thread);
        }
        List<Instruction> done = rig.run(one(20));
        assertThat(started(done)).isEmpty();
        assertThat(WorkerRig.returned(done, Message.Returned.Why.BUSY)).containsExactly(20L);
        assertThat(rig.state.figures().writtenOff()).isEqualTo(2);
    }

    @Test
    void what_a_dead_thread_still_says_is_not_heard_and_its_values_are_discarded() {
        WorkerRig rig = open(1);
        rig.run(one(7));
        Execution run = rig.at(0);
        rig.cancel(7, 1, true);
        rig.writtenOff(0);
        List<Instruction> done =
                rig.when(new WorkerEvent.Ran(0, run, 0, 1, new Object[] {Kept.AT_WORKER}, 0, null, MS, MS));
        assertThat(finished(done)).isEmpty();
        assertThat(only(done, Instruction.Discard.class)).hasSize(1);
    }
}
