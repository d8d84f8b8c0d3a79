package dev.muster.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a worker JVM ended. Immutable.
 *
 * @param worker its name
 * @param pid its process number
 * @param exitCode what it returned; 128 and the signal's number if a signal ended it
 * @param asked whether this side had told it to end, or killed it
 * @param outOfMemory whether the system killed it for lack of memory
 * @param lastLines what it printed last, on both streams, oldest first
 * @param crashLog the JVM's own log of a crash, moved to a place where it stays; empty if there is none
 * @param age how long it lived
 */
public record DeathReport(
        String worker,
        long pid,
        int exitCode,
        boolean asked,
        OutOfMemory outOfMemory,
        List<String> lastLines,
        Optional<Path> crashLog,
        Duration age) {
    private static final int SIGNALS = 128;
    private static final int OUT_OF_HEAP = 3;
    private static final String OUT_OF_HEAP_LINE = "Terminating due to java.lang.OutOfMemoryError";
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(1, "SIGHUP"),
            Map.entry(2, "SIGINT"),
            Map.entry(3, "SIGQUIT"),
            Map.entry(4, "SIGILL"),
            Map.entry(6, "SIGABRT"),
            Map.entry(7, "SIGBUS"),
            Map.entry(8, "SIGFPE"),
            Map.entry(9, "SIGKILL"),
            Map.entry(11, "SIGSEGV"),
            Map.entry(13, "SIGPIPE"),
            Map.entry(15, "SIGTERM"));

    public DeathReport {
        lastLines = List.copyOf(lastLines);
    }

    /**
     * The name of the signal that ended it, such as SIGKILL; empty if it returned by itself. A program that returns 137
     * by itself looks like a killed one: a parent cannot tell.
     */
    public Optional<String> signal() {
        int number = exitCode - SIGNALS;
        return number <= 0 || number > 64
                ? Optional.empty()
                : Optional.of(NAMES.getOrDefault(number, "signal " + number));
    }

    /** Whether the JVM ended itself because its heap, or another memory of its own, was full. */
    public boolean outOfHeap() {
        return exitCode == OUT_OF_HEAP && lastLines.stream().anyMatch(line -> line.startsWith(OUT_OF_HEAP_LINE));
    }

    /** One sentence for people: exit code or signal, why, and the last lines. */
    public String describe() {
        StringBuilder text = new StringBuilder();
        text.append("Worker %s (process %d) ended with exit code %d".formatted(worker, pid, exitCode));
        reason().ifPresent(reason -> text.append(" (").append(reason).append(')'));
        text.append(" after %.1f s".formatted(age.toMillis() / 1000.0));
        crashLog.ifPresent(log -> text.append("; its crash log is ").append(log));
        text.append(
                lastLines.isEmpty()
                        ? "; it had printed nothing."
                        : "; its last lines were:\n    " + String.join("\n    ", lastLines));
        return text.toString();
    }

    private Optional<String> reason() {
        if (outOfHeap()) {
            return Optional.of("its heap was full: give it more memory, or fewer threads");
        }
        return switch (outOfMemory) {
            case CERTAIN -> Optional.of("SIGKILL: the system's log says it was killed for lack of memory");
            case LIKELY -> Optional.of("SIGKILL: most likely killed by the system for lack of memory");
            case NO -> signal();
        };
    }
}
