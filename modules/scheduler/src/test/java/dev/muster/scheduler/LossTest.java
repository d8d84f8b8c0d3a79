package dev.muster.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Failure;
import dev.muster.protocol.Loss;
import dev.muster.protocol.Message;
import dev.muster.protocol.Span;
import dev.muster.protocol.TaskSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossTest {
    private static TaskSpec once(TaskSpec of) {
        return new TaskSpec(of.kind(), of.name(), 0, of.needs(), of.retry(), of.selection(), 0, 0, true);
    }

    @Test
    void a_suspect_runs_alone_and_its_neighbours_do_not() {
        Play play = Play.scheduler().with("b").withThreads("a", 1);
        play.submit("busy");
        assertThat(play.submit("x")).containsExactly("run x on a");
        play.submit("y");
        play.finish("b", "busy");
        assertThat(play.lost("a")).contains("want 1 of b");
        assertThat(play.finish("b", "y")).contains("run x#2 on b alone");
    }

    @Test
    void the_flight_recorder_says_who_is_to_blame() {
        Play play = Play.scheduler().withThreads("a", 2).withThreads("b", 4);
        play.submit("x");
        play.submit("y");
        String at = play.state.ranOn(play.id("x")).equals(play.peer("a")) ? "a" : "b";
        Loss loss = new Loss(Loss.Kind.DIED, "signal 11", List.of(), true, List.of());
        assertThat(play.lost(at, loss)).noneMatch(line -> line.endsWith("alone"));
    }

    @Test
    void who_left_or_fell_silent_blames_nobody() {
        for (Loss.Kind kind : List.of(Loss.Kind.LEFT, Loss.Kind.SILENT, Loss.Kind.DROPPED, Loss.Kind.KILLED)) {
            Play play = Play.scheduler().with("a", "b");
            play.submit("x");
            assertThat(play.lost("a", Loss.of(kind, "gone"))).containsExactly("run x#2 on b");
        }
    }

    @Test
    void a_task_under_which_three_workers_died_is_given_up_with_a_report() {
        Play play = Play.scheduler().with("a", "b", "c");
        play.submit("x");
        play.lost("a");
        play.lost("b", new Loss(Loss.Kind.DIED, "exit code 137", List.of(), false, List.of("out of memory")));
        assertThat(play.lost("c")).contains("settled x");
        Failure failure = play.failure("x");
        assertThat(failure.kind()).isEqualTo(Failure.Kind.WORKER_LOST);
        assertThat(failure.message())
                .contains("3 workers died running it (muster.scheduler.allowed-failures=3)")
                .contains("Worker b (address-b): exit code 137; its last lines were:\n    out of memory");
        assertThat(play.status("x")).isEqualTo(Status.LOST);
    }

    @Test
    void a_late_word_of_a_lost_worker_is_dropped() {
        Play play = Play.scheduler().with("a", "b");
        play.submit("x");
        play.lost("a");
        assertThat(play.finish("a", "x")).isEmpty();
        assertThat(play.status("x")).isEqualTo(Status.PENDING);
        assertThat(play.finish("b", "x")).as("the fenced attempt").isEmpty();
        assertThat(play.finish("b", "x#2")).containsExactly("settled x");
    }

    @Test
    void a_lost_value_is_computed_again_and_its_inputs_before_it() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        play.submit("y", "x");
        play.keep("a", "x", 10);
        play.release("x");
        play.keep("a", "y", 10);
        assertThat(play.status("y")).isEqualTo(Status.FINISHED);
        play.with("b");
        assertThat(play.lost("a")).containsExactly("reopened y", "run x#2 on b", "run y#2 on b with x#2 to come");
        play.keep("b", "x#2", 10);
        assertThat(play.keep("b", "y#2", 10)).containsExactly("settled y", "free x#2 on b");
    }

    @Test
    void a_value_of_the_clients_cannot_be_lost_and_ends_the_lineage() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        play.keep("a", "x", 10);
        play.submit("y", "x");
        play.release("x");
        assertThat(play.finish("a", "y")).containsExactly("settled y", "free x on a");
        assertThat(play.state.records()).isEqualTo(1);
        assertThat(play.lost("a")).isEmpty();
        assertThat(play.value("y")).isEqualTo("value of y");
    }

    @Test
    void a_value_with_another_holder_is_not_lost() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        play.keep("a", "x", 100);
        play.submit("busy");
        play.with("b");
        play.submit("y", "x");
        play.keep("b", "y", 10, "x");
        play.finish("a", "busy");
        assertThat(play.lost("a", Loss.of(Loss.Kind.LEFT, "bye"))).isEmpty();
        assertThat(play.state.holders(play.id("x"))).containsExactly(play.peer("b"));
    }

    @Test
    void a_long_chain_of_lost_values_comes_back_without_recursion() {
        Play play = Play.scheduler().with("a");
        int length = 300;
        play.submit("s0");
        play.keep("a", "s0", 10);
        for (int step = 1; step < length; step++) {
            play.submit("s" + step, "s" + (step - 1));
            play.keep("a", "s" + step, 10);
            play.release("s" + (step - 1));
        }
        play.with("b");
        assertThat(play.lost("a")).contains("run s0#2 on b");
        for (int step = 0; step < length; step++) {
            play.keep("b", "s" + step + "#2", 10);
        }
        assertThat(play.status("s" + (length - 1))).isEqualTo(Status.FINISHED);
    }

    @Test
    void what_may_run_once_only_fails_if_it_may_have_started() {
        Play play = Play.scheduler().with("a", "b").asking(LossTest::once);
        play.submit("x");
        assertThat(play.lost("a", Loss.of(Loss.Kind.SILENT, "silent"))).contains("settled x");
        assertThat(play.failure("x").message()).contains("may run at most once");
    }

    @Test
    void what_may_run_once_only_runs_again_if_it_is_known_not_to_have_started() {
        Play play = Play.scheduler().with("a", "b").asking(LossTest::once);
        play.submit("x");
        Loss loss = new Loss(Loss.Kind.DIED, "signal 9", List.of(), true, List.of());
        assertThat(play.lost("a", loss)).containsExactly("run x#2 on b");
    }

    @Test
    void an_input_that_is_nowhere_is_computed_again_and_the_attempt_with_it() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        play.keep("a", "x", 10);
        play.submit("y", "x");
        assertThat(play.missing("a", "y", "x", 1, "a"))
                .contains("reopened x", "run x#2 on a", "run y on a with x#2 to come");
    }

    @Test
    void an_input_that_is_missing_again_and_again_is_an_internal_error_with_its_story() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        play.keep("a", "x", 10);
        play.submit("y", "x");
        for (int miss = 1; miss <= 4; miss++) {
            play.missing("a", "y", "x", miss, "a");
            play.keep("a", "x#" + (miss + 1), 10);
        }
        assertThat(play.failure("y").kind()).isEqualTo(Failure.Kind.INTERNAL);
        assertThat(play.failure("y").message()).contains("4 times").contains("its input k1-1");
    }

    @Test
    void a_value_that_the_client_cannot_fetch_is_computed_again() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        play.keep("a", "x", 10);
        assertThat(play.fetchFailed("x", "a")).contains("reopened x", "run x#2 on a", "free x on a");
    }

    @Test
    void a_worker_that_comes_back_offers_what_it_holds() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        play.submit("y", "x");
        play.keep("a", "x", 10);
        play.release("x");
        play.keep("a", "y", 10);
        assertThat(play.lost("a", Loss.of(Loss.Kind.SILENT, "silent"))).contains("reopened y");
        play.join("a", 1, 0, 0, java.util.Map.of(), java.util.Map.of());
        List<Span> held = List.of(Span.of(play.id("y"), 1), Span.of(play.id("y"), 7));
        assertThat(play.from("a", new Message.Inventory(1, held, 2))).contains("settled y", "free y#7 on a");
        assertThat(play.state.holders(play.id("y"))).containsExactly(play.peer("a"));
    }

    @Test
    void an_offer_of_a_result_that_was_never_applied_is_refused() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        play.lost("a", Loss.of(Loss.Kind.SILENT, "silent"));
        play.join("a", 1, 0, 0, java.util.Map.of(), java.util.Map.of());
        assertThat(play.from("a", new Message.Inventory(1, List.of(Span.of(play.id("x"), 1)), 1)))
                .contains("free x on a");
        assertThat(play.status("x")).isEqualTo(Status.PENDING);
    }
}
