package dev.muster.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Where and on what a table was measured: without it a figure says nothing. Stateless. */
final class Machine {

    private Machine() {}

    /** The lines above the table. */
    static String describe() {
        return "machine " + host() + ", " + processor() + ", "
                + Runtime.getRuntime().availableProcessors()
                + " CPUs for this process\nJDK " + System.getProperty("java.vm.name") + " "
                + System.getProperty("java.vm.version") + "\ncommit "
                + command("git", "rev-parse", "--short=12", "HEAD").orElse("unknown (no git)")
                + (command("git", "status", "--porcelain")
                                .filter(text -> !text.isEmpty())
                                .isPresent()
                        ? " with local changes"
                        : "")
                + "\ndate " + ZonedDateTime.now().format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo"), UTF_8).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }

    private static Optional<String> command(String... words) {
        try {
            Process process = new ProcessBuilder(words)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0
                    ? Optional.of(answer)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
