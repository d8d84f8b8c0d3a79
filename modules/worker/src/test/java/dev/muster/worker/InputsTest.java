package dev.muster.worker;

import static dev.muster.worker.WorkerRig.A;
import static dev.muster.worker.WorkerRig.MS;
import static dev.muster.worker.WorkerRig.finished;
import static dev.muster.worker.WorkerRig.needs;
import static dev.muster.worker.WorkerRig.one;
import static dev.muster.worker.WorkerRig.only;
import static dev.muster.worker.WorkerRig.open;
import static dev.muster.worker.WorkerRig.range;
import static dev.muster.worker.WorkerRig.returned;
import static dev.muster.worker.WorkerRig.sent;
import static dev.muster.worker.WorkerRig.spec;
import static dev.muster.worker.WorkerRig.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Assignment;
import dev.muster.protocol.Completion;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Inputs;
import dev.muster.protocol.Kept;
import dev.muster.protocol.Message;
import dev.muster.protocol.Message.Returned.Why;
import dev.muster.protocol.Peer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fetching, missing inputs, run-ahead, values that are held. */
class InputsTest {
    private static final Peer P = new Peer(50, 1);
    private static final Peer Q = new Peer(51, 1);

    private static Assignment.One taking(long id, long input, Peer... holders) {
        return one(id, spec(1), needs(input, holders));
    }

    private static List<Instruction> fetched(WorkerRig rig, long task, Object value) {
        return rig.when(new WorkerEvent.Fetched(A, task, 1, value, 100));
    }

    private static List<Instruction> fetchFailed(WorkerRig rig, long task, Peer holder) {
        return rig.when(new WorkerEvent.FetchFailed(A, task, 1, holder));
    }

    private static Completion.One completion(List<Instruction> instructions) {
        return (Completion.One)
                sent(instructions, Message.Finished.class).get(0).completions().get(0);
    }

    // ---- supplied

    @Test
    void a_value_that_the_client_supplies_is_kept_for_all_that_take_it_until_it_is_freed() {
        WorkerRig rig = open(2);
        assertThat(rig.receive(new Message.Supply(99, 1, "v"))).isEmpty();
        Peer self = WorkerRig.ME;
        assertThat(started(rig.run(taking(7, 99, self), taking(8, 99, self)))).containsExactly(7L, 8L);
        assertThat(rig.at(0).inputs()).containsExactly("v");
        assertThat(completion(rig.finish(0)).fetched())
                .as("the scheduler knows")
                .isEmpty();
        assertThat(rig.free(99, 1, 1)).as("still in use").isEmpty();
        assertThat(rig.state.figures().values()).isEqualTo(1);
        rig.finish(1);
        assertThat(rig.state.figures().values()).isZero();
    }

    @Test
    void what_was_supplied_and_is_gone_is_missing_here() {
        WorkerRig rig = open(1);
        rig.receive(new Message.Supply(99, 1, "v"));
        rig.free(99, 1, 1);
        Peer self = WorkerRig.ME;
        Message.Missing missing =
                sent(rig.run(taking(7, 99, self)), Message.Missing.class).get(0);
        assertThat(missing.inputs()).containsExactly(new Message.Missing.Lost(99, 1, self));
        rig.receive(new Message.Supply(99, 1, "w"));
        assertThat(started(rig.run(taking(8, 99, self)))).containsExactly(8L);
        assertThat(rig.at(0).inputs()).containsExactly("w");
    }

    // ---- fetching

    @Test
    void an_input_that_is_elsewhere_is_fetched_and_the_task_starts_when_it_is_here() {
        WorkerRig rig = open(1);
        List<Instruction> done = rig.run(taking(7, 99, P, Q));
        assertThat(only(done, Instruction.Fetch.class))
                .containsExactly(new Instruction.Fetch(A, 99, 1, 100, List.of(P, Q)));
        assertThat(started(done)).isEmpty();
        assertThat(started(fetched(rig, 99, "v"))).containsExactly(7L);
        assertThat(rig.at(0).inputs()).containsExactly("v");
    }

    @Test
    void an_input_is_fetched_once_for_all_that_want_it() {
        WorkerRig rig = open(2);
        assertThat(only(rig.run(taking(7, 99, P), taking(8, 99, P)), Instruction.Fetch.class))
                .hasSize(1);
        assertThat(started(fetched(rig, 99, Kept.AT_WORKER))).containsExactly(7L, 8L);
    }

    @Test
    void the_consumer_becomes_a_holder_and_says_so_once() {
        WorkerRig rig = open(1);
        rig.run(taking(7, 99, P), taking(8, 99, P));
        fetched(rig, 99, Kept.AT_WORKER);
        assertThat(completion(rig.finish(0)).fetched()).containsExactly(99L);
        assertThat(completion(rig.finish(0)).fetched()).isEmpty();
        assertThat(rig.state.figures().values()).isEqualTo(1);
        assertThat(only(rig.free(99, 1, 1), Instruction.Discard.class)).hasSize(1);
    }

    @Test
    void a_failed_attempt_says_what_it_fetched_too() {
        WorkerRig rig = open(1);
        rig.run(taking(7, 99, P));
        fetched(rig, 99, Kept.AT_WORKER);
        assertThat(sent(rig.threw(0), Message.Failed.class).get(0).fetched()).containsExactly(99L);
    }

    @Test
    void what_was_fetched_for_a_freed_task_is_not_kept_since_nobody_would_free_it() {
        WorkerRig rig = open(1);
        rig.run(one(1), taking(7, 99, P));
        fetched(rig, 99, Kept.AT_WORKER);
        assertThat(only(rig.free(7, 1, 1), Instruction.Discard.class)).hasSize(1);
    }

    @Test
    void an_input_that_no_holder_has_is_missing_and_the_holders_are_named() {
        WorkerRig rig = open(1);
        rig.run(taking(7, 99, P, Q));
        assertThat(fetchFailed(rig, 99, P)).isEmpty();
        Message.Missing missing =
                sent(fetchFailed(rig, 99, Q), Message.Missing.class).get(0);
        assertThat(missing.task()).isEqualTo(7);
        assertThat(missing.inputs())
                .containsExactly(new Message.Missing.Lost(99, 1, P), new Message.Missing.Lost(99, 1, Q));
        assertThat(rig.state.figures().outstanding()).isZero();
    }

    @Test
    void an_input_that_comes_twice_stays_for_those_that_use_it() {
        WorkerRig rig = open(1);
        rig.run(taking(7, 99, P));
        fetchFailed(rig, 99, P);
        rig.run(taking(8, 99, P));
        assertThat(started(fetched(rig, 99, Kept.AT_WORKER))).containsExactly(8L);
        assertThat(only(fetched(rig, 99, Kept.AT_WORKER), Instruction.Discard.class))
                .isEmpty();
    }

    @Test
    void holders_named_later_are_asked_when_the_first_have_failed() {
        WorkerRig rig = open(1);
        rig.run(taking(7, 99, P));
        rig.run(taking(8, 99, Q));
        List<Instruction> done = fetchFailed(rig, 99, P);
        assertThat(only(done, Instruction.Fetch.class))
                .extracting(Instruction.Fetch::holders)
                .containsExactly(List.of(Q));
        assertThat(started(fetched(rig, 99, "v"))).containsExactly(7L);
    }

    @Test
    void an_input_that_only_this_worker_is_said_to_hold_but_does_not_is_missing() {
        WorkerRig rig = open(1);
        List<Instruction> done = rig.run(taking(7, 99, WorkerRig.ME));
        assertThat(sent(done, Message.Missing.class).get(0).inputs())
                .containsExactly(new Message.Missing.Lost(99, 1, WorkerRig.ME));
    }

    @Test
    void no_more_bytes_than_allowed_are_on_their_way_at_once() {
        WorkerRig rig = open(2);
        Assignment[] many = new Assignment[5];
        for (int i = 0; i < 5; i++) {
            Inputs big = new Inputs(
                    new Object[] {Kept.AT_WORKER},
                    new Inputs.Remote[] {new Inputs.Remote(99 + i, 1, 30_000, List.of(P))});
            many[i] = one(7 + i, spec(1), big);
        }
        assertThat(only(rig.run(many), Instruction.Fetch.class)).hasSize(2);
        assertThat(only(fetched(rig, 99, "v"), Instruction.Fetch.class)).hasSize(1);
    }

    @Test
    void the_same_input_twice_fills_both_places() {
        WorkerRig rig = open(1);
        Inputs.Remote remote = new Inputs.Remote(99, 1, 100, List.of(P));
        Inputs twice = new Inputs(
                new Object[] {Kept.AT_WORKER, "x", Kept.AT_WORKER}, new Inputs.Remote[] {remote, null, remote});
        rig.run(one(7, spec(1), twice));
        fetched(rig, 99, "v");
        assertThat(rig.at(0).inputs()).containsExactly("v", "x", "v");
        rig.finish(0);
        rig.free(99, 1, 1);
        assertThat(rig.state.figures().values()).isZero();
    }

    @Test
    void a_value_in_use_outlives_its_free() {
        WorkerRig rig = open(1);
        rig.run(one(1));
        rig.finishKept(0);
        rig.run(one(2), taking(7, 1, WorkerRig.ME));
        assertThat(only(rig.free(1, 1, 1), Instruction.Discard.class)).isEmpty();
        rig.finish(0);
        assertThat(only(rig.finish(0), Instruction.Discard.class)).containsExactly(new Instruction.Discard(A, 1, 1));
    }

    // ---- run-ahead

    @Test
    void a_chain_runs_at_once_when_each_input_is_made_here() {
        WorkerRig rig = open(1);
        rig.run(one(1), taking(2, 1), taking(3, 2));
        assertThat(rig.state.figures().waiting()).isEqualTo(2);
        assertThat(started(rig.ran(0, new Object[] {"one"}, MS))).isEmpty();
        assertThat(started(rig.emptied(0))).containsExactly(2L);
        assertThat(rig.at(0).inputs()).containsExactly("one");
        rig.finish(0);
        assertThat(rig.at(0).assignment().first()).isEqualTo(3);
    }

    @Test
    void a_dependant_of_a_kept_value_finds_it_in_the_store() {
        WorkerRig rig = open(1);
        rig.run(one(1), taking(2, 1));
        rig.finishKept(0);
        assertThat(rig.at(0).inputs()).containsExactly(Kept.AT_WORKER);
    }

    @Test
    void a_dependant_may_wait_for_a_task_in_a_range() {
        WorkerRig rig = open(1);
        rig.run(range(100, 3), taking(7, 101));
        rig.finish(0);
        rig.ran(0, new Object[] {"second"}, MS);
        assertThat(rig.state.figures().waiting()).isZero();
    }

    @Test
    void a_dependant_of_a_position_that_has_ended_in_a_range_still_here_does_not_wait_for_ever() {
        WorkerRig rig = open(1);
        rig.run(range(100, 3));
        rig.threw(0);
        List<Instruction> done = rig.run(taking(7, 100));
        assertThat(returned(done, Why.BUSY)).containsExactly(7L);
    }

    @Test
    void when_an_input_fails_here_its_dependants_and_theirs_go_back() {
        WorkerRig rig = open(1);
        rig.run(one(1), taking(2, 1), taking(3, 2));
        List<Instruction> done = rig.threw(0);
        assertThat(returned(done, Why.BUSY)).containsExactly(2L, 3L);
        assertThat(rig.state.figures().waiting()).isZero();
    }

    @Test
    void when_an_input_is_cancelled_here_its_dependants_go_back() {
        WorkerRig rig = open(1);
        rig.run(one(1), one(2), taking(3, 2));
        List<Instruction> done = rig.cancel(2, 1, true);
        assertThat(WorkerRig.failed(done, Failure.Kind.CANCELLED)).containsExactly(2L);
        assertThat(returned(done, Why.BUSY)).containsExactly(3L);
    }

    @Test
    void when_an_input_is_recalled_its_dependants_go_back_too() {
        WorkerRig rig = open(1);
        rig.run(one(1), one(2), taking(3, 2));
        List<Instruction> done = rig.receive(new Message.Recall(1));
        assertThat(returned(done, Why.RECALLED)).containsExactly(2L);
        assertThat(returned(done, Why.BUSY)).containsExactly(3L);
    }

    @Test
    void a_long_chain_goes_back_without_recursion() {
        WorkerRig rig = open(1);
        int length = 50_000;
        InstructionList out = new InstructionList();
        rig.run(one(1));
        for (long i = 2; i <= length; i++) {
            rig.state.apply(rig.now, new WorkerEvent.Received(A, new Message.Run(0, List.of(taking(i, i - 1)))), out);
        }
        rig.state.flush(rig.now, out);
        List<Instruction> done = rig.threw(0);
        assertThat(returned(done, Why.BUSY)).hasSize(length - 1);
        assertThat(rig.state.figures().outstanding()).isZero();
    }

    @Test
    void a_task_without_known_input_anywhere_goes_back() {
        WorkerRig rig = open(1);
        assertThat(returned(rig.run(taking(7, 99)), Why.BUSY)).containsExactly(7L);
    }

    @Test
    void a_cancelled_task_that_waits_for_an_input_is_reported() {
        WorkerRig rig = open(1);
        rig.run(taking(7, 99, P));
        assertThat(WorkerRig.failed(rig.cancel(7, 1, true), Failure.Kind.CANCELLED))
                .containsExactly(7L);
        assertThat(only(fetched(rig, 99, Kept.AT_WORKER), Instruction.Discard.class))
                .hasSize(1);
        assertThat(finished(rig.tick())).isEmpty();
    }
}
