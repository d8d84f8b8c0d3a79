package dev.muster.config;

import static dev.muster.config.Refusals.assertBadValues;
import static dev.muster.config.Refusals.assertGoodValues;
import static dev.muster.config.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerSettingsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void defaults_equal_the_reference() {
        assertThat(WorkerSettings.defaults()).isEqualTo(new WorkerSettings(256, null, SECOND, 0.6, 0.8, 0.95));
    }

    @Test
    void each_key_reaches_its_field() {
        Settings settings = Settings.defaults()
                .with(Map.of(
                        "muster.worker.max-waiting",
                        5,
                        "muster.worker.data-ports",
                        "9000-9100",
                        "muster.worker.interrupt-grace",
                        Duration.ofMillis(20),
                        "muster.worker.spill-at",
                        0.1,
                        "muster.worker.pause-at",
                        0.2,
                        "muster.worker.replace-at",
                        0.3));

        assertThat(WorkerSettings.from(settings))
                .isEqualTo(new WorkerSettings(5, new PortRange(9000, 9100), Duration.ofMillis(20), 0.1, 0.2, 0.3));
    }

    @Test
    void each_bad_value_is_refused_by_name() {
        assertBadValues("muster.worker.max-waiting", "-1", "auto", "lots");
        assertBadValues("muster.worker.data-ports", "0", "9100-9000", "70000", "none");
        assertBadValues("muster.worker.interrupt-grace", "-1s", "1", "auto");
        assertBadValues("muster.worker.spill-at", "-0.1", "1.1", "NaN", "60%", "off");
        assertBadValues("muster.worker.pause-at", "-0.1", "1.1");
        assertBadValues("muster.worker.replace-at", "-0.1", "1.1");
        assertGoodValues("muster.worker.max-waiting", WorkerSettings::from, "0");
        assertGoodValues("muster.worker.interrupt-grace", WorkerSettings::from, "0s", "0");
        assertGoodValues("muster.worker.spill-at", WorkerSettings::from, "0", "0.8");
    }

    @Test
    void thresholds_in_the_wrong_order_are_refused_by_both_names() {
        Settings high = Settings.defaults().with("muster.worker.spill-at", 0.9);
        Settings low = Settings.defaults().with("muster.worker.replace-at", 0.7);

        assertRefused(
                () -> WorkerSettings.from(high),
                "muster.worker.spill-at = 0.9 (code)",
                "at or below muster.worker.pause-at = 0.80 (default");
        assertRefused(
                () -> WorkerSettings.from(low),
                "muster.worker.pause-at = 0.80",
                "muster.worker.replace-at = 0.7 (code)");
    }

    @Test
    void the_record_itself_refuses_by_field() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WorkerSettings(-1, null, SECOND, 0.6, 0.8, 0.9))
                .withMessageContaining("maxWaiting=-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WorkerSettings(1, null, SECOND.negated(), 0.6, 0.8, 0.9))
                .withMessageContaining("interruptGrace=PT-1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WorkerSettings(1, null, SECOND, 0.6, 0.8, 1.9))
                .withMessageContaining("replaceAt=1.9");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WorkerSettings(1, null, SECOND, 0.9, 0.8, 0.9))
                .withMessageContaining("spillAt=0.9")
                .withMessageContaining("pauseAt=0.8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WorkerSettings(1, null, SECOND, 0.6, 0.95, 0.9))
                .withMessageContaining("pauseAt=0.95")
                .withMessageContaining("replaceAt=0.9");
    }
}
