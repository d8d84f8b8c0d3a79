package dev.muster.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Evidence that Linux killed processes for lack of memory: the counters of this process's control group and of the whole
 * system, and the system's log where it may be read. Stateless; on other systems there is no evidence.
 */
final class MemoryKills {
    private static final long LONGEST_LOOK_MILLIS = 1_000;

    private final Path proc;
    private final Path controlGroups;

    MemoryKills(Path proc, Path controlGroups) {
        this.proc = proc;
        this.controlGroups = controlGroups;
    }

    static MemoryKills ofThisSystem() {
        return new MemoryKills(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
    }

    /** How many such kills were counted so far, by each counter that there is; to be compared with a later call. */
    List<Long> count() {
        List<Long> counts = new ArrayList<>();
        for (String line : lines(proc.resolve("self/cgroup"))) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && parts[1].isEmpty()) {
                counts.add(counter(below(controlGroups, parts[2]).resolve("memory.events")));
            } else if (parts.length == 3 && List.of(parts[1].split(",")).contains("memory")) {
                counts.add(
                        counter(below(controlGroups.resolve("memory"), parts[2]).resolve("memory.oom_control")));
            }
        }
        // Inside a container the group's path may be the host's: what is mounted is then the container's own group.
        counts.add(counter(controlGroups.resolve("memory.events")));
        counts.add(counter(controlGroups.resolve("memory").resolve("memory.oom_control")));
        counts.add(counter(proc.resolve("vmstat")));
        return counts;
    }

    /** Whether any counter grew between two calls of {@link #count}. */
    static boolean grew(List<Long> before, List<Long> after) {
        for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
            if (after.get(i) > before.get(i)) {
                return true;
            }
        }
        return false;
    }

    /** What is known of a process that was killed by signal 9, without anybody here having done it. */
    OutOfMemory verdict(long pid, List<Long> before) {
        if (!grew(before, count())) {
            return OutOfMemory.NO;
        }
        return isNamed(pid, systemLog()) ? OutOfMemory.CERTAIN : OutOfMemory.LIKELY;
    }

    /** Whether a system's log says that a process was killed for lack of memory. */
    static boolean isNamed(long pid, String log) {
        return Pattern.compile("(?i)killed process " + pid + "\\b").matcher(log).find();
    }

    private static String systemLog() {
        try {
            Process dmesg = new ProcessBuilder("dmesg")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            dmesg.getOutputStream().close();
            Thread limit = new Thread(
                    () -> {
                        try {
                            if (!dmesg.waitFor(LONGEST_LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                                dmesg.toHandle().destroyForcibly();
                            }
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "muster-system-log");
            limit.setDaemon(true);
            limit.start();
            try (InputStream in = dmesg.getInputStream()) {
                return new String(in.readAllBytes(), UTF_8);
            }
        } catch (IOException notHere) {
            return "";
        }
    }

    private static Path below(Path folder, String absolute) {
        return folder.resolve(absolute.replaceFirst("^/+", ""));
    }

    private static long counter(Path file) {
        for (String line : lines(file)) {
            if (line.startsWith("oom_kill ")) {
                try {
                    return Long.parseLong(line.substring("oom_kill ".length()).strip());
                } catch (NumberFormatException odd) {
                    return 0;
                }
            }
        }
        return 0;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException | java.io.UncheckedIOException absent) {
            return List.of();
        }
    }
}
