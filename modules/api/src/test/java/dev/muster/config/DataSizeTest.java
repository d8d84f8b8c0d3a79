package dev.muster.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSizeTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0B, 0",
        "17, 17",
        "17B, 17",
        "1KiB, 1024",
        "64 KiB, 65536",
        "512 MiB, 536870912",
        "4GiB, 4294967296",
        "1.5GiB, 1610612736",
        "2TiB, 2199023255552",
        "1kB, 1000",
        "1KB, 1000",
        "300MB, 300000000",
        "1gb, 1000000000",
        "1tb, 1000000000000",
        "'  8mib ', 8388608",
        "0.0001KiB, 0",
        "9223372036854775807, 9223372036854775807"
    })
    void a_number_and_a_unit_are_read(String text, long bytes) {
        assertThat(DataSize.parse(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "GiB", "4G", "4k", "4 parsecs", "0.5", "-1", "-1MiB", "1e9", "1,5GiB", "auto", "1 2MiB"})
    void another_form_is_refused_by_its_text(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DataSize.parse(text))
                .withMessageContaining('"' + text + '"');
    }

    @Test
    void more_than_can_be_counted_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DataSize.parse("9223372036854775808"))
                .withMessageContaining("at most 9223372036854775807 bytes");
        assertThatIllegalArgumentException().isThrownBy(() -> DataSize.parse("9000000000TiB"));
    }

    @Test
    void a_negative_amount_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new DataSize(-1)).withMessageContaining("bytes=-1");
    }

    @ParameterizedTest
    @CsvSource({"0, 0B", "1500, 1500B", "1024, 1KiB", "1536, 1536B", "268435456, 256MiB", "1099511627776, 1TiB"})
    void the_text_is_exact_and_can_be_read_again(long bytes, String text) {
        DataSize size = new DataSize(bytes);

        assertThat(size).hasToString(text);
        assertThat(DataSize.parse(text)).isEqualTo(size);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.00 KiB",
        "33694017454, 31.38 GiB",
        "9223372036854775807, 8388608.00 TiB"
    })
    void the_approximate_text_has_two_places(long bytes, String text) {
        assertThat(new DataSize(bytes).approximate()).isEqualTo(text);
    }

    @Test
    void sizes_are_ordered_by_bytes() {
        assertThat(DataSize.parse("1GiB")).isGreaterThan(DataSize.parse("1GB"));
        assertThat(DataSize.parse("1024MiB")).isEqualByComparingTo(DataSize.parse("1GiB"));
    }
}
