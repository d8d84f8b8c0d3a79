package dev.muster.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Message;
import dev.muster.protocol.Payload;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values of the client's that each worker gets once. */
class CopiesTest {
    private static final Payload BIG = Payload.of(new byte[Message.Inline.USUAL_BYTES + 1]);
    private static final Payload SMALL = Payload.of(new byte[10]);

    private static long supplies(Play play) {
        return play.raw.stream()
                .filter(each -> each instanceof Instruction.Send send && send.message() instanceof Message.Supply)
                .count();
    }

    private static boolean carried(Play play, Object value) {
        return play.raw.stream()
                .filter(each -> each instanceof Instruction.Send send && send.message() instanceof Message.Run)
                .map(each -> (Message.Run) ((Instruction.Send) each).message())
                .flatMap(run -> run.assignments().stream())
                .anyMatch(each -> each instanceof dev.muster.protocol.Assignment.One one
                        && List.of(one.inputs().values()).contains(value));
    }

    @Test
    void a_broadcast_value_is_sent_to_every_worker_once_and_never_with_a_task() {
        Play play = Play.scheduler().with("a", "b", "c");
        assertThat(play.broadcast("model", SMALL))
                .containsExactly("settled model", "supply model to a", "supply model to b", "supply model to c");
        assertThat(play.state.holders(play.id("model")))
                .containsExactly(play.peer("a"), play.peer("b"), play.peer("c"));
        for (int round = 0; round < 9; round++) {
            play.submit("x" + round, "model");
            play.finish(play.state.ranOn(play.id("x" + round)).equals(play.peer("a")) ? "a" : "b", "x" + round);
        }
        assertThat(supplies(play)).isEqualTo(3);
        assertThat(carried(play, SMALL)).isFalse();
    }

    @Test
    void a_worker_that_joins_later_gets_it_with_its_first_need() {
        Play play = Play.scheduler().with("a");
        play.broadcast("model", SMALL);
        play.submit("x", "model");
        play.with("b");
        assertThat(supplies(play)).isEqualTo(1);
        assertThat(play.submit("y", "model")).containsExactly("supply model to b", "run y on b with model from b");
        play.finish("b", "y");
        assertThat(play.submit("z", "model")).containsExactly("run z on b with model from b");
        assertThat(play.state.holders(play.id("model"))).hasSize(2);
    }

    @Test
    void a_worker_that_is_there_but_could_not_be_sent_to_gets_it_when_it_can() {
        Play play = Play.scheduler();
        play.join("a", 1, 0, 0, java.util.Map.of(), java.util.Map.of());
        assertThat(play.broadcast("model", SMALL)).containsExactly("settled model");
        assertThat(play.grant("a", 1)).contains("supply model to a");
        assertThat(play.grant("a", 2)).doesNotContain("supply model to a");
    }

    @Test
    void it_is_freed_everywhere_when_it_is_let_go() {
        Play play = Play.scheduler().with("a", "b");
        play.broadcast("model", SMALL, SMALL);
        assertThat(play.releaseAll("model", 0, 2)).containsExactly("free model[0..2) on a", "free model[0..2) on b");
        assertThat(play.state.records()).isZero();
    }

    @Test
    void a_task_keeps_it_until_it_has_ended() {
        Play play = Play.scheduler().with("a");
        play.broadcast("model", SMALL);
        play.submit("x", "model");
        assertThat(play.release("model")).isEmpty();
        assertThat(play.finish("a", "x")).contains("free model on a");
    }

    @Test
    void a_lost_worker_holds_it_no_more() {
        Play play = Play.scheduler().with("a", "b");
        play.broadcast("model", SMALL);
        play.lost("a");
        assertThat(play.state.holders(play.id("model"))).containsExactly(play.peer("b"));
        assertThat(play.status("model")).isEqualTo(Status.FINISHED);
        assertThat(play.release("model")).containsExactly("free model on b");
    }

    @Test
    void a_copy_that_is_not_there_is_sent_again() {
        Play play = Play.scheduler().with("a");
        play.broadcast("model", SMALL);
        play.submit("x", "model");
        assertThat(play.missing("a", "x", "model", 1, "a"))
                .containsExactly("supply model to a", "run x on a with model from a");
    }

    @Test
    void a_big_value_goes_to_each_worker_that_needs_it_once() {
        Play play = Play.scheduler().with("a", "b");
        assertThat(play.scatter("data", BIG)).containsExactly("settled data");
        assertThat(play.submit("x", "data")).containsExactly("supply data to a", "run x on a with data from a");
        assertThat(play.submit("y", "data")).containsExactly("supply data to b", "run y on b with data from b");
        play.finish("a", "x");
        assertThat(play.submit("z", "data")).containsExactly("run z on a with data from a");
        assertThat(play.release("data")).isEmpty();
        play.finish("a", "z");
        assertThat(play.finish("b", "y")).contains("free data on a", "free data on b");
    }

    @Test
    void a_small_value_rides_along() {
        Play play = Play.scheduler().with("a");
        play.scatter("data", SMALL);
        play.submit("x", "data");
        assertThat(supplies(play)).isZero();
        assertThat(carried(play, SMALL)).isTrue();
        assertThat(play.state.holders(play.id("data"))).isEmpty();
    }
}
