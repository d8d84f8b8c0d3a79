package dev.muster.config;

import static dev.muster.config.Refusals.assertBadValues;
import static dev.muster.config.Refusals.assertGoodValues;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.muster.config.ClientSettings.WhenFull;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientSettingsTest {

    private static final DataSize ONE = new DataSize(1);

    @Test
    void defaults_equal_the_reference() {
        assertThat(ClientSettings.defaults())
                .isEqualTo(new ClientSettings(2_000_000, new DataSize(256 << 20), WhenFull.WAIT, 0.05));
    }

    @Test
    void each_key_reaches_its_field() {
        Settings settings = Settings.defaults()
                .with(Map.of(
                        "muster.client.max-pending",
                        7,
                        "muster.client.max-pending-bytes",
                        "1KiB",
                        "muster.client.when-full",
                        "fail",
                        "muster.client.inline-store",
                        0.5));

        assertThat(ClientSettings.from(settings))
                .isEqualTo(new ClientSettings(7, new DataSize(1024), WhenFull.FAIL, 0.5));
    }

    @Test
    void each_bad_value_is_refused_by_name() {
        assertBadValues("muster.client.max-pending", "0", "-1", "2e6", "auto");
        assertBadValues("muster.client.max-pending-bytes", "0", "256M", "-1");
        assertBadValues("muster.client.when-full", "drop", "");
        assertBadValues("muster.client.inline-store", "5", "-0.1", "5%");
        assertGoodValues("muster.client.inline-store", ClientSettings::from, "0", "1");
    }

    @Test
    void the_record_itself_refuses_by_field() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClientSettings(0, ONE, WhenFull.WAIT, 0.1))
                .withMessageContaining("maxPending=0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClientSettings(1, new DataSize(0), WhenFull.WAIT, 0.1))
                .withMessageContaining("maxPendingBytes=0B");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClientSettings(1, ONE, WhenFull.WAIT, 1.1))
                .withMessageContaining("inlineStore=1.1");
    }
}
