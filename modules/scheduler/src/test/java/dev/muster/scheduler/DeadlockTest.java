package dev.muster.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Failure;
import dev.muster.protocol.Message;
import dev.muster.protocol.TaskSpec;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Children that need what a task above them holds while it waits. */
class DeadlockTest {
    private static final UnaryOperator<TaskSpec> PLAIN = UnaryOperator.identity();

    private static UnaryOperator<TaskSpec> gpu(double amount) {
        return needing(1, Map.of("gpu", amount));
    }

    private static UnaryOperator<TaskSpec> needing(int threads, Map<String, Double> resources) {
        return of -> new TaskSpec(
                of.kind(),
                of.name(),
                of.priority(),
                new TaskSpec.Needs(threads, resources),
                of.retry(),
                of.selection(),
                of.timeoutNanos(),
                of.deadlineNanos(),
                of.atMostOnce());
    }

    private static Play with(String... workers) {
        Play play = Play.scheduler();
        for (String worker : workers) {
            play.join(worker, 4, 4, 0, Map.of("gpu", 1.0), Map.of());
        }
        return play;
    }

    private static void waits(Play play, String worker, String task) {
        play.from(worker, new Message.Waiting(play.id(task), 1));
    }

    @Test
    void a_child_that_needs_what_its_waiting_parent_holds_fails_and_names_both() {
        Play play = with("a").asking(gpu(1));
        play.submit("parent");
        play.inside("parent", 1).submit("child");
        assertThat(play.status("child")).as("the parent may end yet").isEqualTo(Status.PENDING);
        waits(play, "a", "parent");
        assertThat(play.status("child")).isEqualTo(Status.ERROR);
        Failure failure = play.failure("child");
        assertThat(failure.kind()).isEqualTo(Failure.Kind.IMPOSSIBLE);
        assertThat(failure.message()).contains("k1-2 was not started", "k1-1", "gpu=1.0 on a");
        assertThat(play.status("parent")).isEqualTo(Status.PENDING);
    }

    @Test
    void a_child_that_comes_when_its_parent_waits_already_fails_too() {
        Play play = with("a").asking(gpu(1));
        play.submit("parent");
        waits(play, "a", "parent");
        assertThat(play.inside("parent", 1).submit("child")).contains("settled child");
        assertThat(play.failure("child").kind()).isEqualTo(Failure.Kind.IMPOSSIBLE);
    }

    @Test
    void a_child_of_which_another_worker_has_enough_runs_there() {
        Play play = with("a", "b").asking(gpu(1));
        play.submit("parent");
        play.inside("parent", 1).submit("child");
        waits(play, "a", "parent");
        assertThat(play.finish("b", "child")).contains("settled child");
    }

    @Test
    void a_child_waits_for_its_turn_behind_tasks_that_are_not_above_it() {
        Play play = with("a", "b").asking(gpu(1));
        play.submit("parent");
        play.submit("other");
        play.inside("parent", 1).submit("child");
        waits(play, "a", "parent");
        waits(play, "b", "other");
        assertThat(play.status("child")).isEqualTo(Status.PENDING);
        assertThat(play.finish("b", "other")).contains("run child on b");
    }

    @Test
    void a_child_fails_when_the_only_other_worker_that_has_enough_goes() {
        Play play = with("a", "b").asking(gpu(1));
        play.submit("parent");
        play.submit("other");
        play.inside("parent", 1).submit("child");
        waits(play, "a", "parent");
        assertThat(play.lost("b")).contains("settled child");
        assertThat(play.failure("child").message()).contains("gpu=1.0 on a");
    }

    @Test
    void what_a_parent_leaves_is_enough_for_a_child_that_asks_for_less() {
        Play play = with("a").asking(gpu(0.5));
        play.submit("parent");
        waits(play, "a", "parent");
        assertThat(play.inside("parent", 1).submit("child")).contains("run child on a");
    }

    @Test
    void a_grandchild_fails_for_what_its_grandparent_holds() {
        Play play = with("a").asking(gpu(1));
        play.submit("grandparent");
        play.asking(PLAIN).inside("grandparent", 1).submit("parent");
        waits(play, "a", "grandparent");
        play.asking(gpu(1)).inside("parent", 1).submit("child");
        assertThat(play.failure("child").message()).contains("k1-1, inside which it was submitted");
    }

    @Test
    void a_grandchild_fails_only_when_all_wait_that_hold_what_it_needs() {
        Play play = with("a", "b").asking(gpu(1));
        play.submit("grandparent");
        play.inside("grandparent", 1).submit("parent");
        waits(play, "a", "grandparent");
        play.inside("parent", 1).submit("child");
        assertThat(play.status("child")).isEqualTo(Status.PENDING);
        play.from("a", new Message.Resumed(play.id("grandparent"), 1));
        waits(play, "b", "parent");
        assertThat(play.status("child")).as("the grandparent may end yet").isEqualTo(Status.PENDING);
        waits(play, "a", "grandparent");
        assertThat(play.failure("child").message()).contains("k1-1", "on a", "k1-2", "on b");
    }

    @Test
    void all_tasks_of_a_map_fail_that_need_what_their_waiting_parent_holds() {
        Play play = with("a").asking(gpu(1));
        play.submit("parent");
        play.inside("parent", 1).map("children", 5);
        waits(play, "a", "parent");
        for (int at = 0; at < 5; at++) {
            assertThat(play.status("children[" + at + "]")).isEqualTo(Status.ERROR);
        }
    }

    @Test
    void a_child_that_is_ready_only_later_fails_then() {
        Play play = with("a").asking(gpu(1));
        play.submit("parent");
        play.asking(PLAIN).inside("parent", 1).submit("input");
        play.asking(gpu(1)).submit("child", "input");
        waits(play, "a", "parent");
        assertThat(play.status("child")).isEqualTo(Status.PENDING);
        assertThat(play.finish("a", "input")).contains("settled child");
        assertThat(play.failure("child").kind()).isEqualTo(Failure.Kind.IMPOSSIBLE);
    }

    @Test
    void a_child_may_need_all_threads_while_its_parent_waits() {
        Play play = with("a").asking(needing(4, Map.of()));
        play.submit("parent");
        play.inside("parent", 1).submit("child");
        waits(play, "a", "parent");
        assertThat(play.finish("a", "child")).contains("settled child");
    }
}
