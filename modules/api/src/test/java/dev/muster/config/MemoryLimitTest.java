package dev.muster.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryLimitTest {

    private static final long SYSTEM = 8L << 30;
    private static final long AUTOMATIC = 3L << 30;

    @ParameterizedTest
    @CsvSource({
        "auto, 3221225472",
        "AUTO, 3221225472",
        "0, 0",
        "0B, 0",
        "0.0, 0",
        "0.5, 4294967296",
        "1.0, 8589934592",
        "4GiB, 4294967296",
        "512 MiB, 536870912",
        "1048576, 1048576"
    })
    void every_form_comes_to_bytes(String text, long bytes) {
        assertThat(MemoryLimit.parse(text).bytes(SYSTEM, AUTOMATIC)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "0", "0.5", "4GiB"})
    void the_text_can_be_read_again(String text) {
        assertThat(MemoryLimit.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "-1", "lots", "4G", "", "50%"})
    void another_form_is_refused_by_its_text(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MemoryLimit.parse(text))
                .withMessageContaining('"' + text + '"');
    }

    @Test
    void a_forgotten_unit_is_refused_with_the_remedies() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MemoryLimit.parse("512"))
                .withMessageContaining("512 bytes are less than the least, 1MiB")
                .withMessageContaining("512MiB")
                .withMessageContaining("0.5");
    }
}
