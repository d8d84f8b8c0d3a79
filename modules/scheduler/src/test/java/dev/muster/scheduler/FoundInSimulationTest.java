package dev.muster.scheduler;

import static dev.muster.scheduler.Play.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Failure;
import dev.muster.protocol.Message;
import dev.muster.protocol.Message.Returned.Why;
import dev.muster.protocol.TaskSpec;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What simulated clusters brought to light. */
class FoundInSimulationTest {
    private static TaskSpec within(TaskSpec of, long nanos) {
        return new TaskSpec(of.kind(), of.name(), 0, of.needs(), of.retry(), of.selection(), 0, nanos, of.atMostOnce());
    }

    /** The task that was given out last. */
    private static long given(Play play) {
        return play.last(Message.Run.class).assignments().get(0).first();
    }

    @Test
    void a_refusal_that_is_over_asks_for_no_more_ticks() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        play.giveBack("a", Why.BUSY, "x");
        play.from("a", new Message.Draining());
        play.after(20 * MS);
        assertThat(play.state.nextTick()).isGreaterThan(play.now());
    }

    @Test
    void a_task_that_is_tried_again_has_its_whole_time_again() {
        Play play = Play.scheduler().with("a").asking(spec -> within(spec, 10 * MS));
        play.submit("x");
        play.after(10 * MS);
        assertThat(play.failure("x").kind()).isEqualTo(Failure.Kind.TIMEOUT);
        play.failAs("a", "x", Failure.Kind.CANCELLED);
        assertThat(play.retry("x")).contains("run x#2 on a");
        play.after(9 * MS);
        assertThat(play.status("x")).isEqualTo(Status.PENDING);
        play.after(MS);
        assertThat(play.failure("x").kind()).isEqualTo(Failure.Kind.TIMEOUT);
    }

    @Test
    void an_input_that_was_fetched_before_it_was_lost_is_freed_where_it_was_fetched_to() {
        Play play = Play.scheduler().with("a");
        play.submit("y");
        play.keep("a", "y", 1_000);
        play.submit("other");
        play.with("b");
        play.submit("z", "y");
        assertThat(given(play)).isEqualTo(play.id("z"));
        play.with("c");
        play.lost("a");
        play.finish("c", "other#2");
        play.keep("c", "y#2", 1_000);
        assertThat(String.join(", ", play.keep("b", "z", 1_000, "y"))).contains("free y y#2 on b");
    }

    @Test
    void nobody_is_looked_at_while_the_only_worker_to_recall_from_does_not_answer() {
        Play play = Play.scheduler().with("a");
        for (int i = 0; i < 8; i++) {
            play.submit("known" + i);
            play.finishAfter("a", 10_000, "known" + i);
        }
        play.submit("stuck");
        play.submit("behind");
        play.with("b");
        play.after(MS);
        assertThat(play.last(Message.Recall.class).count()).isPositive();
        int ticks = 0;
        long end = play.now() + 100 * MS;
        while (play.state.nextTick() < end) {
            play.after(Math.max(0, play.state.nextTick() - play.now()));
            ticks++;
        }
        assertThat(ticks).isLessThan(40);
    }

    @Test
    void a_task_that_runs_alone_and_waits_lets_its_children_run_on_the_only_worker() {
        Play play = Play.scheduler().with("a");
        play.submit("parent");
        play.lost("a");
        play.with("a");
        play.from("a", new Message.Waiting(play.id("parent"), 2));
        play.inside("parent", 2);
        play.submit("child");
        assertThat(given(play)).isEqualTo(play.id("child"));
    }

    @Test
    void a_child_that_must_run_alone_runs_beside_its_waiting_parent() {
        Play play = Play.scheduler().with("a", "b");
        play.submit("parent");
        play.from("a", new Message.Waiting(play.id("parent"), 1));
        play.inside("parent", 1);
        play.grant("a", 0);
        play.submit("child");
        play.grant("a", 1);
        play.lost("b");
        assertThat(given(play)).isEqualTo(play.id("child"));
    }

    @Test
    void what_was_recalled_does_not_go_back_to_where_it_was_stuck() {
        Play play = Play.scheduler().with("a");
        for (int i = 0; i < 8; i++) {
            play.submit("known" + i);
            play.finishAfter("a", 10_000, "known" + i);
        }
        play.submit("stuck");
        play.submit("behind");
        assertThat(given(play)).isEqualTo(play.id("behind"));
        assertThat(play.giveBack("a", Why.RECALLED, "behind")).noneMatch(words -> words.startsWith("run"));
        play.with("b");
        assertThat(given(play)).isEqualTo(play.id("behind"));
    }

    @Test
    void a_task_that_comes_back_does_not_make_its_worker_asked_for_another_that_came_back() {
        Play play = Play.scheduler().withThreads("a", 2);
        play.submit("x");
        play.asking(spec -> new TaskSpec(
                spec.kind(),
                spec.name(),
                0,
                spec.needs(),
                spec.retry(),
                new TaskSpec.Selection(Set.of("a"), Set.of(), Map.of(), Map.of()),
                0,
                0,
                false));
        play.submit("y");
        assertThat(play.giveBack("a", Why.BUSY, "x")).noneMatch(words -> words.startsWith("run"));
        assertThat(play.giveBack("a", Why.BUSY, "y")).noneMatch(words -> words.startsWith("run"));
        play.after(10 * MS);
        assertThat(play.state.figures().running()).isEqualTo(2);
    }

    @Test
    void an_attempt_that_was_given_ahead_and_is_stopped_does_not_leave_its_fetched_inputs_behind() {
        Play play = Play.scheduler().with("a");
        play.submit("y");
        play.keep("a", "y", 1_000);
        play.submit("other");
        play.with("b");
        play.submit("p");
        play.submit("z", "y", "p");
        assertThat(given(play)).isEqualTo(play.id("z"));
        play.release("y");
        play.release("z");
        assertThat(String.join(", ", play.failAs("b", "z", Failure.Kind.CANCELLED, "y")))
                .contains("free y", "on b");
    }

    @Test
    void a_child_of_an_attempt_that_is_no_more_is_not_remembered() {
        Play play = Play.scheduler().with("a", "b");
        play.submit("parent");
        play.lost("a");
        play.inside("parent", 1);
        assertThat(String.join(", ", play.submit("child"))).contains("settled");
        assertThat(play.status("child")).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void the_last_worker_may_leave_though_nobody_can_take_what_it_holds() {
        Play play = Play.scheduler().with("a");
        play.submit("y");
        play.keep("a", "y", 1_000);
        assertThat(play.from("a", new Message.Draining())).contains("retired a");
    }

    @Test
    void a_kept_value_that_may_be_made_only_once_stays_while_others_came_from_it() {
        Play play = Play.scheduler()
                .with("a")
                .asking(spec -> new TaskSpec(
                        spec.kind(), spec.name(), 0, spec.needs(), spec.retry(), spec.selection(), 0, 0, true));
        play.submit("once");
        play.keep("a", "once", 1_000);
        play.asking(spec -> spec);
        play.submit("from", "once");
        play.keep("a", "from", 1_000);
        assertThat(play.release("once")).noneMatch(words -> words.startsWith("free"));
        assertThat(String.join(", ", play.release("from"))).contains("free");
    }

    @Test
    void a_task_may_be_told_to_have_ended_before_the_input_it_was_given_out_ahead_of() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        play.submit("y", "x");
        play.submit("z", "x");
        play.release("x");
        play.keep("a", "y", 1_000);
        play.keep("a", "z", 1_000);
        assertThat(play.status("y")).isEqualTo(Status.FINISHED);
        assertThat(play.status("z")).isEqualTo(Status.FINISHED);
    }

    @Test
    void the_last_worker_may_leave_though_a_task_there_waits_for_what_nobody_can_run() {
        Play play = Play.scheduler().with("a");
        play.submit("parent");
        play.from("a", new Message.Waiting(play.id("parent"), 1));
        play.grant("a", 0);
        play.inside("parent", 1);
        play.submit("child");
        assertThat(play.from("a", new Message.Draining())).contains("retired a");
    }
}
