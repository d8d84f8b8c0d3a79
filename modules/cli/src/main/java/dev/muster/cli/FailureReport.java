package dev.muster.cli;

import dev.muster.error.ClusterException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells why a program failed: first what its own code threw, with its own frames; then which task that was, and where the
 * program asked for it. Used by one thread.
 *
 * @param err written to, not flushed
 */
record FailureReport(PrintWriter err) {

    private static final List<String> FRAMEWORK =
            List.of("dev.muster.", "picocli.", "java.lang.reflect.", "jdk.internal.reflect.");
    private static final String OURS_TO_SHOW = "dev.muster.example.";

    /** Takes the framework's frames out of the failure, and prints it. */
    void print(Throwable failure) {
        @Nullable Throwable cause = failure.getCause();
        if (failure instanceof ClusterException && cause != null) {
            print(cause);
            err.println(failure.getMessage());
            for (StackTraceElement frame : trimmed(failure.getStackTrace())) {
                err.println("\tat " + frame);
            }
            return;
        }
        trim(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
        failure.printStackTrace(err);
    }

    private static void trim(@Nullable Throwable failure, Set<Throwable> seen) {
        if (failure == null || !seen.add(failure)) {
            return;
        }
        failure.setStackTrace(trimmed(failure.getStackTrace()));
        trim(failure.getCause(), seen);
        for (Throwable suppressed : failure.getSuppressed()) {
            trim(suppressed, seen);
        }
    }

    /** The frames of the program; all of them if none is, since then the fault is the framework's. */
    static StackTraceElement[] trimmed(StackTraceElement[] frames) {
        StackTraceElement[] own = Arrays.stream(frames)
                .filter(frame -> frame.getClassName().startsWith(OURS_TO_SHOW)
                        || FRAMEWORK.stream().noneMatch(frame.getClassName()::startsWith))
                .toArray(StackTraceElement[]::new);
        boolean onlyJava =
                Arrays.stream(own).allMatch(frame -> frame.getClassName().startsWith("java."));
        return onlyJava ? frames : own;
    }
}
