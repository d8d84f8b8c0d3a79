package dev.muster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.config.Settings;
import dev.muster.error.ClusterException;
import dev.muster.progress.KindProgress;
import dev.muster.scheduler.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProgressTest {

    @Test
    void kinds_of_one_name_are_one_line() {
        Figures figures = new Figures(
                1,
                4,
                0,
                0,
                0,
                0,
                List.of(
                        new Figures.OfKind(0, "Main.run", 5, 1, 10, 0),
                        new Figures.OfKind(1, "parse", 0, 1, 7, 2),
                        new Figures.OfKind(2, "Main.run", 1, 1, 20, 3)));
        assertThat(ClientProgress.kinds(figures))
                .containsExactly(new KindProgress("Main.run", 30, 2, 6, 3), new KindProgress("parse", 7, 1, 0, 2));
    }

    @Test
    void no_more_tasks_run_than_there_are_threads() {
        Figures figures = new Figures(
                1,
                4,
                100,
                400,
                0,
                0,
                List.of(
                        new Figures.OfKind(0, "parse", 100, 300, 0, 0),
                        new Figures.OfKind(1, "clean", 0, 99, 0, 0),
                        new Figures.OfKind(2, "sum", 0, 1, 0, 0),
                        new Figures.OfKind(3, "idle", 0, 0, 5, 0)));
        assertThat(ClientProgress.kinds(figures))
                .containsExactly(
                        new KindProgress("parse", 0, 3, 397, 0),
                        new KindProgress("clean", 0, 1, 98, 0),
                        new KindProgress("sum", 0, 1, 0, 0),
                        new KindProgress("idle", 5, 0, 0, 0));
    }

    @Test
    void a_client_without_kinds_shows_its_sums() {
        try (Client client = Client.synchronous()) {
            client.map(v -> v, List.of(1, 2, 3)).waitForAll();
            assertThat(new ClientProgress(client).kinds()).containsExactly(new KindProgress("tasks", 3, 0, 0, 0));
            assertThat(new ClientProgress(client).over()).isFalse();
            client.close();
            assertThat(new ClientProgress(client).over()).isTrue();
        }
    }

    @Test
    void futures_are_counted_by_name_until_all_have_ended() {
        try (Client client = Client.synchronous()) {
            TaskFutures<Integer> all = client.map(
                    ProgressTest::parse, IntStream.range(0, 10).boxed().toList());
            FutureProgress batch = FutureProgress.of(all);
            assertThat(batch.over()).isFalse();
            assertThat(batch.kinds()).containsExactly(new KindProgress("parse", 8, 0, 0, 2));
            assertThat(batch.over()).isTrue();
            List<TaskFuture<?>> some = new ArrayList<>(all.subList(0, 3));
            some.add(client.withOptions(o -> o.name("other")).submit(() -> 1));
            FutureProgress listed = FutureProgress.of(some);
            List<KindProgress> expected =
                    List.of(new KindProgress("parse", 2, 0, 0, 1), new KindProgress("other", 1, 0, 0, 0));
            assertThat(listed.kinds()).isEqualTo(expected);
            assertThat(listed.kinds()).as("looking again counts nothing twice").isEqualTo(expected);
            assertThat(listed.over()).isTrue();
        }
    }

    private static int parse(int number) {
        if (number % 5 == 0) {
            throw new IllegalArgumentException("bad " + number);
        }
        return number;
    }

    @Test
    void nothing_to_show_is_over_at_once() {
        FutureProgress none = FutureProgress.of(List.of());
        assertThat(none.kinds()).isEmpty();
        assertThat(none.over()).isTrue();
    }

    @Test
    void bad_input_is_refused_by_name() {
        assertThatThrownBy(() -> ProgressBar.show(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("futures is null");
        assertThatThrownBy(() -> ProgressBar.show(Arrays.asList((TaskFuture<?>) null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("futures is null");
        assertThatThrownBy(ProgressBar::show)
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.code()).isEqualTo(ClusterException.Code.CONFIG));
    }

    @Test
    void a_bar_of_a_client_ends_with_it() {
        ClientPlan plan = ClientPlan.synchronous();
        plan.settings = Settings.defaults();
        Client client = Client.over(new SynchronousSession(), plan);
        ProgressBar bar = client.progress();
        assertThat(Thread.getAllStackTraces().keySet()).anyMatch(ProgressTest::shows);
        client.close();
        assertThat(Thread.getAllStackTraces().keySet()).noneMatch(ProgressTest::shows);
        bar.close();
        client.progress();
        assertThat(Thread.getAllStackTraces().keySet()).noneMatch(ProgressTest::shows);
    }

    @Test
    void every_client_can_be_shown_from_its_opening() {
        ProgressBars.always(true);
        try (Client client = Client.synchronous()) {
            assertThat(client.submit(() -> 1).result()).isEqualTo(1);
            assertThat(Thread.getAllStackTraces().keySet()).anyMatch(ProgressTest::shows);
        } finally {
            ProgressBars.always(false);
        }
        assertThat(Thread.getAllStackTraces().keySet()).noneMatch(ProgressTest::shows);
    }

    private static boolean shows(Thread thread) {
        return thread.getName().equals("muster-progress");
    }
}
