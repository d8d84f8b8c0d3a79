package dev.muster.worker;

import static dev.muster.worker.WorkerRig.A;
import static dev.muster.worker.WorkerRig.B;
import static dev.muster.worker.WorkerRig.MS;
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
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.protocol.Assignment;
import dev.muster.protocol.Completion;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Kept;
import dev.muster.protocol.Message;
import dev.muster.protocol.Rank;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From Run to Finished: placing, splitting, reporting. */
class RunTest {
    @Test
    void a_task_given_to_an_idle_worker_starts_at_once() {
        WorkerRig rig = open(2);
        List<Instruction> done = rig.run(one(7));
        assertThat(started(done)).containsExactly(7L);
        assertThat(rig.at(0).session()).isEqualTo(A);
    }

    @Test
    void a_finished_task_is_reported_with_its_value_once() {
        WorkerRig rig = open(1);
        rig.run(one(7));
        List<Instruction> done = rig.ran(0, new Object[] {"x"}, 3 * MS);
        Message.Finished message = sent(done, Message.Finished.class).get(0);
        assertThat(message.sequence()).isEqualTo(1);
        assertThat(message.completions()).hasSize(1);
        Completion.One completion = (Completion.One) message.completions().get(0);
        assertThat(completion.value()).isEqualTo("x");
        assertThat(completion.nanos()).isEqualTo(3 * MS);
        assertThat(sent(rig.emptied(0), Message.Finished.class)).isEmpty();
    }

    @Test
    void large_values_are_reported_in_messages_of_bounded_length() {
        WorkerRig rig = open(1);
        rig.run(one(1), one(2), one(3), range(100, 10));
        for (int i = 0; i < 3; i++) {
            rig.finish(0, 1 * US);
        }
        List<Instruction> done = rig.ran(0, new Object[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, US, 60_000);
        List<Message.Finished> told = sent(done, Message.Finished.class);
        assertThat(told).extracting(Message.Finished::sequence).containsExactly(4L, 5L, 6L, 7L, 8L);
        assertThat(told)
                .allSatisfy(each -> assertThat(each.completions())
                        .singleElement()
                        .satisfies(part -> assertThat(part.count()).isEqualTo(2)));
    }

    @Test
    void reports_of_one_session_are_numbered_without_gaps() {
        WorkerRig rig = open(1);
        rig.run(one(7), one(8), one(9));
        for (int i = 1; i <= 3; i++) {
            List<Instruction> done = rig.finish(0);
            assertThat(sent(done, Message.Finished.class).get(0).sequence()).isEqualTo(i);
        }
    }

    @Test
    void a_null_value_is_a_value() {
        WorkerRig rig = open(1);
        rig.run(one(7));
        List<Instruction> done = rig.ran(0, new Object[] {null}, MS);
        assertThat(finished(done)).containsExactly(7L);
    }

    @Test
    void everything_of_one_drain_goes_in_one_message() {
        WorkerRig rig = open(2);
        rig.run(one(7), one(8));
        InstructionList out = new InstructionList();
        for (int thread = 0; thread < 2; thread++) {
            Execution run = rig.at(thread);
            rig.state.apply(rig.now, new WorkerEvent.Ran(thread, run, 0, 1, new Object[] {"x"}, 0, null, MS, MS), out);
        }
        assertThat(out.all()).isEmpty();
        rig.state.flush(rig.now, out);
        assertThat(finished(out.all())).containsExactly(7L, 8L);
        assertThat(sent(out.all(), Message.Finished.class)).hasSize(1);
    }

    @Test
    void a_throwing_task_is_reported_with_its_failure() {
        WorkerRig rig = open(1);
        rig.run(one(7));
        List<Instruction> done = rig.threw(0);
        assertThat(failed(done, Failure.Kind.USER)).containsExactly(7L);
    }

    @Test
    void an_unknown_kind_is_given_out_one_task_at_a_time() {
        WorkerRig rig = open(2);
        rig.run(range(100, 10));
        assertThat(rig.given(0)).isEqualTo(1);
        assertThat(rig.given(1)).isEqualTo(1);
        assertThat(rig.runsOf(0)).isEqualTo(1);
    }

    @Test
    void a_known_brief_kind_is_given_out_in_runs_of_half_a_budget_and_one_more_behind() {
        WorkerRig rig = open(1).knows(1, US);
        rig.run(range(100, 1_000));
        assertThat(rig.at(0).count()).isEqualTo(25);
        assertThat(rig.runsOf(0)).isEqualTo(2);
        assertThat(rig.given(0)).isEqualTo(50);
    }

    @Test
    void a_run_is_no_longer_than_its_share_of_what_is_queued() {
        WorkerRig rig = open(2).knows(1, 10);
        rig.run(range(100, 8));
        assertThat(rig.given(0)).isEqualTo(4 + 1);
        assertThat(rig.given(1)).isEqualTo(2 + 1);
    }

    @Test
    void a_run_never_exceeds_two_thousand_tasks() {
        WorkerRig rig = open(1).knows(1, 1);
        rig.run(range(100, 10_000));
        assertThat(rig.at(0).count()).isEqualTo(Placement.LONGEST_RUN);
    }

    @Test
    void a_kind_known_to_be_long_is_not_put_behind_another_task() {
        WorkerRig rig = open(1).knows(1, MS);
        rig.run(range(100, 10));
        assertThat(rig.runsOf(0)).isEqualTo(1);
        assertThat(rig.given(0)).isEqualTo(1);
    }

    @Test
    void a_thread_that_emptied_its_run_is_at_the_next_and_gets_another() {
        WorkerRig rig = open(1).knows(1, US);
        rig.run(range(100, 1_000));
        List<Instruction> done = rig.finish(0, US);
        assertThat(rig.at(0).from()).isEqualTo(25);
        assertThat(started(done)).containsExactly(150L);
    }

    @Test
    void a_range_is_reported_in_stretches_that_share_the_threads_array() {
        WorkerRig rig = open(1).knows(1, US);
        rig.run(range(100, 100));
        Object[] values = new Object[25];
        List<Instruction> done = rig.ran(0, values, US);
        Completion.Range part = (Completion.Range)
                sent(done, Message.Finished.class).get(0).completions().get(0);
        assertThat(part.values()).isSameAs(values);
        assertThat(part.first()).isEqualTo(100);
        assertThat(part.count()).isEqualTo(25);
        assertThat(part.slowestNanos()).isEqualTo(US);
    }

    @Test
    void values_kept_in_the_store_are_reported_one_by_one_between_the_inline_stretches() {
        WorkerRig rig = open(1).knows(1, US);
        rig.run(range(100, 8));
        Object[] values = {1, 2, Kept.AT_WORKER, 4, 5, 6, 7, 8};
        List<Completion> parts =
                sent(rig.ran(0, values, US), Message.Finished.class).get(0).completions();
        assertThat(parts).extracting(Completion::first).containsExactly(100L, 102L, 103L);
        assertThat(parts).extracting(Completion::count).containsExactly(2, 1, 5);
        assertThat(((Completion.One) parts.get(1)).value()).isEqualTo(Kept.AT_WORKER);
        assertThat(((Completion.Range) parts.get(2)).offset()).isEqualTo(3);
    }

    @Test
    void tasks_run_in_the_order_of_their_ranks_whatever_the_order_of_arrival() {
        WorkerRig rig = open(1);
        rig.run(one(50));
        rig.run(one(9), one(7), one(8));
        List<Long> order = new java.util.ArrayList<>();
        for (int i = 0; i < 3; i++) {
            order.addAll(started(rig.finish(0)));
        }
        assertThat(order).containsExactly(7L, 8L, 9L);
    }

    @Test
    void priority_goes_before_order_and_children_before_what_came_after_their_parent() {
        WorkerRig rig = open(1);
        rig.run(one(1));
        rig.run(
                ranked(30, new Rank(0, 30, 0, 30)),
                ranked(40, new Rank(0, 20, 1, 40)),
                ranked(20, new Rank(0, 20, 0, 20)),
                ranked(60, new Rank(5, 60, 0, 60)));
        List<Long> order = new java.util.ArrayList<>();
        for (int i = 0; i < 4; i++) {
            order.addAll(started(rig.finish(0)));
        }
        assertThat(order).containsExactly(60L, 40L, 20L, 30L);
    }

    @Test
    void a_stuck_threads_further_tasks_go_to_a_thread_that_has_nothing() {
        WorkerRig rig = open(2).knows(1, US);
        rig.run(range(100, 20));
        while (rig.runsOf(1) > 0) {
            rig.finish(1, US);
        }
        int stuck = rig.given(0);
        assertThat(stuck).isGreaterThan(1);
        assertThat(rig.state.nextTick()).isLessThanOrEqualTo(rig.now + Placement.STUCK_AFTER);
        List<Instruction> done = rig.after(Placement.STUCK_AFTER);
        assertThat(only(done, Instruction.CutRun.class)).isNotEmpty();
        assertThat(rig.given(0)).isEqualTo(1);
        assertThat(rig.given(1) + rig.state.figures().queued()).isEqualTo(stuck - 1);
    }

    @Test
    void two_reports_of_one_task_are_a_fault_with_a_story() {
        WorkerRig rig = open(1);
        rig.run(one(7));
        Execution run = rig.at(0);
        rig.ran(0, 1, MS);
        assertThatThrownBy(() -> rig.when(new WorkerEvent.Ran(0, run, 0, 1, new Object[1], 0, null, 1, 1)))
                .isInstanceOf(IllegalTransition.class)
                .hasMessageContaining("READY -> EXECUTING by started")
                .hasMessageContaining("EXECUTING -> MEMORY by ran");
    }

    @Test
    void a_run_that_is_emptied_with_tasks_left_is_a_fault() {
        WorkerRig rig = open(1);
        rig.run(one(7));
        assertThatThrownBy(() -> rig.when(new WorkerEvent.Emptied(0, rig.at(0))))
                .isInstanceOf(IllegalTransition.class)
                .hasMessageContaining("neither reported nor taken back");
    }

    @Test
    void an_attempt_given_twice_is_a_fault() {
        WorkerRig rig = open(1);
        rig.run(one(7));
        assertThatThrownBy(() -> rig.run(one(7)))
                .isInstanceOf(IllegalTransition.class)
                .hasMessageContaining("twice");
    }

    @Test
    void what_can_never_run_here_fails_at_once_and_says_why() {
        WorkerRig rig = open(2);
        List<Instruction> done = rig.run(one(7, spec(1, 3, java.util.Map.of()), dev.muster.protocol.Inputs.NONE));
        assertThat(failed(done, Failure.Kind.IMPOSSIBLE)).containsExactly(7L);
        assertThat(sent(done, Message.Failed.class).get(0).failure().message())
                .contains("needs 3 threads, the worker has 2");
    }

    @Test
    void a_frame_of_an_unknown_session_is_answered_by_a_reset() {
        WorkerRig rig = open(1);
        List<Instruction> done = rig.run(B, one(7));
        assertThat(sent(done, B, Message.Reset.class)).hasSize(1);
        assertThat(started(done)).isEmpty();
    }

    @Test
    void brief_single_tasks_are_given_ahead_in_turn_and_no_more_than_last_a_budget() {
        WorkerRig rig = new WorkerRig(2, java.util.Map.of(), WorkerRig.limits(8, 64));
        rig.open(A);
        rig.knows(1, 5 * US);
        List<Assignment> many = new java.util.ArrayList<>();
        for (int i = 0; i < 12; i++) {
            many.add(one(100 + i));
        }
        rig.run(many.toArray(new Assignment[0]));
        assertThat(rig.runsOf(0)).isEqualTo(6);
        assertThat(rig.runsOf(1)).isEqualTo(6);
        many.clear();
        for (int i = 0; i < 100; i++) {
            many.add(one(200 + i));
        }
        rig.run(many.toArray(new Assignment[0]));
        assertThat(rig.runsOf(0)).isEqualTo(10);
        assertThat(rig.runsOf(1)).isEqualTo(10);
    }

    @Test
    void nothing_stands_behind_a_kind_that_has_waited_lately() {
        WorkerRig rig = open(1).knows(1, US);
        rig.run(one(1), one(2), one(3));
        assertThat(rig.runsOf(0)).isEqualTo(2);
        rig.blocked(0, false);
        assertThat(rig.runsOf(1)).isEqualTo(1);
    }
}
