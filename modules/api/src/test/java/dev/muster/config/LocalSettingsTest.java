package dev.muster.config;

import static dev.muster.config.Refusals.assertBadValues;
import static dev.muster.config.Refusals.assertGoodValues;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalSettingsTest {

    private static final MemoryLimit AUTOMATIC = new MemoryLimit.Automatic();

    @Test
    void defaults_equal_the_reference() {
        assertThat(LocalSettings.defaults()).isEqualTo(new LocalSettings(false, null, null, AUTOMATIC, false));
    }

    @Test
    void each_key_reaches_its_field() {
        Settings settings = Settings.defaults()
                .with(Map.of(
                        "muster.local.processes",
                        true,
                        "muster.local.workers",
                        4,
                        "muster.local.threads-per-worker",
                        "2",
                        "muster.local.memory-limit",
                        0.5,
                        "muster.local.strict",
                        "true"));

        assertThat(LocalSettings.from(settings))
                .isEqualTo(new LocalSettings(true, 4, 2, new MemoryLimit.Fraction(0.5), true));
    }

    @Test
    void each_bad_value_is_refused_by_name() {
        assertBadValues("muster.local.processes", "1", "maybe", "auto");
        assertBadValues("muster.local.workers", "-1", "two", "1.5");
        assertBadValues("muster.local.threads-per-worker", "0", "-2");
        assertBadValues("muster.local.memory-limit", "512", "1.5", "-1", "4G");
        assertBadValues("muster.local.strict", "1");
        assertGoodValues("muster.local.workers", LocalSettings::from, "0", "auto", "AUTO");
        assertGoodValues("muster.local.memory-limit", LocalSettings::from, "0", "4GiB", "auto");
    }

    @Test
    void the_record_itself_refuses_by_field() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LocalSettings(false, -1, null, AUTOMATIC, false))
                .withMessageContaining("workers=-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LocalSettings(false, null, 0, AUTOMATIC, false))
                .withMessageContaining("threadsPerWorker=0");
    }
}
