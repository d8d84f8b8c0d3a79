package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.muster.error.TaskFailedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts of the command line that need no command. */
class PartsTest {

    @TempDir
    Path folder;

    @Test
    void distance_counts_letters_to_change_add_and_drop() {
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.distance("same", "same")).isZero();
    }

    @Test
    void the_nearest_name_is_guessed_only_if_it_is_near() {
        assertThat(Nearest.to("swep", List.of("sweep", "pi"))).contains("sweep");
        assertThat(Nearest.to("com.acme.Report", List.of("sweep", "pi"))).isEmpty();
        assertThat(Nearest.to("x", List.of())).isEmpty();
    }

    @Test
    void a_table_of_programs_has_four_columns() {
        assertThat(Program.parse("a | b.C | <x> | does it")).isEqualTo(new Program("a", "b.C", "<x>", "does it"));
        assertThatIllegalStateException()
                .isThrownBy(() -> Program.parse("a | b"))
                .withMessageContaining("has 2 columns");
    }

    @Test
    void a_program_of_the_user_can_bring_a_table_of_its_own() throws IOException {
        Files.createDirectories(folder.resolve("META-INF/muster"));
        Files.writeString(folder.resolve(Programs.TABLE), "# mine\nmine | my.Main | | shows it\n");
        Programs programs =
                Programs.of(UserClasses.loader(folder.toString(), getClass().getClassLoader()));
        assertThat(programs.names()).contains("wordcount", "mine");
        assertThat(programs.find("mine")).map(Program::type).contains("my.Main");
    }

    @Test
    void a_star_stands_for_the_jars_of_a_folder() throws IOException {
        Files.write(folder.resolve("b.jar"), new byte[0]);
        Files.write(folder.resolve("a.jar"), new byte[0]);
        Files.write(folder.resolve("c.txt"), new byte[0]);
        try (URLClassLoader loader = (URLClassLoader) UserClasses.loader(folder + "/*", null)) {
            assertThat(Arrays.stream(loader.getURLs()).map(URL::getPath).map(path -> path.substring(path.length() - 5)))
                    .containsExactly("a.jar", "b.jar");
        }
    }

    @Test
    void a_failed_task_is_told_by_what_its_own_code_threw_first() {
        IOException cause = new IOException("disk full");
        cause.setStackTrace(
                new StackTraceElement[] {frame("acme.Job", "save"), frame("dev.muster.client.Calls", "call")});
        TaskFailedException failure = new TaskFailedException("Task save-7 failed", "save-7", "worker-0", 1, cause);
        failure.setStackTrace(
                new StackTraceElement[] {frame("dev.muster.client.Reading", "value"), frame("acme.Job", "main")});
        assertThat(report(failure).lines())
                .containsExactly(
                        "java.io.IOException: disk full",
                        "\tat acme.Job.save(File.java:1)",
                        "Task save-7 failed",
                        "\tat acme.Job.main(File.java:1)");
    }

    @Test
    void causes_lose_the_frames_of_the_framework_too_and_cycles_end() {
        RuntimeException inner = new IllegalStateException("inner");
        RuntimeException outer = new IllegalArgumentException("outer", inner);
        inner.initCause(outer);
        outer.setStackTrace(new StackTraceElement[] {frame("acme.Job", "a"), frame("picocli.CommandLine", "execute")});
        inner.setStackTrace(
                new StackTraceElement[] {frame("dev.muster.task.TaskThread", "run"), frame("acme.Job", "b")});
        assertThat(report(outer)).contains("acme.Job.a", "acme.Job.b").doesNotContain("TaskThread", "picocli");
    }

    @Test
    void a_failure_of_the_framework_alone_keeps_its_frames_and_examples_are_shown() {
        StackTraceElement[] framework = {frame("dev.muster.loop.Loop", "act"), frame("java.lang.Thread", "run")};
        assertThat(FailureReport.trimmed(framework)).isEqualTo(framework);
        StackTraceElement[] example = {frame("dev.muster.client.Client", "x"), frame("dev.muster.example.Pi", "main")};
        assertThat(FailureReport.trimmed(example)).containsExactly(example[1]);
    }

    @Test
    void jshell_gets_our_class_path_our_start_up_and_what_the_user_adds() {
        List<String> arguments = ShellCommand.arguments(Path.of("s.jsh"), List.of("-s", "-"));
        assertThat(arguments)
                .containsSubsequence("--class-path", System.getProperty("java.class.path"))
                .containsSubsequence("--startup", "s.jsh")
                .endsWith("-s", "-");
    }

    private static StackTraceElement frame(String type, String method) {
        return new StackTraceElement(type, method, "File.java", 1);
    }

    private static String report(Throwable failure) {
        StringWriter text = new StringWriter();
        PrintWriter err = new PrintWriter(text);
        new FailureReport(err).print(failure);
        err.flush();
        return text.toString();
    }
}
