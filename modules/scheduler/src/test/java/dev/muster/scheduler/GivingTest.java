package dev.muster.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Assignment;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Message;
import dev.muster.protocol.TaskSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GivingTest {
    private static TaskSpec needing(TaskSpec of, int threads, Map<String, Double> resources) {
        return new TaskSpec(
                of.kind(),
                of.name(),
                0,
                new TaskSpec.Needs(threads, resources),
                of.retry(),
                of.selection(),
                0,
                0,
                false);
    }

    private static TaskSpec on(TaskSpec of, Set<String> only, Set<String> rather, Map<String, String> tags) {
        return new TaskSpec(
                of.kind(),
                of.name(),
                0,
                of.needs(),
                of.retry(),
                new TaskSpec.Selection(only, rather, tags, Map.of()),
                0,
                0,
                false);
    }

    private static TaskSpec urgent(TaskSpec of, int priority) {
        return new TaskSpec(of.kind(), of.name(), priority, of.needs(), of.retry(), of.selection(), 0, 0, false);
    }

    /** The kind is known to take this long. */
    private static Play known(Play play, String worker, long nanos) {
        for (int at = 0; at < 4; at++) {
            play.submit("warm" + at);
            play.finishAfter(worker, nanos, "warm" + at);
            play.release("warm" + at);
        }
        return play;
    }

    // ---- bundles

    private static final TaskSpec ALIKE = TaskSpec.of(1, "k1");

    private static Play queued(int count) {
        Play play = known(Play.scheduler().with("a").asking(of -> ALIKE), "a", 1_000);
        play.grant("a", 0);
        for (int at = 0; at < count; at++) {
            play.submit("x" + at);
        }
        return play;
    }

    @Test
    void single_tasks_that_are_alike_go_together_and_end_together() {
        Play play = queued(9);
        assertThat(play.grant("a", 4)).contains("run x0+x1+x2+x3+x4 on a");
        Message.Run run = play.last(Message.Run.class);
        assertThat(((Assignment.Bundle) run.assignments().get(0)).works()).startsWith("x0", "x1", "x2");
        assertThat(play.finishRange("a", "x0", 0, 3))
                .contains("settled x0", "settled x1", "settled x2", "run x5+x6+x7+x8 on a");
        assertThat(play.value("x2")).isEqualTo("x02");
    }

    @Test
    void a_task_that_others_wait_for_or_that_asks_for_something_else_ends_a_bundle() {
        Play play = queued(2);
        play.submit("waiter", "x1");
        play.submit("x2");
        play.asking(of -> urgent(of, 0)).submit("x3");
        assertThat(play.grant("a", 6)).contains("run x0 on a", "run x1 on a", "run x2 on a", "run x3 on a");
    }

    @Test
    void a_bundle_of_a_worker_that_is_lost_runs_elsewhere() {
        Play play = queued(4);
        play.grant("a", 4);
        play.with("b");
        play.finishRange("a", "x0", 0, 1);
        assertThat(play.lost("a")).contains("run x1#2 on b alone");
        assertThat(play.finish("b", "x1#2")).contains("settled x1");
    }

    @Test
    void tasks_of_a_bundle_come_back_one_by_one() {
        Play play = queued(4);
        play.grant("a", 4);
        play.giveBack("a", Message.Returned.Why.RECALLED, "x2", "x3");
        assertThat(play.join("b", 1, 2, 0, Map.of(), Map.of())).contains("run x2 on b", "run x3 on b");
    }

    // ---- grants

    @Test
    void nothing_is_given_without_a_grant() {
        Play play = Play.scheduler();
        play.join("a", 1, 0, 0, Map.of(), Map.of());
        assertThat(play.submit("x")).containsExactly("want 1 of a");
        assertThat(play.grant("a", 1)).containsExactly("want 0 of a", "run x on a");
    }

    @Test
    void a_kind_that_is_not_known_goes_to_free_slots_only() {
        Play play = Play.scheduler().withThreads("a", 2);
        assertThat(play.map("m", 9)).contains("run m[0..2) on a");
        assertThat(play.finishRange("a", "m", 0, 1)).contains("run m[2] on a");
    }

    @Test
    void a_known_short_kind_queues_behind_what_runs() {
        Play play = known(Play.scheduler().withThreads("a", 1), "a", 1_000);
        assertThat(play.map("m", 100)).contains("run m[0..2) on a");
        assertThat(play.finishRange("a", "m", 0, 2)).as("depth doubles").contains("run m[2..5) on a");
    }

    @Test
    void a_kind_that_takes_twenty_round_trips_never_queues() {
        Play play = known(Play.scheduler().withThreads("a", 1), "a", 500_000);
        assertThat(play.map("m", 100)).contains("run m on a");
        assertThat(play.finishRange("a", "m", 0, 1)).contains("run m[1] on a");
    }

    @Test
    void a_smaller_grant_stops_the_flow_until_there_is_room() {
        Play play = Play.scheduler().withThreads("a", 2);
        play.map("m", 9);
        play.grant("a", 1);
        assertThat(play.finishRange("a", "m", 0, 1)).noneMatch(line -> line.startsWith("run"));
        assertThat(play.finishRange("a", "m", 1, 2)).contains("run m[2] on a");
    }

    @Test
    void a_worker_gets_no_more_than_its_share_of_what_is_ready() {
        Play play = Play.scheduler().withThreads("a", 8).withThreads("b", 8);
        assertThat(play.map("m", 6)).contains("run m[0..3) on a", "run m[3..5) on b", "run m[5] on b");
    }

    @Test
    void a_worker_that_cannot_take_messages_gets_no_work() {
        Play play = Play.scheduler().with("a");
        play.writable("a", false);
        assertThat(play.submit("x")).noneMatch(line -> line.startsWith("run"));
        assertThat(play.explain("x")).contains("a cannot take more messages now");
        assertThat(play.writable("a", true)).contains("run x on a");
    }

    // ---- order and place

    @Test
    void the_higher_priority_goes_first_and_then_the_older() {
        Play play = Play.scheduler().with("a");
        play.submit("first");
        play.submit("low");
        play.asking(of -> urgent(of, 5)).submit("high");
        assertThat(play.finish("a", "first")).contains("run high on a");
        assertThat(play.finish("a", "high")).contains("run low on a");
    }

    @Test
    void a_task_goes_to_where_its_bytes_are() {
        Play play = Play.scheduler().withThreads("a", 2).withThreads("b", 2);
        play.submit("x");
        play.keep("a", "x", 1 << 20);
        assertThat(play.submit("y", "x")).containsExactly("run y on a with x from a");
    }

    @Test
    void values_of_the_client_travel_with_the_run() {
        Play play = Play.scheduler().with("a");
        play.scatter("x", "hello");
        play.submit("y", "x");
        Message.Run run = play.last(Message.Run.class);
        assertThat(((dev.muster.protocol.Assignment.One) run.assignments().get(0))
                        .inputs()
                        .values())
                .containsExactly("hello");
    }

    @Test
    void a_selection_is_kept_to_the_letter_and_a_preference_if_possible() {
        Play play = Play.scheduler().with("a", "b");
        play.asking(of -> on(of, Set.of("b"), Set.of(), Map.of())).submit("strict");
        assertThat(play.state.ranOn(play.id("strict"))).isEqualTo(play.peer("b"));
        assertThat(play.submit("second")).as("b is taken").noneMatch(line -> line.startsWith("run"));
        assertThat(play.asking(of -> on(of, Set.of(), Set.of("b"), Map.of())).submit("rather"))
                .contains("run rather on a");
    }

    @Test
    void resources_are_counted() {
        Play play = Play.scheduler();
        play.join("a", 4, 4, 0, Map.of("gpu", 1.0), Map.of());
        play.asking(of -> needing(of, 1, Map.of("gpu", 1.0)));
        assertThat(play.submit("x")).contains("run x on a");
        assertThat(play.submit("y")).noneMatch(line -> line.startsWith("run"));
        assertThat(play.finish("a", "x")).contains("run y on a");
    }

    @Test
    void what_no_worker_can_ever_run_fails_after_a_while_and_says_what_is_missing() {
        Play play = Play.scheduler().with("a").asking(of -> needing(of, 4, Map.of()));
        play.submit("x");
        assertThat(play.explain("x")).contains("no worker can serve it: it asks for 4 threads; a has 1 thread");
        play.after(29 * Play.SECOND);
        assertThat(play.after(2 * Play.SECOND)).contains("settled x");
        assertThat(play.failure("x").kind()).isEqualTo(Failure.Kind.IMPOSSIBLE);
        assertThat(play.failure("x").message())
                .contains("It asks for 4 threads; there is 1 worker: a has 1 thread.")
                .contains("muster.scheduler.no-worker-timeout");
    }

    @Test
    void an_empty_cluster_waits_for_its_first_worker() {
        Play play = Play.scheduler();
        play.submit("x");
        assertThat(play.after(100 * Play.SECOND)).doesNotContain("settled x");
        assertThat(play.explain("x")).isEqualTo("k1-1 could run, but there is no worker.");
        play.with("a");
        assertThat(play.status("x")).isEqualTo(Status.PENDING);
        assertThat(play.finish("a", "x")).contains("settled x");
    }

    @Test
    void inputs_that_fit_no_worker_are_refused_before_they_are_sent() {
        Play play = Play.scheduler();
        play.join("a", 1, 1, 1 << 20, Map.of(), Map.of());
        play.submit("x");
        play.keep("a", "x", 1 << 19);
        play.submit("y");
        play.keep("a", "y", 1 << 20);
        assertThat(play.submit("z", "x", "y")).contains("settled z");
        assertThat(play.failure("z").message())
                .contains("its 2 inputs take 1.5 MiB")
                .contains("has 1.0 MiB of memory");
    }

    @Test
    void what_is_given_back_as_busy_is_not_given_to_the_same_worker_at_once() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        assertThat(play.giveBack("a", Message.Returned.Why.BUSY, "x")).noneMatch(line -> line.startsWith("run"));
        assertThat(play.explain("x")).contains("has just given such a task back");
        assertThat(play.after(20 * Play.MS)).as("the same attempt").contains("run x on a");
    }

    // ---- acknowledgements and wants

    @Test
    void a_report_is_acknowledged_with_the_next_run_or_after_a_second() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        play.finish("a", "x");
        play.submit("y");
        assertThat(play.last(Message.Run.class).acknowledged()).isEqualTo(1);
        play.finish("a", "y");
        assertThat(play.after(1001 * Play.MS)).containsExactly("acknowledge 2 to a");
        assertThat(play.after(1001 * Play.MS)).isEmpty();
    }

    @Test
    void many_unacknowledged_reports_are_acknowledged_at_once() {
        Play play = Play.scheduler().with("a");
        for (int at = 1; at <= 64; at++) {
            assertThat(play.from("a", new Message.Finished(at, List.of()))).isEmpty();
        }
        assertThat(play.from("a", new Message.Finished(65, List.of()))).containsExactly("acknowledge 65 to a");
    }

    @Test
    void a_report_that_comes_twice_counts_once() {
        Play play = Play.scheduler().with("a");
        play.submit("x");
        play.finish("a", "x");
        play.release("x");
        play.submit("y");
        assertThat(play.from("a", new Message.Finished(1, List.of()))).isEmpty();
    }

    @Test
    void workers_hear_when_the_backlog_crosses_nought_one_and_the_grant() {
        Play play = Play.scheduler().withThreads("a", 2);
        assertThat(play.submit("r1")).noneMatch(line -> line.startsWith("want"));
        play.submit("r2");
        assertThat(play.submit("q1")).containsExactly("want 1 of a");
        assertThat(play.submit("q2")).containsExactly("want 2 of a");
        assertThat(play.submit("q3")).isEmpty();
        assertThat(play.submit("q4")).containsExactly("want 4 of a");
        assertThat(play.submit("q5")).isEmpty();
    }
}
