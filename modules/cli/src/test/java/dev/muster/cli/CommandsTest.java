package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that run no program. */
class CommandsTest {

    @TempDir
    Path folder;

    @Test
    void class_path_is_printed_and_nothing_else() {
        Run run = Run.here("classpath");
        assertThat(run).isEqualTo(new Run(0, System.getProperty("java.class.path") + System.lineSeparator(), ""));
    }

    @Test
    void version_says_that_of_muster_and_of_java() {
        Run run = Run.here("version");
        assertThat(run.code()).isZero();
        assertThat(run.out().lines())
                .containsExactly("muster " + Version.text(), "java " + System.getProperty("java.runtime.version"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "info", "config", "classpath", "shell", "version", "completion"})
    void each_command_explains_itself(String command) {
        Run run = Run.here(command, "--help");
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("Usage: muster " + command);
    }

    @Test
    void help_lists_commands_and_exit_codes() {
        assertThat(Run.here("--help").out()).contains("run ", "shell ", "130   interrupted");
    }

    @Test
    void no_command_is_bad_usage() {
        Run run = Run.here();
        assertThat(run.code()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).startsWith("muster: a command is missing: one of run, info, ");
    }

    @Test
    void an_unknown_command_is_bad_usage_and_the_nearest_is_named() {
        Run run = Run.here("confg");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err())
                .startsWith("muster: there is no command confg; there are run, ")
                .contains("muster config");
    }

    @Test
    void an_unknown_option_is_bad_usage() {
        Run run = Run.here("info", "--wrong");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).startsWith("muster: Unknown option: '--wrong'").contains("Usage: muster info");
    }

    @Test
    void info_names_java_the_clusters_and_the_size_of_a_local_one() {
        Run run = Run.here("info");
        assertThat(run.code()).isZero();
        int cpus = Runtime.getRuntime().availableProcessors();
        assertThat(run.out().lines())
                .anyMatch(line -> line.startsWith("CPUs      " + cpus + " "))
                .anyMatch(line -> line.equals("Clusters  local"))
                .anyMatch(line -> line.startsWith("Chosen    local (default"))
                .anyMatch(line -> line.startsWith("Local     1 worker x " + cpus + " thread"));
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("muster-worker"));
    }

    @Test
    void config_prints_what_differs_and_where_it_was_said() throws Exception {
        Path file = Files.writeString(folder.resolve("my.conf"), "muster.local.workers = 3\n");
        Run run = Run.here("config", "--config", file.toString());
        assertThat(run.code()).isZero();
        assertThat(run.out().lines())
                .singleElement()
                .asString()
                .startsWith("muster.local.workers = 3 ")
                .endsWith("my.conf: 1");
    }

    @Test
    void config_says_so_if_nothing_differs() {
        assertThat(Run.here("config").out()).matches("# all [0-9]+ settings have their defaults; --all lists them\\R");
    }

    @Test
    void all_settings_can_be_printed_and_read_again() throws Exception {
        Run all = Run.here("config", "--all");
        List<String> lines = all.out().lines().toList();
        assertThat(lines).hasSizeGreaterThan(30).allMatch(line -> line.matches("muster\\.\\S+ = .+ # default .*"));
        Path file = Files.writeString(folder.resolve("all.conf"), all.out());
        assertThat(Run.here("config", "--config", file.toString()).out().lines())
                .hasSameSizeAs(lines);
    }

    @Test
    void config_explains_a_key_and_lists_a_section() {
        Run key = Run.here("config", "muster.local.workers");
        assertThat(key.out().lines())
                .hasSizeGreaterThan(1)
                .first()
                .asString()
                .startsWith("muster.local.workers = auto");
        assertThat(Run.here("config", "muster.local").out().lines())
                .hasSizeGreaterThan(3)
                .allMatch(line -> line.startsWith("muster.local."));
    }

    @Test
    void an_unknown_key_is_bad_usage_and_the_nearest_is_named() {
        Run run = Run.here("config", "muster.local.wrokers");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).contains("There is no setting muster.local.wrokers", "muster.local.workers");
    }

    @Test
    void a_missing_file_of_settings_is_bad_usage() {
        Run run = Run.here("config", "--config", folder.resolve("none.conf").toString());
        assertThat(run.code()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).startsWith("muster: ").contains("none.conf").doesNotContain("\tat ");
    }

    @Test
    void completion_is_a_script_that_bash_accepts_and_knows_the_examples() throws Exception {
        Run run = Run.here("completion");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("complete -F _complete_muster", "wordcount");
        Path script = Files.writeString(folder.resolve("completion.sh"), run.out());
        Process bash = new ProcessBuilder("bash", "-n", script.toString()).start();
        assertThat(bash.waitFor()).isZero();
    }

    @Test
    void examples_are_listed() {
        assertThat(Run.here("run", "--list").out().lines())
                .hasSizeGreaterThan(5)
                .allMatch(line -> line.startsWith("  "))
                .anyMatch(line -> line.matches(" +wordcount +<folder or file> +.*"));
    }

    @Test
    void an_unknown_example_is_bad_usage_that_lists_them_all() {
        Run run = Run.here("run", "wordcuont", "x");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err())
                .startsWith("muster: there is no example wordcuont, ")
                .contains("Did you mean wordcount?", "  sweep ", "  pi ");
    }

    @Test
    void run_without_a_program_is_bad_usage_that_lists_examples() {
        Run run = Run.here("run", "--workers", "2");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).startsWith("muster: run needs a program").contains("wordcount");
    }

    @Test
    void what_is_no_program_is_bad_usage() {
        assertThat(Run.here("run", "java.lang.String").err())
                .contains("has no method public static void main(String[])");
        Run path = Run.here("run", "--class-path", "nowhere.jar" + File.pathSeparator + ".", "pi");
        assertThat(path.code()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(path.err()).contains("--class-path names nowhere.jar, which does not exist");
        Run number = Run.here("run", "--workers", "many", "pi");
        assertThat(number.code()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(number.err()).contains("--workers", "many");
    }
}
