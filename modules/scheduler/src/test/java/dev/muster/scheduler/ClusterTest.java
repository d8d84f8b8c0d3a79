package dev.muster.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Loss;
import dev.muster.protocol.Message;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterTest {
    private static final long RECALL = 100_000;
    private static final long SOON = 5_000;

    /** A kind that is known to be short queues at a worker. */
    private static Play queuedAtA() {
        return queuedAtA(10_000);
    }

    private static Play queuedAtA(long nanos) {
        Play play = Play.scheduler().with("a");
        for (int at = 0; at < 4; at++) {
            play.submit("w" + at);
            play.finishAfter("a", nanos, "w" + at);
            play.release("w" + at);
        }
        play.submit("x");
        play.submit("y");
        return play;
    }

    @Test
    void a_worker_that_idles_gets_what_queues_elsewhere() {
        Play play = queuedAtA();
        play.with("b");
        assertThat(play.after(RECALL)).containsExactly("recall 1 from a");
        assertThat(play.after(RECALL)).as("one at a time").isEmpty();
        assertThat(play.giveBack("a", Message.Returned.Why.RECALLED, "y")).contains("run y on b");
    }

    @Test
    void a_recall_that_found_nothing_may_be_followed_by_another() {
        Play play = queuedAtA();
        play.with("b");
        play.after(RECALL);
        play.giveBack("a", Message.Returned.Why.RECALLED);
        assertThat(play.after(RECALL)).as("nor does it, so soon").isEmpty();
        assertThat(play.after(100 * RECALL)).containsExactly("recall 1 from a");
    }

    /** One runs at a, three queue behind it. */
    private static Play threeQueuedAtA() {
        Play play = queuedAtA(20_000);
        for (int at = 0; at < 4; at++) {
            play.submit("z" + at);
        }
        play.finishAfter("a", 20_000, "x", "y");
        return play;
    }

    @Test
    void as_many_are_recalled_as_there_are_free_slots() {
        Play play = threeQueuedAtA();
        play.with("b", "c", "d");
        assertThat(play.after(SOON)).containsExactly("recall 3 from a");
    }

    @Test
    void a_recall_that_was_not_enough_is_followed_by_another_at_once() {
        Play play = threeQueuedAtA();
        play.with("b");
        assertThat(play.after(SOON)).containsExactly("recall 2 from a");
        play.with("c", "d");
        play.after(RECALL);
        assertThat(play.giveBack("a", Message.Returned.Why.RECALLED, "z3", "z2"))
                .contains("run z2 on b", "run z3 on c", "recall 1 from a");
    }

    @Test
    void what_was_granted_to_a_free_slot_is_never_recalled() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        play.with("b");
        for (int at = 0; at < 20; at++) {
            assertThat(play.after(RECALL)).isEmpty();
        }
    }

    @Test
    void a_worker_that_retires_hands_over_what_only_it_holds() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        play.keep("a", "x", 100);
        play.with("b");
        List<String> told = play.apply(new SchedulerEvent.RetireRequested(List.of(play.peer("a"))));
        assertThat(told).contains("Draining to a").doesNotContain("retired a");
        told = play.apply(SchedulerEvent.Tick.NOW);
        Message.Run copy = play.last(Message.Run.class);
        assertThat(((dev.muster.protocol.Assignment.One) copy.assignments().get(0)).work())
                .isSameAs(dev.muster.protocol.Payload.NOTHING);
        Message.Finished finished = new Message.Finished(
                1,
                List.of(new dev.muster.protocol.Completion.One(
                        copy.assignments().get(0).first(), 1, null, 0, 10, new long[] {play.id("x")})));
        assertThat(play.from("b", finished)).contains("retired a", "Drained to a");
        assertThat(play.lost("a", Loss.of(Loss.Kind.LEFT, "bye"))).isEmpty();
        assertThat(play.state.holders(play.id("x"))).containsExactly(play.peer("b"));
    }

    @Test
    void a_worker_that_leaves_gets_nothing_more_and_ends_what_it_has() {
        Play play = Play.scheduler().with("a", "b");
        play.submit("x");
        play.from("a", new Message.Draining());
        play.submit("y");
        assertThat(play.submit("z")).doesNotContain("run z on a");
        assertThat(play.finish("a", "x")).contains("settled x", "retired a", "Drained to a");
    }

    @Test
    void a_worker_that_does_not_know_us_any_more_is_dropped() {
        Play play = Play.scheduler().with("a");
        assertThat(play.from("a", new Message.Reset("unknown"))).containsExactly("drop a");
    }

    @Test
    void whoever_waits_hears_a_story_when_nothing_moves() {
        Play play = Play.scheduler();
        play.submit("x");
        play.after(11 * Play.SECOND);
        assertThat(play.raw)
                .anyMatch(each -> each instanceof Instruction.Log log
                        && log.line().contains("nothing runs and nothing has moved")
                        && log.line().contains("there is no worker"));
    }

    @Test
    void figures_count_by_kind() {
        Play play = Play.scheduler().withThreads("a", 2);
        play.kind(1).submit("x");
        play.kind(2).map("m", 5);
        play.finish("a", "x");
        Figures figures = play.state.figures();
        assertThat(figures.threads()).isEqualTo(2);
        assertThat(figures.finished()).isEqualTo(1);
        assertThat(figures.running()).isEqualTo(2);
        assertThat(figures.pending()).isEqualTo(3);
        assertThat(figures.kinds()).extracting(Figures.OfKind::name).containsExactly("k1", "k2");
    }

    @Test
    void listeners_hear_of_each_step_while_somebody_listens() {
        Play play = Play.scheduler().with("a");
        play.state.observe(true);
        assertThat(play.submit("x")).contains("observed SUBMITTED x", "observed STARTED x");
        assertThat(play.finish("a", "x")).contains("observed FINISHED x");
        play.state.observe(false);
        assertThat(play.submit("y")).noneMatch(line -> line.startsWith("observed"));
    }

    @Test
    void every_state_has_its_explanation() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        play.submit("q");
        play.submit("y", "x", "q");
        assertThat(play.explain("x")).startsWith("k1-1 is at a (address-a), attempt 1");
        assertThat(play.explain("q")).startsWith("k1-2 could run and is one of 1 ready task");
        assertThat(play.explain("y"))
                .startsWith("k1-3 waits for 2 of its 2 inputs: k1-1 (at a, attempt 1), k1-2 (queued)");
        play.keep("a", "x", 2048);
        assertThat(play.explain("x")).isEqualTo("k1-1 has its value of 2.0 KiB at 1 worker, made by attempt 1 at a.");
        play.fail("a", "q", "java.io.IOException");
        assertThat(play.explain("q")).isEqualTo("k1-2 failed in attempt 1 at a (java.io.IOException): boom.");
        play.release("x");
        play.release("y");
        play.release("x");
        assertThat(play.explain("x")).startsWith("Nothing is known of this task");
        play.join("late", 1, 0, 0, Map.of(), Map.of());
    }
}
