package dev.muster.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs a program's rehearsal in a JVM that writes down, at its end, the classes it loaded. Thread-safe. */
final class ArchiveRehearsal implements StartupArchive.Rehearsal {
    private static final long LONGEST_SECONDS = 60;
    private static final int MOST_WORDS = 2_000;

    private final JavaInstallation java;
    private final String bootPath;
    private final String program;
    private final Path workingFolder;
    private final AtomicReference<@Nullable Process> running = new AtomicReference<>();
    private final AtomicBoolean cancelled = new AtomicBoolean();

    ArchiveRehearsal(JavaInstallation java, String bootPath, String program, Path workingFolder) {
        this.java = java;
        this.bootPath = bootPath;
        this.program = program;
        this.workingFolder = workingFolder;
    }

    @Override
    public Optional<String> failure(Path archive) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(archive))
                .directory(workingFolder.toFile())
                .redirectErrorStream(true)
                .start();
        running.set(process);
        if (cancelled.get()) {
            process.toHandle().destroyForcibly();
        }
        // Its input stays open until it ends by itself: with this process, it would end too.
        try (InputStream words = process.getInputStream()) {
            String said = new String(words.readNBytes(MOST_WORDS), UTF_8);
            words.skip(Long.MAX_VALUE);
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                return Optional.of("not done after " + LONGEST_SECONDS + " s");
            }
            if (cancelled.get()) {
                throw new InterruptedException("the launcher was closed");
            }
            return process.exitValue() == 0
                    ? Optional.empty()
                    : Optional.of("exit code " + process.exitValue() + ": " + said.strip());
        } finally {
            process.toHandle().destroyForcibly();
            running.set(null);
        }
    }

    private List<String> command(Path archive) {
        List<String> command = new ArrayList<>();
        command.add(java.executable().toString());
        command.addAll(JvmFlags.common(java));
        command.add("-XX:ArchiveClassesAtExit=" + archive);
        command.add("-cp");
        command.add(bootPath);
        command.add(WorkerMain.class.getName());
        command.add(WorkerMain.REHEARSE);
        command.add(program);
        return command;
    }

    /** Ends a running one, and lets none begin. */
    void cancel() {
        cancelled.set(true);
        Process process = running.get();
        if (process != null) {
            process.toHandle().destroyForcibly();
        }
    }
}
