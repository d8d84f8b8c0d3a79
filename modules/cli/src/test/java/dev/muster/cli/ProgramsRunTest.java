package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whole programs, each in a JVM of its own. */
@Tag("slow")
class ProgramsRunTest {

    private static final String IMPORTS = """
            import dev.muster.client.*;
            import java.util.*;
            import java.util.concurrent.*;
            """;

    @TempDir
    Path folder;

    @Test
    void a_program_finds_its_cluster_configured_and_its_arguments_untouched() throws Exception {
        Run.compile(folder, "Shape", IMPORTS + """
                        class Shape {
                            public static void main(String[] arguments) {
                                try (Client client = new Client()) {
                                    client.waitForWorkers(2, java.time.Duration.ofSeconds(30));
                                    System.out.println(client.workers().stream().mapToInt(w -> w.threads()).sum());
                                }
                                ClassLoader mine = Shape.class.getClassLoader();
                                System.out.println(Thread.currentThread().getContextClassLoader() == mine);
                                System.out.println(Thread.currentThread().getName() + List.of(arguments));
                            }
                        }
                        """);
        Run run = Run.process(
                "run", "--workers", "2", "--threads", "3", "-cp", folder.toString(), "Shape", "--workers", "-h", "x y");
        assertThat(run.err()).isEmpty();
        assertThat(run).isEqualTo(new Run(0, lines("6", "true", "main[--workers, -h, x y]"), ""));
    }

    @Test
    void a_failed_task_ends_with_1_and_its_own_stack_comes_first() throws Exception {
        Run.compile(folder, "Failing", IMPORTS + """
                        public class Failing {
                            static int half(int n) {
                                if (n % 2 == 1) throw new IllegalStateException("odd: " + n);
                                return n / 2;
                            }
                            public static void main(String[] arguments) {
                                try (Client client = new Client()) {
                                    client.map(Failing::half, List.of(2, 4, 5)).results();
                                }
                            }
                        }
                        """);
        Run run = Run.process(folder, "", "run", "--no-progress", "Failing");
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err().lines().limit(2))
                .containsExactly("java.lang.IllegalStateException: odd: 5", "\tat Failing.half(Failing.java:6)");
        assertThat(run.err())
                .contains("Task half-2 failed", "\tat Failing.main(Failing.java:11)")
                .doesNotContain("at dev.muster");
    }

    @Test
    void examples_refuse_bad_arguments_with_a_sentence() throws Exception {
        Run none = Run.process("run", "--no-progress", "wordcount");
        assertThat(none.code()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(none.err())
                .contains("muster: wordcount takes one folder", "Usage: muster run wordcount <folder or file>");
        Run missing = Run.process(
                "run", "--no-progress", "wordcount", folder.resolve("nowhere").toString());
        assertThat(missing.code()).isEqualTo(ExitCode.FAILED);
        assertThat(missing.err())
                .contains("muster: there is no file or folder", "nowhere", "NoSuchFileException")
                .doesNotContain("\tat ");
    }

    @Test
    void a_wrong_setting_or_kind_of_cluster_is_bad_usage_before_the_program_starts() throws Exception {
        Run setting = Run.process("run", "-D", "muster.local.wrokers=3", "hello");
        assertThat(setting.code()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(setting.err())
                .contains("muster.local.wrokers", "muster.local.workers")
                .doesNotContain("\tat ");
        Run cluster = Run.process("run", "--cluster", "hazelcast", "hello");
        assertThat(cluster.code()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(cluster.err())
                .contains("'hazelcast'", "dev.muster:muster-hazelcast")
                .doesNotContain("\tat ");
        assertThat(cluster.out()).isEmpty();
    }

    @Test
    void words_of_a_folder_are_counted_with_progress_on_standard_error() throws Exception {
        Files.writeString(folder.resolve("text"), "the cat and the dog and the bird");
        Run run = Run.process("run", "wordcount", folder.toString());
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .isEqualTo(lines("      3 the", "      2 and", "      1 bird", "      1 cat", "      1 dog"));
        assertThat(run.err()).contains("1 of 1 tasks done");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void an_interrupt_ends_with_130_one_line_and_no_stack() throws Exception {
        Run.compile(folder, "Endless", IMPORTS + """
                        class Endless {
                            public static void main(String[] arguments) {
                                try (Client client = new Client()) {
                                    CountDownLatch running = new CountDownLatch(1);
                                    TaskFuture<Integer> never = client.submit(() -> {
                                        running.countDown();
                                        new CountDownLatch(1).await();
                                        return 1;
                                    });
                                    running.await();
                                    System.out.println("running");
                                    never.result();
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                            }
                        }
                        """);
        Process process = Run.start(folder, "run", "--no-progress", "Endless");
        CompletableFuture<String> err = Run.reading(process.getErrorStream());
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("running");
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(out.readLine()).isNull();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(err.join()).isEqualTo(lines("muster: interrupted"));
    }

    @Test
    void a_shell_has_a_client_and_delayed_is_ours() throws Exception {
        String typed = """
                System.out.println(client.map(x -> x * x, List.of(1, 2, 3)).results());
                System.out.println(Delayed.of(() -> 40).map(n -> n + 2).compute());
                int k = 7;
                System.out.println(client.submit(() -> k * 6).result());
                """;
        Run run = Run.process(folder, typed, "shell", "-s", "-");
        assertThat(run.code()).isZero();
        assertThat(run.out().lines()).containsExactly("[1, 4, 9]", "42", "42");
    }

    private static String lines(String... lines) {
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }
}
