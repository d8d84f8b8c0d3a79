package dev.muster.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Failure;
import dev.muster.protocol.TaskSpec;
import dev.muster.scheduler.SchedulerEvent.CancelRequested.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;

class CancelTest {
    private static TaskSpec retrying(TaskSpec of, int times, String... on) {
        return new TaskSpec(
                of.kind(),
                of.name(),
                0,
                of.needs(),
                new TaskSpec.Retry(times, List.of(on), 5 * Play.MS, 8 * Play.MS),
                of.selection(),
                0,
                0,
                false);
    }

    private static TaskSpec within(TaskSpec of, long nanos) {
        return new TaskSpec(of.kind(), of.name(), 0, of.needs(), of.retry(), of.selection(), 0, nanos, false);
    }

    @Test
    void a_waiting_task_is_cancelled_at_once_and_so_is_what_needs_it() {
        Play play = Play.scheduler();
        play.submit("x");
        play.submit("y", "x");
        play.submit("z", "y");
        assertThat(play.cancel("x")).containsExactly("settled x", "settled y", "settled z");
        assertThat(play.status("z")).isEqualTo(Status.CANCELLED);
        assertThat(play.failure("z").message()).isEqualTo("Its input k1-1 was cancelled: k1-1 was cancelled");
    }

    @Test
    void a_running_task_is_interrupted_and_its_slot_is_taken_until_its_worker_has_answered() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        assertThat(play.cancel("x")).containsExactly("settled x", "interrupt x on a");
        assertThat(play.submit("y")).containsExactly("want 1 of a");
        assertThat(play.failAs("a", "x", Failure.Kind.CANCELLED)).contains("run y on a");
    }

    @Test
    void if_waiting_leaves_it_to_the_worker_whether_a_task_has_started() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        assertThat(play.cancel("x", Mode.IF_WAITING)).containsExactly("cancel x on a");
        assertThat(play.status("x")).isEqualTo(Status.PENDING);
        assertThat(play.finish("a", "x")).containsExactly("settled x");
        assertThat(play.status("x")).isEqualTo(Status.FINISHED);
    }

    @Test
    void if_waiting_cancels_what_its_worker_took_out_of_its_queue() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        play.cancel("x", Mode.IF_WAITING);
        assertThat(play.failAs("a", "x", Failure.Kind.CANCELLED)).containsExactly("settled x");
        assertThat(play.status("x")).isEqualTo(Status.CANCELLED);
    }

    @Test
    void kill_worker_asks_for_the_end_of_the_process() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        assertThat(play.cancel("x", Mode.KILL_WORKER)).containsExactly("stop a", "settled x", "interrupt x on a");
    }

    @Test
    void a_failure_reaches_every_dependant_with_the_same_error() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        play.submit("y", "x");
        assertThat(play.fail("a", "x", "java.io.IOException")).contains("settled x", "settled y");
        assertThat(play.failure("y").message()).isEqualTo("Its input k1-1 failed: boom");
        assertThat(play.failure("y").types()).containsExactly("java.io.IOException");
        assertThat(play.submit("z", "y")).contains("settled z");
        assertThat(play.failure("z")).isSameAs(play.failure("y"));
    }

    @Test
    void a_failure_is_retried_as_often_as_asked_with_growing_waits() {
        Play play = Play.scheduler().with("a").asking(of -> retrying(of, 2));
        play.submit("x");
        assertThat(play.fail("a", "x", "java.io.IOException")).isEmpty();
        assertThat(play.explain("x")).contains("waits a while before attempt 2");
        assertThat(play.after(4 * Play.MS)).isEmpty();
        assertThat(play.after(1 * Play.MS)).containsExactly("run x#2 on a");
        play.fail("a", "x#2", "java.io.IOException");
        assertThat(play.after(7 * Play.MS)).as("the longest wait is 8 ms").isEmpty();
        assertThat(play.after(1 * Play.MS)).containsExactly("run x#3 on a");
        assertThat(play.fail("a", "x#3", "java.io.IOException")).containsExactly("settled x");
        assertThat(play.state.attempts(play.id("x"))).isEqualTo(3);
    }

    @Test
    void only_the_named_failures_are_retried() {
        Play play = Play.scheduler().with("a").asking(of -> retrying(of, 2, "java.io.IOException"));
        play.submit("x");
        assertThat(play.fail("a", "x", "java.lang.IllegalStateException")).containsExactly("settled x");
        play.submit("y");
        assertThat(play.fail("a", "y", "java.net.ConnectException", "java.io.IOException"))
                .isEmpty();
    }

    @Test
    void a_time_out_is_retried_if_all_failures_are() {
        Play play = Play.scheduler().with("a").asking(of -> retrying(of, 1));
        play.submit("x");
        assertThat(play.failAs("a", "x", Failure.Kind.TIMEOUT)).isEmpty();
        Play picky = Play.scheduler().with("a").asking(of -> retrying(of, 1, "java.io.IOException"));
        picky.submit("x");
        assertThat(picky.failAs("a", "x", Failure.Kind.TIMEOUT)).containsExactly("settled x");
    }

    @Test
    void the_client_may_ask_for_failed_tasks_again_and_gets_their_failed_inputs_too() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        play.submit("y", "x");
        play.fail("a", "x", "E");
        assertThat(play.retry("y"))
                .contains("reopened x", "reopened y", "run x#2 on a", "run y#2 on a with x#2 to come");
        play.finish("a", "x#2", "y#2");
        assertThat(play.status("y")).isEqualTo(Status.FINISHED);
    }

    @Test
    void a_deadline_ends_a_task_wherever_it_is() {
        Play play = Play.scheduler().with("a").asking(of -> within(of, 10 * Play.MS));
        play.submit("x");
        play.submit("y");
        assertThat(play.after(9 * Play.MS)).isEmpty();
        assertThat(play.after(2 * Play.MS)).contains("settled x", "settled y", "interrupt x on a");
        assertThat(play.failure("x").kind()).isEqualTo(Failure.Kind.TIMEOUT);
        assertThat(play.failure("y").message()).contains("passed its deadline while it was queued");
    }

    @Test
    void children_inherit_what_is_left_of_a_deadline() {
        Play play = Play.scheduler().withThreads("a", 2).asking(of -> within(of, 10 * Play.MS));
        play.submit("parent");
        play.after(5 * Play.MS);
        play.asking(of -> within(of, 60 * Play.MS)).inside("parent", 1).submit("child");
        assertThat(play.after(6 * Play.MS)).contains("settled parent", "settled child");
    }
}
