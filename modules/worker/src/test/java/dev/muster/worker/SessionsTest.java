package dev.muster.worker;

import static dev.muster.worker.WorkerRig.A;
import static dev.muster.worker.WorkerRig.B;
import static dev.muster.worker.WorkerRig.ME;
import static dev.muster.worker.WorkerRig.MS;
import static dev.muster.worker.WorkerRig.SECOND;
import static dev.muster.worker.WorkerRig.finished;
import static dev.muster.worker.WorkerRig.needs;
import static dev.muster.worker.WorkerRig.one;
import static dev.muster.worker.WorkerRig.only;
import static dev.muster.worker.WorkerRig.open;
import static dev.muster.worker.WorkerRig.range;
import static dev.muster.worker.WorkerRig.ranked;
import static dev.muster.worker.WorkerRig.returned;
import static dev.muster.worker.WorkerRig.sent;
import static dev.muster.worker.WorkerRig.spec;
import static dev.muster.worker.WorkerRig.started;
import static dev.muster.worker.WorkerRig.threads;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Inputs;
import dev.muster.protocol.Message;
import dev.muster.protocol.Message.Returned.Why;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.protocol.Rank;
import dev.muster.protocol.Span;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Several clients: grants, turns, acknowledgements, ends, a second joining; recalls. */
class SessionsTest {
    private static Message.Grant grant(List<Instruction> instructions, Peer client) {
        List<Message.Grant> grants = sent(instructions, client, Message.Grant.class);
        return grants.get(grants.size() - 1);
    }

    // ---- grants

    @Test
    void a_client_that_is_alone_is_granted_everything_when_it_comes() {
        Message.Grant grant = grant(threads(3).open(A), A);
        assertThat(grant.slots()).isEqualTo(3);
        assertThat(grant.queueNanos()).isEqualTo(15 * MS);
        assertThat(grant.queueBytes()).isEqualTo(1 << 16);
    }

    @Test
    void an_idle_client_beside_others_keeps_one_slot_and_no_queue() {
        WorkerRig rig = open(4);
        rig.run(one(7));
        Message.Grant grant = grant(rig.open(B), B);
        assertThat(grant.slots()).isEqualTo(1);
        assertThat(grant.queueNanos()).isZero();
    }

    @Test
    void a_client_that_becomes_busy_is_told_at_once_and_the_other_within_fifty_milliseconds() {
        WorkerRig rig = open(4);
        rig.run(range(100, 4));
        rig.open(B);
        rig.after(SECOND);
        rig.acknowledge();
        rig.after(MS);
        List<Instruction> done = rig.receive(B, new Message.Want(0, 50));
        assertThat(grant(done, B).slots()).isEqualTo(3);
        done.addAll(rig.after(50 * MS));
        assertThat(grant(done, A).slots()).isEqualTo(3);
        assertThat(grant(done, A).queueNanos()).isEqualTo(grant(done, B).queueNanos());
    }

    @Test
    void grants_of_busy_clients_exceed_the_threads_by_no_more_than_one_each() {
        WorkerRig rig = threads(4);
        int slots = 0;
        for (int i = 1; i <= 3; i++) {
            Peer client = new Peer(i, 1);
            rig.open(client);
            rig.receive(client, new Message.Want(0, 10));
        }
        List<Instruction> done = rig.after(SECOND);
        for (int i = 1; i <= 3; i++) {
            Peer client = new Peer(i, 1);
            rig.receive(client, new Message.Want(0, 11));
            List<Message.Grant> grants = sent(done, client, Message.Grant.class);
            slots += grants.isEmpty() ? 0 : grants.get(grants.size() - 1).slots();
        }
        assertThat(slots).isLessThanOrEqualTo(4 + 3);
    }

    @Test
    void more_than_any_grant_allows_is_given_back() {
        WorkerRig rig = open(1);
        List<Instruction> done = rig.run(range(100, 20_000));
        assertThat(returned(done, Why.OVER_GRANT)).hasSize(20_000 - Returns.FLOOD);
    }

    // ---- turns

    @Test
    void two_clients_with_one_and_a_hundred_milliseconds_get_equal_thread_time() {
        WorkerRig rig = open(1);
        rig.open(B);
        long[] used = new long[2];
        long shorts = 0;
        long longs = 0;
        rig.run(A, one(shorts++), one(shorts++));
        rig.run(B, one(1_000_000 + longs++), one(1_000_000 + longs++));
        for (int i = 0; i < 400; i++) {
            Peer client = rig.at(0).session();
            long nanos = client.equals(A) ? MS : 100 * MS;
            used[client.equals(A) ? 0 : 1] += nanos;
            rig.now += nanos;
            rig.finish(0, nanos);
            rig.run(client, client.equals(A) ? one(shorts++) : one(1_000_000 + longs++));
        }
        assertThat(used[0] / (double) (used[0] + used[1])).isBetween(0.4, 0.6);
    }

    @Test
    void a_long_task_is_charged_while_it_runs() {
        WorkerRig rig = open(2);
        rig.open(B);
        rig.run(B, one(1), one(2), one(3));
        rig.run(A, one(4), one(5));
        rig.now += 100 * MS;
        // B has had two threads for 100 ms and reported nothing; the free slot is A's.
        List<Instruction> done = rig.finish(0, 100 * MS);
        assertThat(started(done)).containsExactly(4L);
    }

    @Test
    void a_client_that_was_idle_has_no_claim_on_the_time_before() {
        WorkerRig rig = open(1);
        rig.open(B);
        for (int i = 0; i < 10; i++) {
            rig.run(A, one(100 + i));
            rig.now += 100 * MS;
            rig.finish(0, 100 * MS);
        }
        rig.run(A, one(200), one(201));
        rig.run(B, one(1), one(2), one(3));
        rig.now += 10 * MS;
        rig.finish(0, 10 * MS);
        assertThat(rig.at(0).session()).isEqualTo(B);
        rig.now += 20 * MS;
        rig.finish(0, 20 * MS);
        assertThat(rig.at(0).session()).isEqualTo(A);
    }

    // ---- acknowledgement

    @Test
    void an_inline_value_stays_until_it_is_acknowledged_and_then_no_longer() {
        WorkerRig rig = open(1);
        rig.run(one(7));
        rig.ran(0, new Object[] {"seven"}, MS);
        rig.emptied(0);
        rig.run(one(8, spec(1), needs(7)));
        assertThat(rig.at(0).inputs()).containsExactly("seven");
        rig.finish(0);
        rig.acknowledge();
        List<Instruction> done = rig.run(one(9, spec(1), needs(7)));
        assertThat(returned(done, Why.BUSY)).containsExactly(9L);
    }

    // ---- the end

    @Test
    void when_a_client_is_lost_everything_of_it_disappears() {
        WorkerRig rig = open(2);
        rig.run(one(1));
        rig.finishKept(0);
        rig.run(one(2), one(3), one(4), one(5, spec(1), needs(99, new Peer(50, 1))));
        List<Instruction> done = rig.when(new WorkerEvent.SessionLost(A));
        assertThat(only(done, Instruction.Interrupt.class)).hasSize(2);
        assertThat(only(done, Instruction.Discard.class)).containsExactly(new Instruction.Discard(A, 1, 1));
        assertThat(rig.threw(0)).noneMatch(Instruction.Send.class::isInstance);
        rig.emptied(0);
        assertThat(only(rig.finishKept(1), Instruction.Discard.class)).hasSize(1);
        assertThat(rig.state.figures().sessions()).isZero();
        assertThat(rig.state.figures().freeSlots()).isEqualTo(2);
    }

    @Test
    void a_reset_is_the_loss_of_its_sender() {
        WorkerRig rig = open(1);
        rig.run(one(1));
        rig.receive(new Message.Reset("unknown"));
        assertThat(rig.state.figures().sessions()).isZero();
    }

    @Test
    void what_is_fetched_for_a_lost_client_is_discarded_when_it_comes() {
        WorkerRig rig = open(1);
        rig.run(one(5, spec(1), needs(99, new Peer(50, 1))));
        rig.when(new WorkerEvent.SessionLost(A));
        List<Instruction> done = rig.when(new WorkerEvent.Fetched(A, 99, 1, dev.muster.protocol.Kept.AT_WORKER, 100));
        assertThat(only(done, Instruction.Discard.class)).hasSize(1);
    }

    // ---- joining again

    @Test
    void after_joining_again_attempts_are_void_and_what_is_held_is_offered() {
        WorkerRig rig = open(2);
        rig.run(one(1), one(2), one(3));
        rig.finishKept(0);
        rig.finishKept(1);
        assertThat(rig.state.figures().outstanding()).isEqualTo(1);
        List<Instruction> done = rig.when(new WorkerEvent.Rejoined(self(2)));
        assertThat(only(done, Instruction.Interrupt.class)).hasSize(1);
        assertThat(sent(rig.threw(0), Message.Failed.class)).isEmpty();
        Message.Inventory offer = sent(rig.open(A), Message.Inventory.class).get(0);
        assertThat(offer.formerEpoch()).isEqualTo(1);
        assertThat(offer.lastSequence()).isEqualTo(2);
        assertThat(offer.held()).containsExactly(new Span(1, 2, 1));
        rig.emptied(0);
        rig.run(one(10));
        assertThat(sent(rig.finish(0), Message.Finished.class).get(0).sequence())
                .isEqualTo(1);
    }

    private static PeerInfo self(int epoch) {
        return new PeerInfo(
                new Peer(ME.id(), epoch),
                PeerInfo.Role.WORKER,
                "w",
                "m",
                "in-process",
                1,
                2,
                1 << 20,
                Map.of(),
                Map.of(),
                List.of(),
                1,
                "",
                "17");
    }

    // ---- recall

    @Test
    void a_recall_gets_the_last_ordered_tasks_that_have_not_started() {
        WorkerRig rig = open(1);
        rig.run(range(100, 10));
        List<Instruction> done = rig.receive(new Message.Recall(3));
        Message.Returned answer = sent(done, Message.Returned.class).get(0);
        assertThat(answer.recall()).isTrue();
        assertThat(answer.why()).isEqualTo(Why.RECALLED);
        assertThat(answer.spans()).containsExactly(new Span(107, 3, 1));
        assertThat(rig.state.figures().outstanding()).isEqualTo(7);
    }

    @Test
    void a_recall_never_gets_what_goes_to_a_free_slot() {
        WorkerRig rig = open(2);
        InstructionList out = new InstructionList();
        rig.state.apply(rig.now, new WorkerEvent.Received(A, new Message.Run(0, List.of(one(1), one(2)))), out);
        rig.state.apply(rig.now, new WorkerEvent.Received(A, new Message.Recall(5)), out);
        rig.state.flush(rig.now, out);
        assertThat(started(out.all())).containsExactly(1L, 2L);
        assertThat(sent(out.all(), Message.Returned.class).get(0).spans()).isEmpty();
    }

    @Test
    void a_recall_gets_what_stands_behind_a_stuck_task_on_its_thread() {
        WorkerRig rig = open(1).knows(1, WorkerRig.US);
        rig.run(range(100, 20));
        rig.after(MS);
        List<Instruction> done = rig.receive(new Message.Recall(100));
        assertThat(returned(done, Why.RECALLED)).hasSize(19);
        assertThat(rig.given(0)).isEqualTo(1);
    }

    @Test
    void an_answered_recall_takes_the_lowest_ranks_over_all_assignments() {
        WorkerRig rig = open(1);
        rig.run(one(1), ranked(9, new Rank(0, 9, 0, 9)), ranked(8, new Rank(1, 8, 0, 8)), one(10));
        List<Instruction> done = rig.receive(new Message.Recall(2));
        assertThat(returned(done, Why.RECALLED)).containsExactlyInAnyOrder(9L, 10L);
    }

    // ---- a full link

    @Test
    void above_the_high_water_mark_no_value_is_sent_until_the_link_takes_it() {
        WorkerRig rig = open(1);
        rig.run(one(7), one(8));
        rig.when(new WorkerEvent.Writable(A, false, false));
        assertThat(finished(rig.finish(0))).isEmpty();
        assertThat(finished(rig.finishKept(0))).containsExactly(8L);
        List<Instruction> done = rig.when(new WorkerEvent.Writable(A, true, false));
        assertThat(finished(done)).containsExactly(7L);
        assertThat(sent(done, Message.Finished.class).get(0).sequence()).isEqualTo(2);
    }

    @Test
    void a_link_that_is_full_to_the_end_starts_nothing_of_its_client() {
        WorkerRig rig = open(1);
        rig.open(B);
        rig.when(new WorkerEvent.Writable(A, false, true));
        assertThat(started(rig.run(one(7)))).isEmpty();
        assertThat(started(rig.run(B, one(8)))).containsExactly(8L);
        rig.finish(0);
        assertThat(started(rig.when(new WorkerEvent.Writable(A, true, false)))).containsExactly(7L);
    }

    @Test
    void the_inputs_record_of_a_task_without_remote_inputs_is_not_copied() {
        WorkerRig rig = open(1);
        Object[] values = {"a"};
        rig.run(one(7, spec(1), new Inputs(values, null)));
        assertThat(rig.at(0).inputs()).isSameAs(values);
    }
}
