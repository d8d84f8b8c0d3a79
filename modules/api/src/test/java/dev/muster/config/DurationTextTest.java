package dev.muster.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "0s, PT0S",
        "5ns, PT0.000000005S",
        "7us, PT0.000007S",
        "100ms, PT0.1S",
        "30s, PT30S",
        "30 S, PT30S",
        "1.5s, PT1.5S",
        "2m, PT2M",
        "2min, PT2M",
        "3h, PT3H",
        "1d, PT24H",
        "36500d, P36500D"
    })
    void a_number_and_a_unit_are_read(String text, Duration expected) {
        assertThat(DurationText.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "", "s", "-1s", "1 week", "PT1S", "1e3s", "36501d"})
    void another_form_is_refused_by_its_text(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DurationText.parse(text))
                .withMessageContaining('"' + text + '"');
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "1ns", "1500us", "100ms", "1500ms", "90s", "2m", "90m", "3h", "25h", "7d"})
    void the_text_is_exact_and_can_be_read_again(String text) {
        assertThat(DurationText.format(DurationText.parse(text))).isEqualTo(text);
    }
}
