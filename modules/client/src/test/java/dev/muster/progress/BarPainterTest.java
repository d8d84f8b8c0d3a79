package dev.muster.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BarPainterTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final Look PLAIN = new Look(false, false, 100);

    private final Screen screen = new Screen(100);

    @Test
    void each_kind_has_a_line_with_its_figures() {
        BarPainter painter = new BarPainter(PLAIN);
        List<KindProgress> before =
                List.of(new KindProgress("parse", 0, 2, 398, 0), new KindProgress("sum", 0, 0, 1, 0));
        List<KindProgress> now =
                List.of(new KindProgress("parse", 90, 2, 298, 10), new KindProgress("sum", 0, 0, 1, 0));
        screen.write(painter.next(0, before)).write(painter.next(SECOND, now));
        assertThat(screen.lines())
                .containsExactly(
                        "",
                        "parse     ####!+................  25%  90 done  10 failed  2 running  298 waiting  100/s  3.0s left",
                        "sum       ......................   0%  0 done  0 running  1 waiting",
                        "all tasks ####!+................  25%  90 done  10 failed  2 running  299 waiting  100/s  3.0s left");
    }

    @Test
    void redrawing_takes_the_same_lines_again() {
        BarPainter painter = new BarPainter(PLAIN);
        for (int done = 0; done <= 100; done++) {
            screen.write(painter.next(done * SECOND, List.of(new KindProgress("parse", done, 0, 100 - done, 0))));
        }
        assertThat(screen.lines()).hasSize(2);
        assertThat(screen.lines().get(1)).contains("100%  100 done");
    }

    @Test
    void a_kind_that_comes_later_adds_a_line_and_the_sum() {
        BarPainter painter = new BarPainter(PLAIN);
        screen.write(painter.next(0, List.of(new KindProgress("parse", 1, 0, 9, 0))));
        assertThat(screen.lines()).hasSize(2);
        screen.write(painter.next(
                SECOND, List.of(new KindProgress("parse", 5, 0, 5, 0), new KindProgress("sum", 0, 0, 2, 0))));
        assertThat(screen.lines()).hasSize(4);
        assertThat(screen.lines().get(3)).startsWith("all tasks").contains("5 done");
    }

    @Test
    void what_the_program_prints_meanwhile_stays_whole_above_the_bars() {
        BarPainter painter = new BarPainter(PLAIN);
        screen.write("the first line\n");
        for (int done = 0; done < 5; done++) {
            screen.write(painter.next(done * SECOND, List.of(new KindProgress("parse", done, 1, 9 - done, 0))));
            screen.write("printed at " + done + "\n");
        }
        screen.write(painter.last(5 * SECOND, List.of(new KindProgress("parse", 10, 0, 0, 0))));
        assertThat(screen.lines())
                .startsWith(
                        "the first line",
                        "printed at 0",
                        "printed at 1",
                        "printed at 2",
                        "printed at 3",
                        "printed at 4")
                .hasSize(7);
        assertThat(screen.lines().get(6)).startsWith("parse").contains("10 done");
    }

    @Test
    void the_last_lines_take_the_place_of_the_bars_and_the_cursor_goes_below() {
        BarPainter painter = new BarPainter(PLAIN);
        screen.write(painter.next(0, List.of(new KindProgress("parse", 0, 1, 99, 0))));
        screen.write(painter.last(2 * SECOND, List.of(new KindProgress("parse", 98, 0, 0, 2))));
        screen.write("$ ");
        assertThat(screen.lines())
                .containsExactly("parse " + "#".repeat(39) + "! 100%  98 done  2 failed  50/s  in 2.0s", "$");
    }

    @Test
    void what_never_ended_is_named_at_the_end() {
        BarPainter painter = new BarPainter(PLAIN);
        screen.write(painter.next(0, List.of(new KindProgress("parse", 1, 2, 7, 0))));
        screen.write(painter.last(SECOND, List.of(new KindProgress("parse", 4, 2, 4, 0))));
        assertThat(screen.lines().get(0))
                .contains("4 done")
                .contains("6 not ended")
                .contains(" 40%");
    }

    @Test
    void a_terminal_narrower_than_believed_clips_and_keeps_the_lines_apart() {
        Screen narrow = new Screen(30);
        BarPainter painter = new BarPainter(PLAIN);
        for (int done = 0; done < 4; done++) {
            narrow.write(painter.next(done * SECOND, List.of(new KindProgress("parse", done, 0, 9 - done, 0))));
        }
        assertThat(narrow.lines()).hasSize(2);
        narrow.write(painter.last(4 * SECOND, List.of(new KindProgress("parse", 9, 0, 0, 0))));
        assertThat(narrow.lines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 25, 40, 60, 79, 80, 81, 120, 400})
    void no_line_is_wider_than_the_terminal(int columns) {
        BarPainter painter = new BarPainter(new Look(false, false, columns));
        Screen wide = new Screen(1_000);
        List<KindProgress> kinds = List.of(
                new KindProgress("a_rather_long_name_of_a_kind_of_task", 1_234_567, 64, 98_765_432, 12_345),
                new KindProgress("b", 1, 1, 1, 1));
        wide.write(painter.next(0, kinds)).write(painter.next(SECOND, kinds));
        assertThat(wide.lines()).hasSize(4).allMatch(line -> line.length() < columns);
        assertThat(wide.lines().get(1)).contains("%");
    }

    @Test
    void many_kinds_become_a_few_lines_and_those_that_run_stay() {
        BarPainter painter = new BarPainter(PLAIN);
        List<KindProgress> kinds = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            kinds.add(new KindProgress("kind" + i, 10, i == 3 || i == 29 ? 1 : 0, i == 17 ? 5 : 0, 0));
        }
        screen.write(painter.next(0, kinds));
        assertThat(screen.lines()).hasSize(1 + 7 + 1);
        assertThat(screen.lines()).anyMatch(line -> line.startsWith("kind3 "));
        assertThat(screen.lines()).anyMatch(line -> line.startsWith("kind17 "));
        assertThat(screen.lines()).anyMatch(line -> line.startsWith("kind29 "));
        assertThat(screen.lines().get(8)).startsWith("all 30 kinds").contains("300 done");
    }

    @Test
    void nothing_to_show_writes_nothing() {
        BarPainter painter = new BarPainter(PLAIN);
        assertThat(painter.next(0, List.of(new KindProgress("idle", 0, 0, 0, 0))))
                .isEmpty();
        assertThat(painter.last(0, List.of())).isEmpty();
    }

    @Test
    void without_colour_no_colour_is_sent_and_failures_still_show() {
        String text = new BarPainter(new Look(false, true, 80)).next(0, List.of(new KindProgress("parse", 5, 1, 3, 3)));
        assertThat(text).doesNotContain("m").contains("█").contains("!").contains("3 failed");
    }

    @Test
    void with_colour_every_colour_is_ended() {
        String text = new BarPainter(new Look(true, true, 80)).next(0, List.of(new KindProgress("parse", 5, 1, 3, 3)));
        assertThat(text.split("\u001b\\[[1-9][0-9]*m", -1)).hasSameSizeAs(text.split("\u001b\\[0m", -1));
        assertThat(text).contains("\u001b[31m");
    }

    @Test
    void a_terminal_of_ascii_gets_ascii() {
        String text = new BarPainter(new Look(true, false, 80))
                .next(0, List.of(new KindProgress("x".repeat(60), 5, 1, 3, 3)));
        assertThat(text.chars()).allMatch(character -> character < 128);
    }
}
