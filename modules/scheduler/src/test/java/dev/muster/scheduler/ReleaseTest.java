package dev.muster.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Failure;
import org.junit.jupiter.api.Test;

class ReleaseTest {
    @Test
    void a_dependant_holds_its_input_until_its_own_attempt_has_ended() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        play.keep("a", "x", 1000);
        assertThat(play.submit("y", "x")).containsExactly("run y on a with x from a");
        assertThat(play.release("x")).isEmpty();
        assertThat(play.finish("a", "y")).containsExactly("settled y", "free x on a");
    }

    @Test
    void every_holder_is_told_to_forget() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        play.keep("a", "x", 100);
        play.submit("busy");
        play.with("b");
        assertThat(play.submit("y", "x")).containsExactly("run y on b with x from a");
        play.keep("b", "y", 10, "x");
        assertThat(play.state.holders(play.id("x"))).hasSize(2);
        play.release("y");
        assertThat(play.release("x")).containsExactlyInAnyOrder("free x on a", "free x on b");
    }

    @Test
    void no_free_is_sent_for_a_value_of_the_clients() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        play.finish("a", "x");
        assertThat(play.release("x")).isEmpty();
        assertThat(play.state.records()).isZero();
    }

    @Test
    void an_explicit_release_cancels_what_nobody_else_wants() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        play.submit("y", "x");
        assertThat(play.release("x")).isEmpty();
        assertThat(play.release("y")).contains("interrupt y x on a");
        assertThat(play.failAs("a", "x", Failure.Kind.CANCELLED)).isEmpty();
        assertThat(play.state.records()).isZero();
    }

    @Test
    void a_handle_lost_to_the_collector_lets_its_task_run_and_frees_its_value() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        assertThat(play.collected("x")).isEmpty();
        assertThat(play.keep("a", "x", 10)).containsExactly("free x on a");
        assertThat(play.state.records()).isZero();
    }

    @Test
    void a_kept_result_that_comes_too_late_is_freed() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        play.cancel("x");
        assertThat(play.keep("a", "x", 10)).contains("free x on a");
    }

    @Test
    void a_late_small_result_is_dropped_silently() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        play.cancel("x");
        assertThat(play.finish("a", "x")).isEmpty();
        assertThat(play.status("x")).isEqualTo(Status.CANCELLED);
    }

    @Test
    void a_value_that_was_fetched_for_a_stopped_attempt_is_freed_where_it_went() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        play.keep("a", "x", 100);
        play.submit("busy");
        play.with("b");
        play.submit("y", "x");
        play.release("y");
        assertThat(play.release("x")).containsExactly("free x on a");
        assertThat(play.failAs("b", "y", Failure.Kind.CANCELLED, "x")).contains("free x on b");
    }

    @Test
    void a_map_that_is_let_go_goes_whole() {
        Play play = Play.scheduler().withThreads("a", 4);
        play.map("m", 5000);
        play.finishRange("a", "m", 0, 4);
        play.releaseAll("m", 0, 5000);
        assertThat(play.state.idle()).isTrue();
        play.failAs("a", "m[4]", Failure.Kind.CANCELLED);
        assertThat(play.state.records()).isZero();
    }

    @Test
    void releasing_twice_does_nothing() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        play.finish("a", "x");
        play.release("x");
        play.submit("other");
        assertThat(play.release("x")).isEmpty();
        assertThat(play.status("other")).isEqualTo(Status.PENDING);
    }

    @Test
    void any_number_of_steps_takes_the_memory_of_one() {
        Play play = Play.scheduler().with("a");
        play.submit("s0");
        for (int step = 1; step < 500; step++) {
            play.submit("s" + step, "s" + (step - 1));
            play.release("s" + (step - 1));
            play.finish("a", "s" + (step - 1));
        }
        assertThat(play.state.records()).isEqualTo(2);
        play.finish("a", "s499");
        assertThat(play.state.records()).isEqualTo(1);
    }

    @Test
    void closing_ends_everything_and_frees_everything() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        play.keep("a", "x", 10);
        play.submit("y");
        play.submit("z");
        assertThat(play.close()).contains("settled y", "settled z", "interrupt y on a", "free x on a");
        assertThat(play.state.idle()).isTrue();
        assertThat(play.state.records()).isZero();
        assertThat(play.submit("late")).contains("settled late");
        assertThat(play.failure("late").kind()).isEqualTo(Failure.Kind.CLOSED);
    }
}
