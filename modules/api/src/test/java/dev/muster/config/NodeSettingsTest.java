package dev.muster.config;

import static dev.muster.config.Refusals.assertBadValues;
import static dev.muster.config.Refusals.assertGoodValues;
import static dev.muster.config.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.muster.config.NodeSettings.Loop;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeSettingsTest {

    private static final DataSize ONE = new DataSize(1);
    private static final DataSize TWO = new DataSize(2);
    private static final DataSize THREE = new DataSize(3);

    @Test
    void defaults_equal_the_reference() {
        assertThat(NodeSettings.defaults())
                .isEqualTo(new NodeSettings(
                        Loop.ROLE,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(1),
                        new DataSize(4 << 20),
                        new DataSize(1 << 20),
                        new DataSize(64 << 20)));
    }

    @Test
    void each_key_reaches_its_field() {
        Settings settings = Settings.defaults()
                .with(Map.of(
                        "muster.node.loop",
                        Loop.DEDICATED,
                        "muster.node.liveness",
                        "3s",
                        "muster.node.ping",
                        "2s",
                        "muster.node.high-water",
                        TWO,
                        "muster.node.low-water",
                        "1B",
                        "muster.node.stop-at",
                        3));

        assertThat(NodeSettings.from(settings))
                .isEqualTo(new NodeSettings(
                        Loop.DEDICATED, Duration.ofSeconds(3), Duration.ofSeconds(2), TWO, ONE, THREE));
    }

    @Test
    void each_bad_value_is_refused_by_name() {
        assertBadValues("muster.node.loop", "thread", "", "auto");
        assertBadValues("muster.node.liveness", "0s", "10", "-1s");
        assertBadValues("muster.node.ping", "0s", "1");
        assertBadValues("muster.node.high-water", "0", "4M", "-1B", "0.5");
        assertBadValues("muster.node.low-water", "0", "1 M");
        assertBadValues("muster.node.stop-at", "0", "auto");
        assertGoodValues("muster.node.loop", NodeSettings::from, "role", "Dedicated");
    }

    @Test
    void marks_and_times_in_the_wrong_order_are_refused_by_both_names() {
        Settings marks = Settings.defaults().with("muster.node.high-water", "64MiB");
        Settings times = Settings.defaults().with("muster.node.ping", "10s");

        assertRefused(
                () -> NodeSettings.from(marks),
                "muster.node.high-water = 64MiB (code)",
                "must lie below muster.node.stop-at = 64MiB (default");
        assertRefused(() -> NodeSettings.from(times), "muster.node.ping = 10s (code)", "muster.node.liveness = 10s");
    }

    @Test
    void the_record_itself_refuses_by_field() {
        Duration second = Duration.ofSeconds(1);
        Duration minute = Duration.ofMinutes(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NodeSettings(Loop.ROLE, minute, Duration.ZERO, TWO, ONE, THREE))
                .withMessageContaining("ping=PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NodeSettings(Loop.ROLE, second, minute, TWO, ONE, THREE))
                .withMessageContaining("liveness=PT1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NodeSettings(Loop.ROLE, minute, second, TWO, new DataSize(0), THREE))
                .withMessageContaining("lowWater=0B");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NodeSettings(Loop.ROLE, minute, second, ONE, TWO, THREE))
                .withMessageContaining("lowWater=2B")
                .withMessageContaining("highWater=1B");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NodeSettings(Loop.ROLE, minute, second, THREE, ONE, TWO))
                .withMessageContaining("highWater=3B")
                .withMessageContaining("stopAt=2B");
    }
}
