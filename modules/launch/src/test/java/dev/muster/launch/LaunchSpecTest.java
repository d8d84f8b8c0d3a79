package dev.muster.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.error.ClusterException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchSpecTest {
    private final LaunchSpec spec = LaunchSpec.of("w", 2);

    @TempDir
    Path folder;

    @Test
    void what_cannot_be_is_refused_by_name() {
        assertThatThrownBy(() -> LaunchSpec.of(" ", 1)).hasMessageContaining("name=' '");
        assertThatThrownBy(() -> LaunchSpec.of("w", 0)).hasMessageContaining("threads=0 of worker w");
        assertThatThrownBy(() -> spec.memory(-1)).hasMessageContaining("memory=-1 bytes of worker w");
        assertThatThrownBy(() -> spec.jvmArguments("-Xmx1g", "-cp", "x.jar"))
                .hasMessageContaining("jvmArguments of worker w hold -cp");
        assertThatThrownBy(() -> spec.environment("A=B", "c")).hasMessageContaining("'A=B'");
    }

    @Test
    void flags_share_the_memory_and_leave_the_users_own_the_last_word() {
        JavaInstallation java = new JavaInstallation(Path.of("java"), Path.of("home"), 17);
        List<String> flags = JvmFlags.of(
                spec.memory(1_000_000_000).jvmArguments("-Xmx9g"), java, Path.of("run"), Optional.of(Path.of("a.jsa")));
        assertThat(flags)
                .contains(
                        "-Xmx700000000",
                        "-XX:MaxDirectMemorySize=100000000",
                        "-XX:SharedArchiveFile=a.jsa",
                        "-XX:ActiveProcessorCount=2",
                        "-XX:+ExitOnOutOfMemoryError")
                .endsWith("-Xmx9g");
        assertThat(JvmFlags.of(spec, java, Path.of("run"), Optional.empty()))
                .noneMatch(flag -> flag.startsWith("-Xmx") || flag.contains("SharedArchive"));
    }

    @Test
    void flags_that_an_older_jvm_refuses_are_for_newer_ones() {
        List<String> old = JvmFlags.common(new JavaInstallation(Path.of("java"), Path.of("home"), 17));
        List<String> young = JvmFlags.common(new JavaInstallation(Path.of("java"), Path.of("home"), 25));
        assertThat(old).noneMatch(flag -> flag.contains("unsafe") || flag.contains("native-access"));
        assertThat(young)
                .contains("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED")
                .containsAll(old);
    }

    @Test
    void no_java_is_an_error_that_says_where_it_was_looked_for() {
        assertThatThrownBy(() -> JavaInstallation.at(folder))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("No java command")
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("Set JAVA_HOME");
    }

    @Test
    void a_java_that_is_too_old_is_refused() throws Exception {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path executable = Files.writeString(bin.resolve("java"), "#!/bin/sh");
        assertThat(executable.toFile().setExecutable(true)).isTrue();
        Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"11.0.22\"\n");
        assertThatThrownBy(() -> JavaInstallation.at(folder)).hasMessageContaining("has version 11; workers need 17");
    }

    @Test
    void the_running_java_is_found_first() {
        JavaInstallation found = JavaInstallation.running();
        assertThat(found.version()).isEqualTo(Runtime.version().feature());
        assertThat(found.executable()).isExecutable();
    }

    @Test
    void a_report_tells_signals_from_exit_codes() {
        assertThat(report(137, OutOfMemory.CERTAIN).describe())
                .contains("exit code 137 (SIGKILL: the system's log says");
        assertThat(report(137, OutOfMemory.LIKELY).describe()).contains("most likely killed by the system");
        assertThat(report(139, OutOfMemory.NO).signal()).contains("SIGSEGV");
        assertThat(report(128 + 34, OutOfMemory.NO).signal()).contains("signal 34");
        assertThat(report(1, OutOfMemory.NO).signal()).isEmpty();
        assertThat(report(0, OutOfMemory.NO).describe())
                .isEqualTo("Worker w (process 7) ended with exit code 0 after 1.5 s; it had printed nothing.");
    }

    private static DeathReport report(int exitCode, OutOfMemory verdict) {
        return new DeathReport("w", 7, exitCode, false, verdict, List.of(), Optional.empty(), Duration.ofMillis(1_500));
    }
}
