package dev.muster.config;

import static dev.muster.config.Refusals.assertBadValues;
import static dev.muster.config.Refusals.assertGoodValues;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchedulerSettingsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void defaults_equal_the_reference() {
        assertThat(SchedulerSettings.defaults())
                .isEqualTo(new SchedulerSettings(
                        3, Duration.ofSeconds(30), 65536, Duration.ofSeconds(10), Duration.ofSeconds(30)));
    }

    @Test
    void each_key_reaches_its_field() {
        Settings settings = Settings.defaults()
                .with(Map.of(
                        "muster.scheduler.allowed-failures", 5,
                        "muster.scheduler.no-worker-timeout", "1m",
                        "muster.scheduler.story-ring", 7,
                        "muster.scheduler.watchdog", "2s",
                        "muster.scheduler.lease", "3s"));

        assertThat(SchedulerSettings.from(settings))
                .isEqualTo(new SchedulerSettings(
                        5, Duration.ofMinutes(1), 7, Duration.ofSeconds(2), Duration.ofSeconds(3)));
    }

    @Test
    void each_bad_value_is_refused_by_name() {
        assertBadValues("muster.scheduler.allowed-failures", "-1", "many", "1.5", "2147483648");
        assertBadValues("muster.scheduler.no-worker-timeout", "0s", "30", "-1s", "soon");
        assertBadValues("muster.scheduler.story-ring", "0", "-1", "");
        assertBadValues("muster.scheduler.watchdog", "0s", "10");
        assertBadValues("muster.scheduler.lease", "0s", "10");
        assertGoodValues("muster.scheduler.allowed-failures", SchedulerSettings::from, "0");
        assertGoodValues("muster.scheduler.story-ring", SchedulerSettings::from, "1");
    }

    @Test
    void the_record_itself_refuses_by_field() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SchedulerSettings(-1, SECOND, 1, SECOND, SECOND))
                .withMessageContaining("allowedFailures=-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SchedulerSettings(0, Duration.ZERO, 1, SECOND, SECOND))
                .withMessageContaining("noWorkerTimeout=PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SchedulerSettings(0, SECOND, 0, SECOND, SECOND))
                .withMessageContaining("storyRing=0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SchedulerSettings(0, SECOND, 1, SECOND.negated(), SECOND))
                .withMessageContaining("watchdog=PT-1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SchedulerSettings(0, SECOND, 1, SECOND, Duration.ZERO))
                .withMessageContaining("lease=PT0S");
    }
}
