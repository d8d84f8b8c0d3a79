package dev.muster.worker;

import static dev.muster.worker.WorkerRig.MS;
import static dev.muster.worker.WorkerRig.SECOND;
import static dev.muster.worker.WorkerRig.US;
import static dev.muster.worker.WorkerRig.failed;
import static dev.muster.worker.WorkerRig.finished;
import static dev.muster.worker.WorkerRig.one;
import static dev.muster.worker.WorkerRig.only;
import static dev.muster.worker.WorkerRig.open;
import static dev.muster.worker.WorkerRig.range;
import static dev.muster.worker.WorkerRig.ranked;
import static dev.muster.worker.WorkerRig.sent;
import static dev.muster.worker.WorkerRig.spec;
import static dev.muster.worker.WorkerRig.started;
import static dev.muster.worker.WorkerRig.timed;
import static dev.muster.worker.WorkerRig.withResource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Assignment;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Inputs;
import dev.muster.protocol.Message;
import dev.muster.protocol.Rank;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tasks that wait for tasks of their own. */
class NestingTest {
    /** A child, {@code depth} levels below the task of this order. */
    private static Assignment.One child(long id, long order, int depth) {
        return ranked(id, new Rank(0, order, depth, id));
    }

    private static int thread(List<Instruction> instructions) {
        return only(instructions, Instruction.Execute.class).get(0).thread();
    }

    @Test
    void a_waiting_task_gives_back_its_slot_and_its_scheduler_is_told() {
        WorkerRig rig = open(1);
        rig.run(one(1), one(2));
        List<Instruction> done = rig.blocked(0, false);
        assertThat(sent(done, Message.Waiting.class)).containsExactly(new Message.Waiting(1, 1));
        assertThat(started(done)).containsExactly(2L);
        assertThat(thread(done)).isEqualTo(1);
    }

    @Test
    void a_child_runs_on_the_waiting_thread() {
        WorkerRig rig = open(1);
        rig.run(one(1));
        rig.blocked(0, false);
        List<Instruction> done = rig.run(child(10, 1, 1));
        assertThat(thread(done)).isZero();
    }

    @Test
    void a_deep_recursion_on_one_thread_needs_no_other() {
        WorkerRig rig = open(1);
        rig.run(one(1));
        for (int depth = 1; depth <= 50; depth++) {
            rig.blocked(0, false);
            assertThat(thread(rig.run(child(10 + depth, 1, depth)))).isZero();
        }
        for (int depth = 50; depth >= 1; depth--) {
            rig.finish(0);
            assertThat(only(rig.unblocked(0), Instruction.Resume.class)).hasSize(1);
        }
        assertThat(finished(rig.finish(0))).containsExactly(1L);
        assertThat(rig.state.figures().living()).isEqualTo(1);
    }

    @Test
    void nothing_runs_on_a_thread_whose_wait_has_a_time_limit() {
        WorkerRig rig = open(1);
        rig.run(one(1));
        rig.blocked(0, true);
        assertThat(thread(rig.run(child(10, 1, 1)))).isEqualTo(1);
    }

    @Test
    void what_is_no_descendant_does_not_run_on_a_waiting_thread() {
        WorkerRig rig = open(1);
        rig.run(one(5));
        rig.blocked(0, false);
        assertThat(thread(rig.run(one(1)))).isEqualTo(1);
        rig.finish(1);
        assertThat(thread(rig.run(child(10, 4, 1)))).isEqualTo(1);
    }

    @Test
    void a_woken_task_goes_on_and_its_scheduler_is_told() {
        WorkerRig rig = open(1);
        rig.run(one(1));
        rig.blocked(0, false);
        List<Instruction> done = rig.unblocked(0);
        assertThat(only(done, Instruction.Resume.class)).containsExactly(new Instruction.Resume(0));
        assertThat(sent(done, Message.Resumed.class)).containsExactly(new Message.Resumed(1, 1));
        assertThat(finished(rig.finish(0))).containsExactly(1L);
    }

    @Test
    void a_woken_task_takes_the_next_free_slot_before_any_new_task() {
        WorkerRig rig = open(1);
        rig.run(one(1));
        rig.blocked(0, false);
        rig.run(one(2), one(3));
        assertThat(only(rig.unblocked(0), Instruction.Resume.class)).isEmpty();
        List<Instruction> done = rig.finish(1);
        assertThat(only(done, Instruction.Resume.class)).containsExactly(new Instruction.Resume(0));
        assertThat(started(done)).isEmpty();
    }

    @Test
    void a_woken_task_under_a_child_goes_on_when_the_child_has_ended() {
        WorkerRig rig = open(1);
        rig.run(one(1));
        rig.blocked(0, false);
        rig.run(child(10, 1, 1));
        assertThat(only(rig.unblocked(0), Instruction.Resume.class)).isEmpty();
        rig.ran(0, 1, MS);
        assertThat(only(rig.emptied(0), Instruction.Resume.class)).hasSize(1);
    }

    @Test
    void resources_are_not_given_back_by_a_wait() {
        WorkerRig rig = withResource(1, "gpu", 1);
        rig.run(one(1, spec(1, 1, Map.of("gpu", 1.0)), Inputs.NONE));
        rig.blocked(0, false);
        assertThat(started(rig.run(one(2, spec(1, 1, Map.of("gpu", 1.0)), Inputs.NONE))))
                .isEmpty();
        assertThat(started(rig.run(one(3)))).containsExactly(3L);
    }

    @Test
    void a_wide_task_gives_back_all_its_slots_and_takes_them_all_again() {
        WorkerRig rig = open(2);
        rig.run(one(1, spec(1, 2, Map.of()), Inputs.NONE));
        List<Instruction> done = rig.blocked(0, false);
        done.addAll(rig.run(one(2), one(3)));
        assertThat(started(done)).containsExactly(2L, 3L);
        rig.unblocked(0);
        assertThat(only(rig.finish(1), Instruction.Resume.class)).isEmpty();
        assertThat(only(rig.finish(rig.runsOf(2) > 0 ? 2 : 0), Instruction.Resume.class))
                .hasSize(1);
    }

    @Test
    void what_stood_behind_a_waiting_task_goes_elsewhere() {
        WorkerRig rig = open(1).knows(1, US);
        rig.run(range(100, 60));
        rig.ran(0, 3, US);
        List<Instruction> done = rig.blocked(0, false);
        assertThat(sent(done, Message.Waiting.class)).containsExactly(new Message.Waiting(103, 1));
        assertThat(rig.given(1)).isEqualTo(1);
        while (rig.runsOf(1) > 0) {
            rig.finish(1, US);
        }
        assertThat(rig.state.figures().outstanding()).isEqualTo(1);
        rig.unblocked(0);
        assertThat(finished(rig.finish(0, US))).containsExactly(103L);
    }

    @Test
    void one_wait_too_many_is_refused_with_a_sentence() {
        WorkerRig rig = new WorkerRig(1, Map.of(), WorkerRig.limits(2));
        rig.open(WorkerRig.A);
        rig.run(one(1), one(2), one(3), one(4));
        rig.blocked(0, true);
        rig.blocked(1, true);
        List<Instruction> done = rig.blocked(2, true);
        Instruction.Refuse refuse = only(done, Instruction.Refuse.class).get(0);
        assertThat(refuse.thread()).isEqualTo(2);
        assertThat(refuse.failure().message()).contains("muster.worker.max-waiting=2");
        assertThat(sent(done, Message.Waiting.class)).isEmpty();
        assertThat(rig.when(new WorkerEvent.Unblocked(2))).isEmpty();
        assertThat(finished(rig.finish(2))).containsExactly(3L);
    }

    @Test
    void threads_that_were_extra_end_after_a_while() {
        WorkerRig rig = open(1);
        rig.run(one(1), one(2));
        rig.blocked(0, false);
        rig.finish(1);
        rig.unblocked(0);
        rig.finish(0);
        assertThat(rig.state.figures().living()).isEqualTo(2);
        assertThat(only(rig.after(SECOND), Instruction.End.class)).hasSize(1);
        assertThat(rig.state.figures().living()).isEqualTo(1);
    }

    @Test
    void a_cancelled_task_that_waits_is_interrupted_or_as_soon_as_what_runs_on_top_has_ended() {
        WorkerRig rig = open(1);
        rig.run(one(1));
        rig.blocked(0, false);
        rig.run(child(10, 1, 1));
        assertThat(only(rig.cancel(1, 1, true), Instruction.Interrupt.class)).isEmpty();
        List<Instruction> done = rig.finish(0);
        assertThat(only(done, Instruction.Interrupt.class)).hasSize(1);
        rig.unblocked(0);
        assertThat(failed(rig.threw(0), Failure.Kind.CANCELLED)).containsExactly(1L);
    }

    @Test
    void the_time_limit_of_an_attempt_goes_on_while_it_waits() {
        WorkerRig rig = open(1);
        rig.run(one(1, timed(1, 5 * MS), Inputs.NONE));
        rig.blocked(0, false);
        assertThat(only(rig.after(5 * MS), Instruction.Interrupt.class)).hasSize(1);
    }

    @Test
    void a_lost_thread_takes_with_it_what_waits_on_it() {
        WorkerRig rig = open(1);
        rig.run(one(1));
        rig.blocked(0, false);
        rig.run(child(10, 1, 1));
        rig.cancel(10, 1, true);
        List<Instruction> done = rig.writtenOff(0);
        assertThat(failed(done, Failure.Kind.CANCELLED)).containsExactly(10L);
        assertThat(failed(done, Failure.Kind.WORKER_LOST)).containsExactly(1L);
        assertThat(rig.state.figures().blocked()).isZero();
        assertThat(started(rig.run(one(2)))).containsExactly(2L);
    }

    @Test
    void children_go_before_what_was_submitted_after_their_parent() {
        WorkerRig rig = open(1);
        rig.run(one(1), one(2), one(3));
        rig.blocked(0, true);
        rig.run(child(10, 1, 1));
        assertThat(started(rig.finish(1))).containsExactly(10L);
    }
}
