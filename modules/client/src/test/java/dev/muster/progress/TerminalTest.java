package dev.muster.progress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {

    @ParameterizedTest
    @CsvSource({"120, 120", "0, 80", "-5, 80", "wide, 80", "'', 80", "5, 20", "9999, 400", "99999, 80"})
    void the_width_is_that_of_COLUMNS_if_it_is_one(String given, int columns) {
        assertThat(Terminal.look(Map.of("COLUMNS", given), UTF_8).columns()).isEqualTo(columns);
    }

    @Test
    void the_width_is_eighty_if_nobody_says() {
        assertThat(Terminal.look(Map.of(), UTF_8).columns()).isEqualTo(80);
    }

    @Test
    void NO_COLOR_means_no_colour_unless_it_is_empty() {
        assertThat(Terminal.look(Map.of("NO_COLOR", "1"), UTF_8).colour()).isFalse();
        assertThat(Terminal.look(Map.of("NO_COLOR", ""), UTF_8).colour()).isTrue();
        assertThat(Terminal.look(Map.of(), UTF_8).colour()).isTrue();
    }

    @Test
    void only_a_unicode_terminal_gets_blocks() {
        assertThat(Terminal.look(Map.of(), UTF_8).unicode()).isTrue();
        assertThat(Terminal.look(Map.of(), US_ASCII).unicode()).isFalse();
    }

    @Test
    void a_dumb_terminal_is_none() {
        assertThat(Terminal.isTerminal(2, Map.of("TERM", "dumb"))).isFalse();
        assertThat(Terminal.isTerminal(2, Map.of())).isFalse();
    }
}
