package dev.muster.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FirstStepsTest {
    @Test
    void a_task_goes_to_a_worker_and_its_value_is_told() {
        Play play = Play.scheduler().with("a");
        assertThat(play.submit("x")).containsExactly("run x on a");
        assertThat(play.finish("a", "x")).containsExactly("settled x");
        assertThat(play.status("x")).isEqualTo(Status.FINISHED);
        assertThat(play.value("x")).isEqualTo("value of x");
        assertThat(play.release("x")).isEmpty();
        assertThat(play.status("x")).isEqualTo(Status.UNKNOWN);
        assertThat(play.state.idle()).isTrue();
    }

    @Test
    void a_lost_worker_sends_its_task_elsewhere() {
        Play play = Play.scheduler().with("a", "b");
        assertThat(play.submit("x")).containsExactly("run x on a");
        assertThat(play.lost("a")).containsExactly("run x#2 on b alone");
    }

    @Test
    void a_map_goes_out_in_ranges_and_comes_back_in_ranges() {
        Play play = Play.scheduler().withThreads("a", 4);
        assertThat(play.map("m", 10)).containsExactly("want 6 of a", "run m[0..4) on a");
        assertThat(play.finishRange("a", "m", 0, 4)).contains("settled m[0..4)");
        play.finishRange("a", "m", 4, 8);
    }
}
