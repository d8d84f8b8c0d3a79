package dev.muster.config;

import static dev.muster.config.Refusals.assertBadValues;
import static dev.muster.config.Refusals.assertGoodValues;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressSettingsTest {

    @Test
    void defaults_equal_the_reference() {
        assertThat(ProgressSettings.defaults()).isEqualTo(new ProgressSettings(null, Duration.ofMillis(100)));
    }

    @Test
    void each_key_reaches_its_field() {
        Settings settings =
                Settings.defaults().with(Map.of("muster.progress.enabled", false, "muster.progress.interval", "1s"));

        assertThat(ProgressSettings.from(settings)).isEqualTo(new ProgressSettings(false, Duration.ofSeconds(1)));
    }

    @Test
    void each_bad_value_is_refused_by_name() {
        assertBadValues("muster.progress.enabled", "sometimes", "1");
        assertBadValues("muster.progress.interval", "0s", "100");
        assertGoodValues("muster.progress.enabled", ProgressSettings::from, "auto", "yes", "off");
    }

    @Test
    void the_record_itself_refuses_by_field() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProgressSettings(true, Duration.ZERO))
                .withMessageContaining("interval=PT0S");
    }
}
