package dev.muster.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Completion;
import dev.muster.protocol.Message;
import dev.muster.protocol.Payload;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Results inside reports, and how much of the client they may fill. */
class InlineStoreTest {
    private static final String ALL = "65536 bytes inline from a";
    private static final String LEAST = "1024 bytes inline from a";

    private static Play with(long limit) {
        Play play = Play.scheduler();
        play.state.inlineLimit(limit);
        return play.withThreads("a", 8);
    }

    private static List<String> finish(Play play, long sequence, String task, int bytes) {
        Completion.One one =
                new Completion.One(play.id(task), 1, Payload.of(new byte[bytes]), bytes, 1_000, new long[0]);
        return play.from("a", new Message.Finished(sequence, List.of(one)));
    }

    @Test
    void workers_keep_all_but_the_smallest_results_while_the_store_is_full() {
        Play play = with(1_000);
        play.submit("x");
        play.submit("y");
        assertThat(finish(play, 1, "x", 999)).containsExactly("settled x");
        assertThat(finish(play, 2, "y", 1)).containsExactly("settled y", LEAST);
        assertThat(play.release("y")).as("not at every step around the limit").isEmpty();
        assertThat(play.release("x")).containsExactly(ALL);
    }

    @Test
    void a_worker_that_joins_meanwhile_is_told_too() {
        Play play = with(1_000);
        play.submit("x");
        finish(play, 1, "x", 1_000);
        assertThat(play.join("b", 1, 1, 0, java.util.Map.of(), java.util.Map.of()))
                .contains("1024 bytes inline from b");
        assertThat(play.release("x")).containsExactly(ALL, "65536 bytes inline from b");
    }

    @Test
    void the_values_of_a_map_count_and_are_let_go_together() {
        Play play = with(1_000);
        play.map("xs", 8);
        Object[] values = new Object[8];
        java.util.Arrays.fill(values, Payload.of(new byte[200]));
        Completion.Range range = new Completion.Range(play.id("xs"), 8, 1, values, 0, 8_000, 1_000);
        assertThat(play.from("a", new Message.Finished(1, List.of(range)))).containsExactly("settled xs[0..8)", LEAST);
        assertThat(play.releaseAll("xs", 0, 8)).containsExactly(ALL);
        assertThat(play.state.records()).isZero();
    }

    @Test
    void what_the_client_supplies_does_not_count() {
        Play play = with(1_000);
        play.scatter("data", Payload.of(new byte[2_000]));
        play.submit("x");
        assertThat(finish(play, 1, "x", 500)).containsExactly("settled x");
        assertThat(play.release("data")).isEmpty();
        assertThat(play.release("x")).isEmpty();
        play.submit("y");
        assertThat(finish(play, 2, "y", 1_000)).containsExactly("settled y", LEAST);
    }
}
