package dev.muster.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Failure;
import dev.muster.protocol.Message;
import dev.muster.protocol.TaskSpec;
import org.junit.jupiter.api.Test;

class NestingTest {
    private static Message.Submit child(Play play, long number, long... inputs) {
        return new Message.Submit(play.id("parent"), 1, number, TaskSpec.of(9, "child"), "work", inputs, true);
    }

    @Test
    void children_go_before_their_parents_siblings() {
        Play play = Play.scheduler().with("a");
        play.submit("parent");
        play.submit("sibling");
        play.inside("parent", 1).submit("child");
        play.from("a", new Message.Waiting(play.id("parent"), 1));
        assertThat(play.status("child")).isEqualTo(Status.PENDING);
        assertThat(play.finish("a", "child")).contains("settled child", "run sibling on a");
    }

    @Test
    void a_parent_that_waits_gives_its_slot_back() {
        Play play = Play.scheduler().with("a");
        play.submit("parent");
        assertThat(play.inside("parent", 1).submit("child")).containsExactly("want 1 of a");
        assertThat(play.from("a", new Message.Waiting(play.id("parent"), 1))).contains("run child on a");
        assertThat(play.explain("parent")).contains("It waits for tasks that it has submitted");
        play.finish("a", "child");
        play.from("a", new Message.Resumed(play.id("parent"), 1));
        assertThat(play.inside(null, 0).submit("next"))
                .as("the slot is taken again")
                .doesNotContain("run next on a");
    }

    @Test
    void the_children_of_a_lost_attempt_are_cancelled() {
        Play play = Play.scheduler().with("a");
        play.submit("parent");
        play.inside("parent", 1).submit("child");
        play.inside("child", 1);
        assertThat(play.lost("a")).contains("settled child");
        assertThat(play.state.status(play.id("child"))).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void the_children_of_a_cancelled_parent_are_stopped_and_theirs() {
        Play play = Play.scheduler().withThreads("a", 3);
        play.submit("parent");
        play.inside("parent", 1).submit("child");
        play.inside("child", 1).submit("grandchild");
        assertThat(play.cancel("parent")).contains("settled parent", "settled child", "settled grandchild");
        assertThat(play.last(Message.Cancel.class).spans()).isNotEmpty();
    }

    @Test
    void a_child_that_another_task_needs_outlives_its_parent() {
        Play play = Play.scheduler().withThreads("a", 3);
        play.submit("parent");
        play.inside("parent", 1).submit("child");
        play.inside(null, 0).submit("user", "child");
        assertThat(play.cancel("parent")).doesNotContain("settled child");
        play.finish("a", "child", "user");
        assertThat(play.status("user")).isEqualTo(Status.FINISHED);
    }

    @Test
    void a_parents_good_end_leaves_its_children_to_their_handles() {
        Play play = Play.scheduler().withThreads("a", 3);
        play.submit("parent");
        play.inside("parent", 1).submit("child");
        assertThat(play.finish("a", "parent")).containsExactly("settled parent");
        assertThat(play.finish("a", "child")).containsExactly("settled child");
    }

    @Test
    void a_child_of_an_attempt_that_is_no_more_is_refused() {
        Play play = Play.scheduler().with("a");
        play.submit("parent");
        assertThat(play.inside("parent", 2).submit("child")).contains("settled child");
    }

    @Test
    void a_worker_submits_children_and_hears_how_they_ended() {
        Play play = Play.scheduler().withThreads("a", 3);
        play.submit("parent");
        play.from("a", child(play, 1));
        Message.Run first = play.last(Message.Run.class);
        long id = first.assignments().get(0).first();
        assertThat(play.from("a", child(play, 2, -2))).hasSize(1);
        long second = play.last(Message.Run.class).assignments().get(0).first();
        Message.Finished finished = new Message.Finished(
                1, java.util.List.of(new dev.muster.protocol.Completion.One(id, 1, "one", 0, 10, new long[0])));
        assertThat(play.from("a", finished)).containsExactly("ready 1 on a with one");
        Failure boom = Failure.of(Failure.Kind.USER, "boom");
        assertThat(play.from("a", new Message.Failed(second, 1, boom, 10, new long[0])))
                .containsExactly("ready 2 on a failed USER");
        play.from("a", new Message.Free(0, java.util.List.of(), new long[] {1, 2}));
        assertThat(play.state.records()).isEqualTo(1);
    }

    @Test
    void a_worker_cancels_children() {
        Play play = Play.scheduler().withThreads("a", 3);
        play.submit("parent");
        play.from("a", child(play, 1));
        assertThat(play.from("a", new Message.Cancel(java.util.List.of(), new long[] {1}, true)))
                .contains("ready 1 on a failed CANCELLED");
    }

    @Test
    void a_parent_may_have_any_number_of_children_one_after_the_other() {
        Play play = Play.scheduler().withThreads("a", 3);
        play.submit("parent");
        for (int at = 0; at < 500; at++) {
            play.inside("parent", 1).submit("child");
            play.finish("a", "child");
            play.release("child");
        }
        assertThat(play.state.records()).isEqualTo(1);
    }
}
