package dev.muster.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.error.ClusterException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import somebody.program.Answering;

@Tag("slow")
class LauncherTest {
    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private final Lines lines = new Lines();

    private static Path cache() {
        return shared.resolve("über alle Maßen, 100 %/cache");
    }

    private LauncherOptions options() {
        return Places.options(folder.resolve("temporary"), cache());
    }

    @BeforeAll
    static void makeTheArchiveOnce() {
        try (Launcher launcher = Launcher.open(Places.options(shared.resolve("temporary"), cache()))) {
            assertThat(launcher.prepare()).isTrue();
        }
    }

    @AfterEach
    void nothingIsLeft() {
        Places.noChildIsLeft();
        assertThat(folder.resolve("temporary")).doesNotExist();
    }

    private WorkerProcess one(Launcher launcher, LaunchSpec spec) {
        return launcher.launch(List.of(spec), lines).get(0);
    }

    @Test
    void four_workers_start_together_and_end_with_the_launcher() throws Exception {
        List<WorkerProcess> workers;
        try (Launcher launcher = Launcher.open(options())) {
            workers = launcher.launch(
                    IntStream.range(0, 4)
                            .mapToObj(i -> LaunchSpec.of("w" + i, 1))
                            .toList(),
                    lines);
            for (WorkerProcess worker : workers) {
                lines.await(worker.name() + ": ready " + worker.pid());
                assertThat(worker.folder()).isDirectory().hasParent(launcher.folder());
            }
            assertThat(launcher.workers()).containsExactlyInAnyOrderElementsOf(workers);
        }
        for (WorkerProcess worker : workers) {
            DeathReport report = Lines.death(worker);
            assertThat(report.exitCode()).isZero();
            assertThat(report.asked()).isTrue();
        }
        assertThat(lines.reports()).hasSize(4);
    }

    @Test
    void a_worker_gets_what_its_spec_says() throws Exception {
        Path working = Files.createDirectories(folder.resolve("mein Ordner ü"));
        try (Launcher launcher = Launcher.open(options())) {
            LaunchSpec spec = LaunchSpec.of("w", 3)
                    .memory(200L << 20)
                    .jvmArguments("-Da.test=with blanks and ä")
                    .environment("A_VARIABLE", "of its own")
                    .workingFolder(working)
                    .settings(Places.doing("say", "A_VARIABLE"));
            DeathReport report = Lines.death(one(launcher, spec));
            assertThat(report.exitCode()).isZero();
            assertThat(report.asked()).isFalse();
        }
        assertThat(lines.all())
                .contains(
                        "w: name w",
                        "w: threads 3",
                        "w: processors 3",
                        "w: property with blanks and ä",
                        "w: variable of its own",
                        "w: folder " + working.toRealPath(),
                        "w: input -1",
                        "w! done")
                .anyMatch(line -> line.matches("w: heap 1[34]\\d"));
    }

    @Test
    void a_killed_worker_is_reported_with_its_signal_and_last_lines() throws Exception {
        try (Launcher launcher = Launcher.open(options())) {
            WorkerProcess worker = one(launcher, LaunchSpec.of("w", 1));
            lines.await("w: ready " + worker.pid());
            ProcessHandle.of(worker.pid()).orElseThrow().destroyForcibly();
            DeathReport report = Lines.death(worker);
            assertThat(report.exitCode()).isEqualTo(137);
            assertThat(report.signal()).contains("SIGKILL");
            assertThat(report.asked()).isFalse();
            assertThat(report.outOfMemory()).isEqualTo(OutOfMemory.NO);
            assertThat(report.lastLines()).containsExactly("ready " + worker.pid());
            assertThat(report.describe())
                    .startsWith("Worker w (process " + worker.pid() + ") ended with exit code 137 (SIGKILL) after ")
                    .endsWith("its last lines were:\n    ready " + worker.pid());
            assertThat(launcher.workers()).isEmpty();
            assertThat(worker.folder()).doesNotExist();
        }
    }

    @Test
    void a_crashed_jvm_leaves_its_log_where_it_stays() throws Exception {
        Path log;
        try (Launcher launcher = Launcher.open(options())) {
            LaunchSpec spec = LaunchSpec.of("w", 1)
                    .jvmArguments("-XX:-CreateCoredumpOnCrash")
                    .settings(Places.doing("crash", 0));
            DeathReport report = Lines.death(one(launcher, spec));
            assertThat(report.exitCode()).isNotZero();
            log = report.crashLog().orElseThrow();
            assertThat(report.describe()).contains("its crash log is " + log);
        }
        assertThat(log).hasParent(cache().resolve("crashes")).content().contains("SIGSEGV");
    }

    @Test
    void a_full_heap_ends_the_worker_and_is_named() throws Exception {
        try (Launcher launcher = Launcher.open(options())) {
            LaunchSpec spec = LaunchSpec.of("w", 1).memory(40L << 20).settings(Places.doing("fill", 0));
            DeathReport report = Lines.death(one(launcher, spec));
            assertThat(report.exitCode()).isEqualTo(3);
            assertThat(report.outOfHeap()).isTrue();
            assertThat(report.describe()).contains("its heap was full");
        }
    }

    @Test
    void a_worker_that_cannot_start_says_why_in_its_own_words() throws Exception {
        try (Launcher launcher = Launcher.open(options())) {
            DeathReport report = Lines.death(one(launcher, LaunchSpec.of("w", 1).jvmArguments("-XX:NoSuchOption=1")));
            assertThat(report.exitCode()).isEqualTo(1);
            assertThat(report.describe()).contains("Unrecognized VM option 'NoSuchOption=1'");
        }
    }

    @Test
    void a_program_may_return_exit_or_throw() throws Exception {
        try (Launcher launcher = Launcher.open(options())) {
            List<WorkerProcess> workers = launcher.launch(
                    List.of(
                            LaunchSpec.of("exits", 1).settings(Places.doing("exit", 7)),
                            LaunchSpec.of("throws", 1).settings(Places.doing("fail", 0))),
                    lines);
            assertThat(Lines.death(workers.get(0)).exitCode()).isEqualTo(7);
            DeathReport thrown = Lines.death(workers.get(1));
            assertThat(thrown.exitCode()).isEqualTo(1);
            assertThat(thrown.lastLines()).contains("java.lang.IllegalStateException: no way on");
        }
    }

    @Test
    void a_process_that_a_worker_leaves_behind_does_not_delay_its_report() throws Exception {
        try (Launcher launcher = Launcher.open(options())) {
            DeathReport report = Lines.death(one(launcher, LaunchSpec.of("w", 1).settings(Places.doing("child", 0))));
            long child = Long.parseLong(lines.awaitAfter("w: child "));
            assertThat(report.exitCode()).isZero();
            assertThat(ProcessHandle.of(child).orElseThrow().destroyForcibly()).isTrue();
            Lines.awaitGone(child);
        }
    }

    @Test
    void a_stopped_worker_is_killed_by_close() throws Exception {
        WorkerProcess worker;
        try (Launcher launcher = Launcher.open(options())) {
            worker = one(launcher, LaunchSpec.of("w", 1));
            lines.await("w: ready " + worker.pid());
            assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(worker.pid()))
                            .start()
                            .waitFor())
                    .isZero();
        }
        DeathReport report = Lines.death(worker);
        assertThat(report.signal()).contains("SIGKILL");
        assertThat(report.asked()).isTrue();
    }

    @Test
    void what_workers_print_is_capped_and_the_rest_counted() throws Exception {
        LauncherOptions options = options().output(new OutputLimits(100, 50, java.time.Duration.ofMinutes(1), 5));
        try (Launcher launcher = Launcher.open(options)) {
            WorkerProcess worker = one(launcher, LaunchSpec.of("w", 1).settings(Places.doing("print", 20_000)));
            assertThat(Lines.death(worker).lastLines())
                    .containsExactly("line 19995", "line 19996", "line 19997", "line 19998", "line 19999");
        }
        assertThat(lines.all())
                .hasSize(51)
                .contains("w: line 48")
                .last()
                .asString()
                .isEqualTo("w! … 19951 lines left out: more than 50 in 60000 ms");
    }

    @Test
    void the_tests_own_class_path_reaches_a_worker_in_a_loader_of_its_own() throws Exception {
        try (Launcher launcher = Launcher.open(options())) {
            WorkerProcess worker =
                    one(launcher, LaunchSpec.of("w", 1).settings(Places.doing("load", Answering.class.getName())));
            assertThat(Lines.death(worker).lastLines()).contains("answer 42", "by muster-user-code");
        }
    }

    @Test
    void class_folders_and_muster_itself_may_lie_in_folders_with_blanks_and_umlauts() throws Exception {
        Path odd = folder.resolve("über alle Maßen, 100 %");
        Path classes = Places.compile(odd.resolve("meine Klassen"), "Odd", 5);
        LauncherOptions options = Places.options(odd.resolve("temp"), cache()).userPath(List.of(classes));
        try (Launcher launcher = Launcher.open(options)) {
            WorkerProcess worker = one(launcher, LaunchSpec.of("w", 1).settings(Places.doing("load", "Odd")));
            assertThat(Lines.death(worker).lastLines()).contains("answer 5", "by muster-user-code");
        }
        assertThat(odd.resolve("temp")).doesNotExist();
    }

    @Test
    void a_flat_class_path_puts_users_code_into_the_system_loader() throws Exception {
        Path classes = Places.compile(folder.resolve("classes"), "Flat", 6);
        LauncherOptions options = options().userPath(List.of(classes)).flatClassPath(true);
        try (Launcher launcher = Launcher.open(options)) {
            WorkerProcess worker = one(launcher, LaunchSpec.of("w", 1).settings(Places.doing("load", "Flat")));
            assertThat(Lines.death(worker).lastLines()).contains("answer 6", "by app");
        }
    }

    @Test
    void a_missing_working_folder_is_refused_and_nothing_runs() {
        try (Launcher launcher = Launcher.open(options())) {
            List<LaunchSpec> specs =
                    List.of(LaunchSpec.of("good", 1), LaunchSpec.of("bad", 1).workingFolder(folder.resolve("nowhere")));
            assertThatThrownBy(() -> launcher.launch(specs, lines))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("nowhere of worker bad is no folder here");
        }
    }

    @Test
    void a_closed_launcher_starts_nothing() {
        Launcher launcher = Launcher.open(options());
        launcher.close();
        assertThatThrownBy(() -> one(launcher, LaunchSpec.of("w", 1)))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("closed")
                .hasMessageContaining("w");
    }

    @Test
    void workers_may_run_on_another_java() throws Exception {
        for (Path home : Places.otherJavas()) {
            try (Launcher launcher = Launcher.open(options().java(home))) {
                WorkerProcess worker = one(launcher, LaunchSpec.of("w", 1).settings(Places.doing("say", "X")));
                DeathReport report = Lines.death(worker);
                assertThat(report.exitCode()).isZero();
                assertThat(String.join("\n", report.lastLines()).toLowerCase(Locale.ROOT))
                        .doesNotContain("warning");
            }
        }
    }
}
