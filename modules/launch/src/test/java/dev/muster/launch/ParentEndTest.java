package dev.muster.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However the program ends, its workers end, and the next start sweeps what it could not. */
@Tag("slow")
class ParentEndTest {
    @TempDir
    static Path folder;

    private final List<String> said = new ArrayList<>();

    @BeforeAll
    static void makeTheArchiveOnce() {
        try (Launcher launcher = Launcher.open(Places.options(temporary(), cache()))) {
            assertThat(launcher.prepare()).isTrue();
        }
    }

    private static Path temporary() {
        return folder.resolve("temporary");
    }

    private static Path cache() {
        return folder.resolve("cache");
    }

    @AfterEach
    void nothingIsLeft() {
        Places.noChildIsLeft();
    }

    private static List<String> command(String end) {
        return List.of(
                JavaInstallation.running().executable().toString(),
                "-XX:-UsePerfData",
                "-Xmx64m",
                "-cp",
                Places.classPath(),
                ParentProgram.class.getName(),
                temporary().toString(),
                cache().toString(),
                end);
    }

    private static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Reads up to the line that says that the workers are there; their process numbers. */
    private List<Long> awaitUp(BufferedReader out) throws IOException {
        for (String line = out.readLine(); !"up".equals(line); line = out.readLine()) {
            assertThat(line).as("program ended after %s", said).isNotNull();
            said.add(line);
        }
        return said.stream()
                .filter(line -> line.startsWith("ready "))
                .map(line -> Long.parseLong(line.substring("ready ".length())))
                .toList();
    }

    private void readRest(BufferedReader out) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.add(line);
        }
    }

    @Test
    void workers_end_when_their_parent_is_killed_and_the_next_start_sweeps() throws Exception {
        Process parent = start(command("wait"));
        List<Long> workers = awaitUp(parent.inputReader());
        assertThat(workers).hasSize(2);
        parent.destroyForcibly().waitFor();
        workers.forEach(Lines::awaitGone);
        assertThat(Places.below(temporary())).hasSize(1);

        try (Launcher next = Launcher.open(Places.options(temporary(), cache()))) {
            assertThat(Places.below(temporary())).containsExactly(next.folder());
        }
        assertThat(temporary()).doesNotExist();
    }

    @Test
    void a_program_that_exits_without_closing_leaves_nothing() throws Exception {
        Process parent = start(command("exit"));
        List<Long> workers = awaitUp(parent.inputReader());
        readRest(parent.inputReader());
        assertThat(parent.waitFor()).isEqualTo(3);
        workers.forEach(Lines::awaitGone);
        assertThat(temporary()).doesNotExist();
        assertThat(said).filteredOn(line -> line.startsWith("death")).allMatch(line -> line.endsWith("asked=true"));
    }

    @Test
    void a_program_that_fails_without_closing_leaves_nothing() throws Exception {
        Process parent = start(command("throw"));
        List<Long> workers = awaitUp(parent.inputReader());
        readRest(parent.inputReader());
        assertThat(parent.waitFor()).isEqualTo(1);
        workers.forEach(Lines::awaitGone);
        assertThat(temporary()).doesNotExist();
        assertThat(said).contains("Exception in thread \"main\" java.io.IOException: a program's failure");
    }

    /** A terminal sends the signal to every process of the group: it is the parent who ends the workers. */
    @Test
    void an_interrupt_from_the_terminal_ends_all_without_an_unasked_death() throws Exception {
        if (!Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            return; // no way to make a group here
        }
        List<String> command = new ArrayList<>(List.of("/usr/bin/setsid"));
        command.addAll(command("wait"));
        Process parent = start(command);
        List<Long> workers = awaitUp(parent.inputReader());
        assertThat(new ProcessBuilder("kill", "-INT", "--", "-" + parent.pid())
                        .start()
                        .waitFor())
                .isZero();
        readRest(parent.inputReader());
        assertThat(parent.waitFor()).isEqualTo(130);
        workers.forEach(Lines::awaitGone);
        assertThat(temporary()).doesNotExist();
        assertThat(said)
                .filteredOn(line -> line.startsWith("death"))
                .allMatch(line -> line.equals("death 0 asked=true"));
    }
}
