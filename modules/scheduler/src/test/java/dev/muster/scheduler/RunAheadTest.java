package dev.muster.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Failure;
import dev.muster.protocol.Message;
import org.junit.jupiter.api.Test;

class RunAheadTest {
    @Test
    void a_chain_goes_out_with_its_first_task() {
        Play play = Play.scheduler().with("a", "b");
        assertThat(play.graph("c", new int[][] {{}, {0}, {1}}, 2))
                .containsExactly("run c on a", "run c[1] on a with c to come", "run c[2] on a with c[1] to come");
        assertThat(play.finish("a", "c", "c[1]", "c[2]")).containsExactly("settled c[2]");
        play.release("c[2]");
        assertThat(play.state.records()).isZero();
    }

    @Test
    void a_dependant_follows_an_input_that_is_out_already() {
        Play play = Play.scheduler().with("a", "b");
        play.submit("x");
        assertThat(play.submit("y", "x")).containsExactly("run y on a with x to come");
        assertThat(play.submit("z", "y")).containsExactly("run z on a with y to come");
    }

    @Test
    void a_tree_goes_ahead_where_both_branches_are_on_one_worker() {
        Play play = Play.scheduler().withThreads("a", 2);
        assertThat(play.graph("t", new int[][] {{}, {}, {0, 1}}, 2))
                .containsExactly("run t on a", "run t[1] on a", "run t[2] on a with t to come, t[1] to come");
    }

    @Test
    void the_branches_of_a_fan_out_are_for_all_workers() {
        Play play = Play.scheduler().with("a", "b");
        play.graph("f", new int[][] {{}, {0}, {0}}, 1, 2);
        assertThat(play.keep("a", "f", 10)).contains("run f[1] on a with f from a", "run f[2] on b with f from a");
    }

    @Test
    void a_task_ahead_needs_no_slot() {
        Play play = Play.scheduler().withThreads("a", 2);
        play.submit("x");
        play.submit("y", "x");
        assertThat(play.submit("z")).containsExactly("run z on a");
    }

    @Test
    void what_went_ahead_of_a_failed_input_fails_and_its_return_is_old_news() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        play.submit("y", "x");
        assertThat(play.fail("a", "x", "E")).contains("settled x", "settled y");
        assertThat(play.giveBack("a", Message.Returned.Why.BUSY, "y")).isEmpty();
    }

    @Test
    void what_went_ahead_of_an_input_that_is_stopped_is_stopped_too_since_it_may_run_by_now() {
        Play play = Play.scheduler().withThreads("a", 2);
        play.submit("x");
        play.submit("y", "x");
        play.submit("z", "y");
        assertThat(play.cancel("x")).containsExactly("settled x", "settled y", "settled z", "interrupt x+y+z on a");
        assertThat(play.finish("a", "x")).as("the cancel had crossed it").isEmpty();
        assertThat(play.failAs("a", "y", Failure.Kind.CANCELLED)).isEmpty();
        play.submit("other");
        play.submit("another");
        assertThat(play.finish("a", "other", "another")).contains("settled other");
    }

    @Test
    void what_went_ahead_waits_again_when_its_worker_is_lost() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        play.submit("y", "x");
        play.with("b");
        assertThat(play.lost("a")).containsExactly("run x#2 on b alone", "run y#2 on b with x#2 to come");
        assertThat(play.finish("b", "x#2", "y#2")).containsExactly("settled x", "settled y");
    }

    @Test
    void a_task_that_only_comes_after_others_does_not_go_ahead() {
        Play play = Play.scheduler().withThreads("a", 2);
        play.submit("x");
        assertThat(play.submitAfter("y", java.util.List.of(), java.util.List.of("x")))
                .isEmpty();
        assertThat(play.finish("a", "x")).contains("run y on a");
    }
}
