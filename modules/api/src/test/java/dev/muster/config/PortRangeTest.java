package dev.muster.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortRangeTest {

    @Test
    void one_port_or_two_are_read() {
        assertThat(PortRange.parse("9000")).isEqualTo(new PortRange(9000, 9000)).hasToString("9000");
        assertThat(PortRange.parse(" 9000 - 9100 "))
                .isEqualTo(new PortRange(9000, 9100))
                .hasToString("9000-9100");
        assertThat(PortRange.parse("1-65535")).isEqualTo(new PortRange(1, 65535));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "9100-9000", "9000-", "-9000", "any", "", "9000-9100-9200", "123456"})
    void another_form_or_order_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PortRange.parse(text))
                .withMessageContaining("port");
    }
}
