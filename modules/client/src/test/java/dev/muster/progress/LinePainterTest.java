package dev.muster.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinePainterTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LinePainter painter = new LinePainter();

    @Test
    void a_line_comes_at_most_every_five_seconds() {
        List<String> lines = IntStream.range(0, 160)
                .mapToObj(tenth -> painter.next(tenth * SECOND / 10, parse(tenth, 200 - tenth)))
                .filter(line -> !line.isEmpty())
                .toList();
        assertThat(lines)
                .containsExactly(
                        "muster: 50 of 200 tasks done (25%), 0 running, 10/s, about 15s left\n",
                        "muster: 100 of 200 tasks done (50%), 0 running, 10/s, about 10s left\n",
                        "muster: 150 of 200 tasks done (75%), 0 running, 10/s, about 5.0s left\n");
    }

    @Test
    void nothing_is_repeated_while_nothing_changes() {
        painter.next(0, parse(1, 9));
        assertThat(painter.next(6 * SECOND, parse(1, 9))).isNotEmpty();
        assertThat(painter.next(60 * SECOND, parse(1, 9))).isEmpty();
        assertThat(painter.next(61 * SECOND, parse(2, 8))).isNotEmpty();
    }

    @Test
    void short_work_leaves_one_line() {
        painter.next(0, parse(0, 10));
        assertThat(painter.next(SECOND, parse(5, 5))).isEmpty();
        assertThat(painter.last(2 * SECOND, parse(10, 0)))
                .isEqualTo("muster: 10 of 10 tasks done (100%), in 2.0s, 5/s\n");
    }

    @Test
    void failures_and_unended_tasks_are_in_the_last_line() {
        painter.next(0, parse(0, 10));
        assertThat(painter.last(SECOND, List.of(new KindProgress("parse", 5, 1, 2, 2))))
                .isEqualTo("muster: 7 of 10 tasks ended (70%): 5 done, 2 failed, 3 not ended, in 1.0s, 7/s\n");
    }

    @Test
    void kinds_are_listed_if_there_are_several() {
        List<KindProgress> kinds = List.of(
                new KindProgress("load", 4, 0, 0, 0),
                new KindProgress("parse", 3, 1, 0, 0),
                new KindProgress("clean", 0, 0, 4, 0),
                new KindProgress("sum", 0, 0, 1, 0),
                new KindProgress("write", 0, 0, 1, 0));
        painter.next(0, List.of());
        assertThat(painter.last(SECOND, kinds)).endsWith("; load 4/4, parse 3/4, clean 0/4, sum 0/1, 1 kinds more\n");
    }

    @Test
    void nothing_is_said_of_nothing() {
        assertThat(painter.next(0, List.of())).isEmpty();
        assertThat(painter.last(SECOND, List.of(new KindProgress("idle", 0, 0, 0, 0))))
                .isEmpty();
    }

    @Test
    void no_control_character_is_in_a_line() {
        painter.next(0, parse(0, 10));
        assertThat(painter.next(6 * SECOND, parse(3, 7)) + painter.last(7 * SECOND, parse(10, 0)))
                .doesNotContain("\u001b")
                .doesNotContain("\r");
    }

    private static List<KindProgress> parse(int done, int waiting) {
        return List.of(new KindProgress("parse", done, 0, waiting, 0));
    }
}
