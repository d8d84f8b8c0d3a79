package dev.muster.launch;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one worker JVM is to be. Immutable.
 *
 * @param name of the worker, in messages and reports
 * @param threads task threads, at least 1: how many CPUs the JVM believes to have
 * @param memory limit in bytes, of which the heap gets 70 % and direct buffers 10 %; 0 for the JVM's own defaults
 * @param jvmArguments options for the JVM, after Muster's own, so that they win
 * @param environment variables on top of this process's own
 * @param workingFolder where relative paths begin; empty for this process's own
 * @param settings bytes for the program, which travel over a pipe and never in the command line
 */
public record LaunchSpec(
        String name,
        int threads,
        long memory,
        List<String> jvmArguments,
        Map<String, String> environment,
        Optional<Path> workingFolder,
        byte[] settings) {
    private static final Set<String> NOT_YOURS =
            Set.of("-cp", "-classpath", "--class-path", "-jar", "-m", "--module", "-version", "--version", "-help");

    public LaunchSpec {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name='" + name + "': a worker needs a name for its messages");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads=" + threads + " of worker " + name + ": at least 1 is needed");
        }
        if (memory < 0) {
            throw new IllegalArgumentException(
                    "memory=" + memory + " bytes of worker " + name + ": at least 0, and 0 says no limit");
        }
        for (String argument : jvmArguments) {
            if (NOT_YOURS.contains(argument) || argument.startsWith("--class-path=")) {
                throw new IllegalArgumentException(
                        "jvmArguments of worker " + name + " hold " + argument
                                + ": the class path and the program are given by Muster; put jars on your program's class path");
            }
        }
        environment.keySet().forEach(variable -> {
            if (variable.isEmpty() || variable.indexOf('=') >= 0 || variable.indexOf('\0') >= 0) {
                throw new IllegalArgumentException(
                        "environment of worker " + name + ": '" + variable + "' cannot be a variable's name");
            }
        });
        jvmArguments = List.copyOf(jvmArguments);
        environment = Map.copyOf(environment);
        settings = settings.clone();
    }

    /** A worker with so many threads, no limit and nothing of its own. */
    public static LaunchSpec of(String name, int threads) {
        return new LaunchSpec(name, threads, 0, List.of(), Map.of(), Optional.empty(), new byte[0]);
    }

    /** The same under another name. */
    public LaunchSpec named(String newName) {
        return new LaunchSpec(newName, threads, memory, jvmArguments, environment, workingFolder, settings);
    }

    /** The same with a memory limit in bytes. */
    public LaunchSpec memory(long bytes) {
        return new LaunchSpec(name, threads, bytes, jvmArguments, environment, workingFolder, settings);
    }

    /** The same with these options for the JVM instead. */
    public LaunchSpec jvmArguments(String... arguments) {
        return new LaunchSpec(name, threads, memory, List.of(arguments), environment, workingFolder, settings);
    }

    /** The same with one more variable. */
    public LaunchSpec environment(String variable, String value) {
        Map<String, String> more = new LinkedHashMap<>(environment);
        more.put(variable, value);
        return new LaunchSpec(name, threads, memory, jvmArguments, more, workingFolder, settings);
    }

    /** The same in another working folder. */
    public LaunchSpec workingFolder(Path folder) {
        return new LaunchSpec(name, threads, memory, jvmArguments, environment, Optional.of(folder), settings);
    }

    /** The same with these bytes for its program. */
    public LaunchSpec settings(byte[] bytes) {
        return new LaunchSpec(name, threads, memory, jvmArguments, environment, workingFolder, bytes);
    }
}
