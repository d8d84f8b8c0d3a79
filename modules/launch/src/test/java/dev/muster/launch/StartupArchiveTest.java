package dev.muster.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartupArchiveTest {
    @TempDir
    Path folder;

    private final AtomicInteger rehearsals = new AtomicInteger();

    private StartupArchive archive() {
        return new StartupArchive(folder, "key");
    }

    private Optional<String> rehearse(Path file) throws IOException {
        rehearsals.incrementAndGet();
        Files.writeString(file, "classes of rehearsal " + rehearsals.get());
        return Optional.empty();
    }

    @Test
    void there_is_none_before_it_was_made_and_one_after() throws Exception {
        assertThat(archive().usable()).isEmpty();
        archive().make(this::rehearse);
        assertThat(archive().usable()).contains(folder.resolve("key.jsa"));
        assertThat(folder.resolve("key.jsa")).hasContent("classes of rehearsal 1");
    }

    @Test
    void one_that_is_there_is_not_made_again() {
        archive().make(this::rehearse);
        archive().make(this::rehearse);
        assertThat(rehearsals).hasValue(1);
    }

    @Test
    void one_that_was_cut_or_changed_is_thrown_away_and_made_again() throws Exception {
        for (String damage : List.of("classes", "klasses of rehearsal 1", "")) {
            rehearsals.set(0);
            archive().make(this::rehearse);
            Files.writeString(folder.resolve("key.jsa"), damage);
            assertThat(archive().usable()).isEmpty();
            assertThat(folder.resolve("key.jsa")).doesNotExist();
            archive().make(this::rehearse);
            assertThat(archive().usable()).isPresent();
            Files.delete(folder.resolve("key.sum"));
        }
    }

    @Test
    void one_without_its_check_sum_was_left_half_made() {
        archive().make(this::rehearse);
        assertThat(folder.resolve("key.sum").toFile().delete()).isTrue();
        assertThat(archive().usable()).isEmpty();
        assertThat(archive().isWanted()).isTrue();
    }

    @Test
    void one_that_somebody_deleted_is_made_again() throws Exception {
        archive().make(this::rehearse);
        Files.delete(folder.resolve("key.jsa"));
        assertThat(archive().usable()).isEmpty();
        archive().make(this::rehearse);
        assertThat(rehearsals).hasValue(2);
        assertThat(archive().usable()).isPresent();
    }

    @Test
    void an_interrupted_thread_does_not_take_it_for_damaged() {
        archive().make(this::rehearse);
        Thread.currentThread().interrupt();
        try {
            assertThat(archive().usable()).isPresent();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void a_rehearsal_that_fails_leaves_nothing_and_is_not_repeated_at_once() throws Exception {
        archive().make(file -> Optional.of("exit code 1"));
        assertThat(archive().usable()).isEmpty();
        assertThat(archive().isWanted()).isFalse();
        archive().make(this::rehearse);
        assertThat(rehearsals).hasValue(0);
        assertThat(Places.below(folder))
                .extracting(Path::getFileName)
                .map(Path::toString)
                .containsExactly("key.failed", "key.lock");
    }

    @Test
    void two_launchers_of_one_program_rehearse_once() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Thread first = new Thread(() -> archive().make(file -> {
            inside.countDown();
            go.await();
            return rehearse(file);
        }));
        first.start();
        inside.await();
        archive().make(this::rehearse);
        assertThat(rehearsals).hasValue(0);
        go.countDown();
        first.join();
        assertThat(rehearsals).hasValue(1);
        assertThat(archive().usable()).isPresent();
    }

    @Test
    @Tag("slow")
    void a_damaged_archive_does_not_keep_workers_from_starting_and_is_made_again() throws Exception {
        Lines lines = new Lines();
        LauncherOptions options = Places.options(folder.resolve("temporary"), folder.resolve("cache"));
        Path made;
        try (Launcher launcher = Launcher.open(options)) {
            assertThat(launcher.prepare()).isTrue();
            made = Places.below(folder.resolve("cache/archives")).stream()
                    .filter(file -> file.toString().endsWith(".jsa"))
                    .findFirst()
                    .orElseThrow();
        }
        long size = Files.size(made);
        assertThat(size).isGreaterThan(100_000);
        try (FileChannel channel = FileChannel.open(made, StandardOpenOption.WRITE)) {
            channel.truncate(size / 2);
        }
        try (Launcher launcher = Launcher.open(options)) {
            List<WorkerProcess> workers = launcher.launch(List.of(LaunchSpec.of("w", 1)), lines);
            lines.await("w: ready " + workers.get(0).pid());
        }
        // Closing waited for the new one.
        assertThat(made).exists();
        try (Launcher launcher = Launcher.open(options)) {
            List<WorkerProcess> workers = launcher.launch(
                    List.of(LaunchSpec.of("x", 1)
                            .jvmArguments("-Xshare:on", "-Xlog:class+load:file=" + folder.resolve("loaded"))),
                    lines);
            lines.await("x: ready " + workers.get(0).pid());
        }
        assertThat(Files.readString(folder.resolve("loaded")))
                .contains("dev.muster.launch.WorkerMain source: shared objects file (top)");
        assertThat(folder.resolve("temporary")).doesNotExist();
        Places.noChildIsLeft();
    }
}
