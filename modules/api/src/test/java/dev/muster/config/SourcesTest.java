package dev.muster.config;

import static dev.muster.config.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourcesTest {

    private static final String KEY = "muster.worker.max-waiting";
    private static final String VARIABLE = "MUSTER_WORKER__MAX_WAITING";

    @TempDir
    Path folder;

    @Test
    void code_beats_property_beats_environment_beats_file_beats_default() throws IOException {
        Map<String, String> property = Map.of(KEY, "4");
        Map<String, String> variable = Map.of(VARIABLE, "3");
        assertInForce(load(Map.of(), Map.of()), "256", "default (reference.conf: ");

        Path file = write("muster.conf", "\nmuster.worker.max-waiting = 2\n");
        assertInForce(load(Map.of(), Map.of()), "2", file + ": 2");
        assertInForce(load(Map.of(), variable), "3", "environment " + VARIABLE);
        assertInForce(load(property, variable), "4", "system property " + KEY);
        assertInForce(load(property, variable).with(KEY, 5), "5", "code");
    }

    private static void assertInForce(Settings settings, String value, String origin) {
        assertThat(settings.value(KEY)).isEqualTo(value);
        assertThat(settings.origin(KEY)).startsWith(origin);
    }

    @Test
    void the_file_is_the_one_in_code_or_the_property_s_or_the_variable_s_or_the_folder_s() throws IOException {
        write("muster.conf", KEY + " = 1");
        write("variable.conf", KEY + " = 2");
        write("property.conf", KEY + " = 3");
        Path code = write("code.conf", KEY + " = 4");
        Map<String, String> property = Map.of("muster.config", "property.conf");
        Map<String, String> variable = Map.of("MUSTER_CONFIG", "variable.conf");

        assertThat(load(Map.of(), Map.of()).value(KEY)).isEqualTo("1");
        assertThat(load(Map.of(), variable).value(KEY)).isEqualTo("2");
        assertThat(load(property, variable).value(KEY)).isEqualTo("3");
        assertThat(Settings.load(new Sources(property, variable, folder), code).value(KEY))
                .isEqualTo("4");
    }

    @ParameterizedTest
    @CsvSource({
        "MUSTER_WORKER__MAX_WAITING, muster.worker.max-waiting",
        "MUSTER_DEFAULT_SCHEDULER__BAG, muster.default-scheduler.bag",
        "MUSTER_LOCAL__THREADS_PER_WORKER, muster.local.threads-per-worker"
    })
    void two_underscores_are_a_dot_and_one_is_a_hyphen(String variable, String key) {
        assertThat(Sources.key(variable)).isEqualTo(key);
        assertThat(Sources.variable(key)).isEqualTo(variable);
    }

    @Test
    void every_key_can_be_set_in_the_environment() {
        assertThat(Settings.defaults().keys())
                .allSatisfy(
                        key -> assertThat(Sources.key(Sources.variable(key))).isEqualTo(key));
    }

    @Test
    void a_mistake_in_the_environment_is_told_with_the_variable_to_write() {
        assertRefused(
                () -> load(Map.of(), Map.of("MUSTER_WORKER__MAX_WATING", "3")),
                "(environment MUSTER_WORKER__MAX_WATING)",
                "nearest is muster.worker.max-waiting, in the environment MUSTER_WORKER__MAX_WAITING");
        assertRefused(
                () -> load(Map.of(), Map.of("MUSTER_WORKER_MAX_WAITING", "3")),
                "(environment MUSTER_WORKER_MAX_WAITING)",
                "in the environment MUSTER_WORKER__MAX_WAITING");
        assertRefused(
                () -> load(Map.of(), Map.of(VARIABLE, "few")),
                "muster.worker.max-waiting = \"few\" (environment MUSTER_WORKER__MAX_WAITING) is refused");
    }

    @Test
    void a_mistake_in_a_property_is_told_with_the_property() {
        assertRefused(
                () -> load(Map.of("muster.workers", "3"), Map.of()),
                "(system property muster.workers)",
                "nearest is muster.local.workers");
        assertRefused(() -> load(Map.of("muster.node.pings", "3s"), Map.of()), "nearest is muster.node.ping");
    }

    @Test
    void names_that_only_share_the_prefix_are_left_alone() {
        Settings settings = load(
                Map.of("muster.home", "/opt", "musterling.worker.x", "1", "user.name", "me"),
                Map.of("MUSTER_HOME", "/opt", "MUSTER_PORT_5701_TCP", "tcp://10.0.0.1", "PATH", "/bin"));

        assertThat(settings).hasToString("Settings()");
    }

    @Test
    void a_mistake_in_a_file_is_told_with_file_and_line() throws IOException {
        Path file = write("muster.conf", """
                muster.worker {
                  max-wating = 3
                  max-waiting = few
                }
                muster.cluster.name = [a, b]
                workers = 2
                """);

        assertRefused(
                () -> load(Map.of(), Map.of()),
                "4 settings are wrong",
                "no setting muster.worker.max-wating; the nearest is muster.worker.max-waiting (" + file + ": 2)",
                "muster.worker.max-waiting = \"few\" (" + file + ": 3) is refused: allowed is a whole number",
                "muster.cluster.name = a list (" + file + ": 5) is refused",
                "no setting workers; the nearest is muster.local.workers (" + file + ": 6)");
    }

    @Test
    void a_bad_value_is_refused_even_where_a_stronger_source_hides_it() throws IOException {
        write("muster.conf", KEY + " = few");

        assertRefused(() -> load(Map.of(KEY, "4"), Map.of()), "\"few\"");
    }

    @Test
    void values_out_of_order_are_refused_when_loaded() throws IOException {
        Path file = write("muster.conf", "muster.worker.spill-at = 0.9");

        assertRefused(
                () -> load(Map.of(), Map.of()),
                "muster.worker.spill-at = 0.9 (" + file + ": 1) is refused",
                "muster.worker.pause-at = 0.80 (default");
    }

    @Test
    void a_file_sees_its_own_values_and_the_defaults() throws IOException {
        write("muster.conf", """
                muster.scheduler { watchdog = 7s, lease = ${muster.scheduler.watchdog} }
                muster.scheduler.no-worker-timeout = ${muster.node.liveness}
                muster.worker.max-waiting = null
                """);
        Settings settings = load(Map.of(), Map.of());

        assertThat(settings.value("muster.scheduler.lease")).isEqualTo("7s");
        assertThat(settings.value("muster.scheduler.no-worker-timeout")).isEqualTo("10s");
        assertThat(settings.value(KEY)).isEqualTo("256");
    }

    @Test
    void a_number_stays_as_the_file_spells_it() throws IOException {
        write("muster.conf", "muster.local.memory-limit = 1.0\nmuster.worker.spill-at = 0.50");
        Settings settings = load(Map.of(), Map.of());

        assertThat(settings.value("muster.local.memory-limit")).isEqualTo("1.0");
        assertThat(settings.value("muster.worker.spill-at")).isEqualTo("0.50");
    }

    @Test
    void json_and_properties_are_read_too() throws IOException {
        Path json = write("a.json", "{\"muster\": {\"worker\": {\"max-waiting\": 3}}}");
        Path properties = write("a.properties", KEY + "=4");
        Sources none = new Sources(Map.of(), Map.of(), folder);

        assertThat(Settings.load(none, json).value(KEY)).isEqualTo("3");
        assertThat(Settings.load(none, properties).value(KEY)).isEqualTo("4");
    }

    @Test
    void a_file_that_cannot_be_read_is_named_with_who_named_it() throws IOException {
        Path broken = write("broken.conf", "a = 1\nmuster.worker {\n");
        Path lost = write("lost.conf", "\n" + KEY + " = ${no.such.key}");
        Sources none = new Sources(Map.of(), Map.of(), folder);

        assertRefused(
                () -> load(Map.of("muster.config", "gone.conf"), Map.of()),
                folder.resolve("gone.conf").toString(),
                "system property muster.config",
                "no such file");
        assertRefused(() -> load(Map.of(), Map.of("MUSTER_CONFIG", "gone.conf")), "environment MUSTER_CONFIG");
        assertRefused(() -> Settings.load(none, folder), "named by code", "no readable file");
        assertRefused(() -> Settings.load(none, broken), broken.toString(), "line ");
        assertRefused(() -> Settings.load(none, lost), lost + ": line 2", "${no.such.key}");
    }

    @Test
    void the_sources_of_this_process_are_its_own() {
        Sources sources = Sources.ofThisProcess();

        assertThat(sources.environment()).isEqualTo(System.getenv());
        assertThat(sources.properties().keySet())
                .allSatisfy(name -> assertThat(name).startsWith("muster."));
        assertThat(Settings.load().keys()).isEqualTo(Settings.defaults().keys());
    }

    private Settings load(Map<String, String> properties, Map<String, String> environment) {
        return Settings.load(new Sources(properties, environment, folder), null);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
