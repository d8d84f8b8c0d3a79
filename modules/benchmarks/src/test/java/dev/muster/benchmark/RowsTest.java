package dev.muster.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.muster.testkit.LeakCheck;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every contestant of every row runs, at a size at which its figure means nothing. */
class RowsTest {
    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    static Stream<Arguments> contestants() {
        return Rows.all().stream()
                .flatMap(question -> question.contestants().stream()
                        .map(contestant ->
                                Arguments.of(question.row().name(), contestant.name(), contestant.measurement())));
    }

    @ParameterizedTest(name = "{0} by {1}")
    @MethodSource("contestants")
    void every_row_runs(String row, String name, Contestant.Measurement measurement) throws Exception {
        assertThat(measurement.measure(Effort.SMOKE)).as("%s by %s", row, name).isFinite();
    }

    @Test
    void rows_are_named_apart_and_found_by_how_they_begin() {
        assertThat(Rows.all().stream().map(question -> question.row().name())).doesNotHaveDuplicates();
        assertThat(Rows.named(List.of("heap-", "chain")))
                .extracting(question -> question.row().name())
                .containsExactly("chain", "heap-map", "heap-single");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rows.named(List.of("nonsense")))
                .withMessageContaining("nonsense")
                .withMessageContaining("metg-fft");
    }

    @Test
    void a_line_says_whether_the_promise_is_kept() {
        Row rate = Row.promised("r", "w", Unit.TASKS_PER_SECOND, 1e6, 2e6);
        assertThat(Table.line(rate, Map.of(Contestant.MUSTER, 2.5e6))).contains("2.50 M/s", "aim");
        assertThat(Table.line(rate, Map.of(Contestant.MUSTER, 1.5e6))).contains("ok");
        assertThat(Table.line(rate, Map.of(Contestant.MUSTER, 0.5e6))).contains("500 k/s", "short");
        assertThat(Table.line(rate, Map.of(Contestant.MUSTER, Double.NaN))).contains("failed");
        Row cost = Row.promised("c", "w", Unit.MICROSECONDS, 10, 1);
        assertThat(Table.line(cost, Map.of(Contestant.MUSTER, 5.0))).contains("ok");
        assertThat(Table.line(cost, Map.of(Contestant.MUSTER, 15.0))).contains("15.0 µs", "short");
    }
}
