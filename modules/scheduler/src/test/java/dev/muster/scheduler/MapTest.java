package dev.muster.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Failure;
import org.junit.jupiter.api.Test;

class MapTest {
    @Test
    void workers_start_while_the_caller_still_encodes() {
        Play play = Play.scheduler().withThreads("a", 4);
        assertThat(play.mapOf("m", 10, 2)).contains("run m[0..2) on a");
        assertThat(play.explain("m[5]")).contains("2 of 10 rows of its map have arrived");
        assertThat(play.rowsArrive("m", 3)).contains("run m[2..4) on a");
        assertThat(play.finishRange("a", "m", 0, 2)).contains("settled m[0..2)", "run m[4] on a");
        assertThat(play.rowsArrive("m", 5)).contains("run m[5] on a");
    }

    @Test
    void what_cannot_be_encoded_fails_and_the_rest_runs() {
        Play play = Play.scheduler().withThreads("a", 4);
        play.mapOf("m", 4, 2);
        Failure failure = Failure.of(Failure.Kind.UNSERIALIZABLE, "no");
        assertThat(play.apply(new SchedulerEvent.ArgumentsFailed(play.handle("m"), 2, failure)))
                .containsExactly("settled m[2]", "settled m[3]");
        assertThat(play.finishRange("a", "m", 0, 2)).contains("settled m[0..2)");
        assertThat(play.state.idle()).isTrue();
    }

    @Test
    void values_are_read_in_bulk_over_page_borders() {
        Play play = Play.scheduler();
        int count = 10_000;
        Object[] values = new Object[count];
        for (int at = 0; at < count; at++) {
            values[at] = at;
        }
        play.scatter("v", values);
        Object[] read = new Object[count + 1];
        play.state.values(play.id("v"), count, read, 1);
        assertThat(read[1]).isEqualTo(0);
        assertThat(read[count]).isEqualTo(count - 1);
        assertThat(play.state.finishedRun(play.id("v"), count)).isEqualTo(count);
    }

    @Test
    void a_map_of_many_pages_has_consecutive_ids_and_goes_out_in_order() {
        Play play = Play.scheduler().withThreads("a", 1);
        play.map("m", 9_000);
        assertThat(play.state.finishedRun(play.id("m"), 9_000)).isZero();
        assertThat(play.cancel("m")).contains("settled m");
        play.releaseAll("m", 0, 9_000);
        assertThat(play.state.idle()).isTrue();
        assertThat(play.state.records()).isZero();
    }

    @Test
    void a_map_begins_when_what_it_comes_after_has_ended() {
        Play play = Play.scheduler().withThreads("a", 4);
        play.submit("x");
        assertThat(play.mapOf("m", 3, 3, "x")).isEmpty();
        assertThat(play.explain("m[1]")).contains("waits for the tasks that were to end before this map begins");
        assertThat(play.finish("a", "x")).contains("settled x", "run m[0..3) on a");
    }

    @Test
    void a_map_fails_with_what_it_comes_after() {
        Play play = Play.scheduler().withThreads("a", 4);
        play.submit("x");
        play.mapOf("m", 3, 1, "x");
        assertThat(play.fail("a", "x", "E")).contains("settled x", "settled m", "settled m[1]", "settled m[2]");
        assertThat(play.failure("m[2]").message()).startsWith("Its input k1-1 failed");
    }

    @Test
    void a_range_of_which_some_were_cancelled_counts_for_the_rest() {
        Play play = Play.scheduler().withThreads("a", 4);
        play.map("m", 4);
        play.cancel("m[1]");
        assertThat(play.finishRange("a", "m", 0, 4)).containsExactly("settled m", "settled m[2..4)");
        assertThat(play.status("m[1]")).isEqualTo(Status.CANCELLED);
    }

    @Test
    void a_failed_task_of_a_map_can_be_tried_again() {
        Play play = Play.scheduler().withThreads("a", 4);
        play.map("m", 2);
        play.fail("a", "m[1]", "E");
        assertThat(play.retry("m[1]")).contains("reopened m[1]", "run m[1]#2 on a");
    }

    @Test
    void tasks_of_a_map_may_be_inputs() {
        Play play = Play.scheduler().withThreads("a", 4);
        play.map("m", 2);
        play.submit("sum", "m", "m[1]");
        assertThat(play.finishRange("a", "m", 0, 2)).contains("settled m", "settled m[1]");
        assertThat(play.status("sum")).isEqualTo(Status.PENDING);
        assertThat(play.finish("a", "sum")).contains("settled sum");
    }

    @Test
    void a_map_of_nothing_is_nothing() {
        Play play = Play.scheduler().with("a");
        play.map("m", 0);
        assertThat(play.state.idle()).isTrue();
        assertThat(play.state.records()).isZero();
    }
}
