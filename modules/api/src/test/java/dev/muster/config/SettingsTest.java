package dev.muster.config;

import static dev.muster.config.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.CharBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private static final Settings DEFAULTS = Settings.defaults();

    @Test
    void a_value_set_in_code_is_in_force_and_says_so() {
        Settings settings = DEFAULTS.with("muster.worker.max-waiting", 5);

        assertThat(settings.value("muster.worker.max-waiting")).isEqualTo("5");
        assertThat(settings.origin("muster.worker.max-waiting")).isEqualTo("code");
        assertThat(settings).hasToString("Settings(muster.worker.max-waiting = 5 (code))");
    }

    @Test
    void settings_never_change() {
        DEFAULTS.with("muster.worker.max-waiting", 5);

        assertThat(DEFAULTS.value("muster.worker.max-waiting")).isEqualTo("256");
        assertThat(DEFAULTS).hasToString("Settings()");
        assertThat(DEFAULTS.keys()).isUnmodifiable();
    }

    @Test
    void values_are_taken_in_the_types_they_have_in_code() {
        Settings settings = DEFAULTS.with(Map.of(
                "muster.node.loop",
                NodeSettings.Loop.DEDICATED,
                "muster.node.ping",
                Duration.ofMillis(1500),
                "muster.node.high-water",
                new DataSize(2 << 20),
                "muster.local.memory-limit",
                new MemoryLimit.Fraction(0.25),
                "muster.worker.data-ports",
                new PortRange(9000, 9100),
                "muster.local.strict",
                true,
                "muster.worker.spill-at",
                0.5,
                "muster.client.max-pending",
                7L,
                "muster.cluster.name",
                CharBuffer.wrap("mine"),
                "muster.cluster.type",
                Path.of("local")));

        assertThat(settings.value("muster.node.loop")).isEqualTo("dedicated");
        assertThat(settings.value("muster.node.ping")).isEqualTo("1500ms");
        assertThat(settings.value("muster.node.high-water")).isEqualTo("2MiB");
        assertThat(settings.value("muster.local.memory-limit")).isEqualTo("0.25");
        assertThat(settings.value("muster.worker.data-ports")).isEqualTo("9000-9100");
        assertThat(settings.flag("muster.local.strict")).isTrue();
        assertThat(settings.real("muster.worker.spill-at")).isEqualTo(0.5);
        assertThat(settings.integer("muster.client.max-pending")).isEqualTo(7);
        assertThat(settings.text("muster.cluster.name")).hasValue("mine");
    }

    @Test
    void a_value_of_another_type_is_refused_by_key() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.with("muster.cluster.name", List.of("a")))
                .withMessageContaining("muster.cluster.name is [a], a java.util.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.with("muster.cluster.name", null))
                .withMessageContaining("muster.cluster.name is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.with("muster.node.ping", Duration.ofSeconds(-1)))
                .withMessageContaining("muster.node.ping is PT-1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.with("muster.node.ping", Duration.ofSeconds(Long.MAX_VALUE)))
                .withMessageContaining("to 36500d");
    }

    @Test
    void an_unknown_key_is_refused_with_the_nearest() {
        assertRefused(
                () -> DEFAULTS.with("muster.worker.max-wating", 5),
                "no setting muster.worker.max-wating",
                "nearest is muster.worker.max-waiting",
                "(code)");
        assertRefused(() -> DEFAULTS.value("muster.node.max-waiting"), "nearest is muster.worker.max-waiting");
        assertRefused(() -> DEFAULTS.origin("worker.max-waiting"), "nearest is muster.worker.max-waiting");
        assertRefused(() -> DEFAULTS.description("x"), "no setting x");
    }

    @Test
    void a_section_is_refused_with_a_key_in_it() {
        assertRefused(
                () -> DEFAULTS.with("muster.worker", 5), "muster.worker is a section", "muster.worker.data-ports");
    }

    @Test
    void several_values_are_changed_all_or_none_and_every_mistake_is_told() {
        Map<String, Object> values = new HashMap<>();
        values.put("muster.worker.max-waiting", -1);
        values.put("muster.cluster.typo", "local");
        values.put("muster.local.workers", 4);

        assertRefused(
                () -> DEFAULTS.with(values),
                "2 settings are wrong",
                "muster.worker.max-waiting = \"-1\" (code) is refused: allowed is a whole number from 0 to 2147483647",
                "no setting muster.cluster.typo; the nearest is muster.cluster.type (code)");
    }

    @Test
    void auto_has_no_value() {
        assertThat(DEFAULTS.optionalInteger("muster.local.workers")).isEmpty();
        assertThat(DEFAULTS.with("muster.local.workers", 4).optionalInteger("muster.local.workers"))
                .hasValue(4);
        assertThat(DEFAULTS.text("muster.cluster.name")).isEmpty();
        assertThat(DEFAULTS.text("muster.cluster.type")).hasValue("local");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.integer("muster.local.workers"))
                .withMessageContaining("muster.local.workers is auto (default (reference.conf: ");
    }

    @Test
    void a_key_read_in_another_type_is_refused_with_what_it_takes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.integer("muster.node.ping"))
                .withMessageContaining("key=muster.node.ping cannot be read as Integer: it takes a duration");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.choice("muster.node.loop", ClientSettings.WhenFull.class))
                .withMessageContaining("it takes role or dedicated");
    }

    @Test
    void each_typed_accessor_gives_its_type() {
        assertThat(DEFAULTS.integer("muster.worker.max-waiting")).isEqualTo(256);
        assertThat(DEFAULTS.real("muster.client.inline-store")).isEqualTo(0.05);
        assertThat(DEFAULTS.flag("muster.local.strict")).isFalse();
        assertThat(DEFAULTS.duration("muster.scheduler.lease")).isEqualTo(Duration.ofSeconds(30));
        assertThat(DEFAULTS.size("muster.log.task-output-limit")).isEqualTo(new DataSize(65536));
        assertThat(DEFAULTS.choice("muster.node.loop", NodeSettings.Loop.class)).isEqualTo(NodeSettings.Loop.ROLE);
    }

    @Test
    void a_retired_key_is_refused_with_its_replacement() {
        Entry known = new Entry("muster.worker.max-waiting", "256", "default", "What it is.");
        Catalogue catalogue = new Catalogue(
                Map.of("muster.worker.max-waiting", Kind.integer(0)),
                List.of(known),
                Map.of("muster.worker.waiting", "muster.worker.max-waiting"),
                List.of());
        Settings settings = Settings.of(catalogue, List.of(known));

        assertRefused(
                () -> settings.with("muster.worker.waiting", 5),
                "muster.worker.waiting is retired: use muster.worker.max-waiting instead (code)");
        assertRefused(() -> settings.value("muster.worker.waiting"), "retired", "muster.worker.max-waiting");
    }

    @Test
    void a_plug_in_s_key_is_known_by_its_reference_and_read_as_its_reader_likes() {
        List<Entry> reference = List.of(
                new Entry("muster.acme.port", "7", "default"),
                new Entry("muster.acme.ratio", "0.5", "default"),
                new Entry("muster.acme.wait", "30s", "default"),
                new Entry("muster.acme.buffer", "1MiB", "default"),
                new Entry("muster.acme.on", "true", "default"),
                new Entry("muster.acme.loop", "role", "default"),
                new Entry("muster.acme.members", "auto", "default"));
        Settings settings = Settings.of(new Catalogue(Map.of(), reference, Map.of(), List.of()), reference);

        assertThat(settings.integer("muster.acme.port")).isEqualTo(7);
        assertThat(settings.real("muster.acme.ratio")).isEqualTo(0.5);
        assertThat(settings.duration("muster.acme.wait")).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.size("muster.acme.buffer")).isEqualTo(new DataSize(1 << 20));
        assertThat(settings.flag("muster.acme.on")).isTrue();
        assertThat(settings.choice("muster.acme.loop", NodeSettings.Loop.class)).isEqualTo(NodeSettings.Loop.ROLE);
        assertThat(settings.optionalInteger("muster.acme.members")).isEmpty();
        assertRefused(
                () -> settings.with("muster.acme.port", "seven").integer("muster.acme.port"),
                "muster.acme.port = \"seven\" (code) is refused",
                "a whole number");
        assertRefused(() -> settings.with("muster.acme.prt", 7), "nearest is muster.acme.port");
    }
}
