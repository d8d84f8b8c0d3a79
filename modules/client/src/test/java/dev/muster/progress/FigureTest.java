package dev.muster.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigureTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "9999, 9999",
        "10000, 10k",
        "12345, 12.3k",
        "99949, 99.9k",
        "99950, 100k",
        "999499, 999k",
        "999500, 1M",
        "1234567, 1.23M",
        "12000000000, 12G",
        "9223372036854775807, 9223372T"
    })
    void counts_take_few_characters(long number, String text) {
        assertThat(Figure.count(number)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.00/s", "0.25, 0.25/s", "0.999, 1/s", "4.5, 4.5/s", "123.4, 123/s", "999.6, 1k/s", "12345, 12.3k/s"
    })
    void rates_keep_three_digits(double rate, String text) {
        assertThat(Figure.rate(rate)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 10, 0%", "1, 100000, 1%", "99999, 100000, 99%", "100000, 100000, 100%", "1, 2, 50%", "0, 0, 0%"})
    void only_what_is_complete_is_a_hundred_percent(long part, long whole, String text) {
        assertThat(Figure.percent(part, whole)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0s",
        "300, 0.3s",
        "9949, 9.9s",
        "9950, 10s",
        "59400, 59s",
        "59600, 1m00s",
        "185000, 3m05s",
        "7620000, 2h07m",
        "273600000, 3d04h",
        "864000000000, >999d"
    })
    void times_are_in_the_units_people_use(long millis, String text) {
        assertThat(Figure.time(TimeUnit.MILLISECONDS.toNanos(millis))).isEqualTo(text);
    }

    @Test
    void a_decimal_point_is_a_point_everywhere() {
        java.util.Locale before = java.util.Locale.getDefault();
        java.util.Locale.setDefault(java.util.Locale.GERMANY);
        try {
            assertThat(Figure.count(12_345)).isEqualTo("12.3k");
            assertThat(Figure.time(300_000_000)).isEqualTo("0.3s");
        } finally {
            java.util.Locale.setDefault(before);
        }
    }
}
