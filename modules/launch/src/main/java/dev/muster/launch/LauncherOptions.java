package dev.muster.launch;

import dev.muster.error.ClusterException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Launcher} starts, and how. Immutable; the methods with a parameter give a changed copy.
 *
 * <p>Only the program is needed. Its class, and one class of each further jar that it needs, say which jars workers boot
 * on; {@code launch} and {@code api} are always among them.
 */
public final class LauncherOptions {
    private final Class<? extends WorkerProgram> program;
    private final List<Class<?>> anchors;
    private final LaunchFolders folders;
    private final Optional<Path> java;
    private final Optional<List<Path>> userPath;
    private final @Nullable ClassLoader userLoader;
    private final OutputLimits output;
    private final boolean flatClassPath;
    private final boolean shutdownHook;

    private LauncherOptions(Changes from) {
        program = from.program;
        anchors = List.copyOf(from.anchors);
        folders = from.folders;
        java = from.java;
        userPath = from.userPath;
        userLoader = from.userLoader;
        output = from.output;
        flatClassPath = from.flatClassPath;
        shutdownHook = from.shutdownHook;
    }

    /** A program on the Java of this JVM, in the standard folders, with the class path that the calling thread sees. */
    public static LauncherOptions of(Class<? extends WorkerProgram> program) {
        return new LauncherOptions(new Changes(program));
    }

    /** One class of each further jar that workers boot on; in order after those that were named before. */
    public LauncherOptions bootingOn(List<Class<?>> more) {
        Changes changes = new Changes(this);
        changes.anchors.addAll(more);
        return new LauncherOptions(changes);
    }

    /** Other folders for files. */
    public LauncherOptions folders(LaunchFolders newFolders) {
        Changes changes = new Changes(this);
        changes.folders = newFolders;
        return new LauncherOptions(changes);
    }

    /** Another Java, by its home; 17 or later. */
    public LauncherOptions java(Path home) {
        Changes changes = new Changes(this);
        changes.java = Optional.of(home);
        return new LauncherOptions(changes);
    }

    /** The user's class path itself, instead of what this JVM was started with. */
    public LauncherOptions userPath(List<Path> path) {
        Changes changes = new Changes(this);
        changes.userPath = Optional.of(List.copyOf(path));
        return new LauncherOptions(changes);
    }

    /** The loader whose class path is the user's, instead of the thread's context loader. */
    public LauncherOptions userLoader(@Nullable ClassLoader loader) {
        Changes changes = new Changes(this);
        changes.userLoader = loader;
        return new LauncherOptions(changes);
    }

    /** Other limits for what workers print. */
    public LauncherOptions output(OutputLimits limits) {
        Changes changes = new Changes(this);
        changes.output = limits;
        return new LauncherOptions(changes);
    }

    /**
     * Puts the user's class path into the JVM's own, behind Muster's: for user code that asks the system loader. Muster's
     * versions of libraries then win, and a class folder compiled again is seen by new workers only.
     */
    public LauncherOptions flatClassPath(boolean flat) {
        Changes changes = new Changes(this);
        changes.flatClassPath = flat;
        return new LauncherOptions(changes);
    }

    /** Without the hook, whoever opened the launcher closes it when the JVM ends, in an order of its own. */
    public LauncherOptions shutdownHook(boolean hook) {
        Changes changes = new Changes(this);
        changes.shutdownHook = hook;
        return new LauncherOptions(changes);
    }

    Class<? extends WorkerProgram> program() {
        return program;
    }

    List<Class<?>> anchors() {
        return anchors;
    }

    LaunchFolders folders() {
        return folders;
    }

    Optional<Path> java() {
        return java;
    }

    Optional<List<Path>> userPath() {
        return userPath;
    }

    @Nullable
    ClassLoader userLoader() {
        return userLoader;
    }

    OutputLimits output() {
        return output;
    }

    boolean flatClassPath() {
        return flatClassPath;
    }

    boolean shutdownHook() {
        return shutdownHook;
    }

    /** A copy under change; never leaves a method. */
    private static final class Changes {
        private final Class<? extends WorkerProgram> program;
        private final List<Class<?>> anchors = new ArrayList<>();
        private LaunchFolders folders = LaunchFolders.standard();
        private Optional<Path> java = Optional.empty();
        private Optional<List<Path>> userPath = Optional.empty();
        private @Nullable ClassLoader userLoader = Thread.currentThread().getContextClassLoader();
        private OutputLimits output = OutputLimits.standard();
        private boolean flatClassPath;
        private boolean shutdownHook = true;

        private Changes(Class<? extends WorkerProgram> program) {
            this.program = program;
            anchors.add(WorkerMain.class);
            anchors.add(ClusterException.class);
            anchors.add(program);
        }

        private Changes(LauncherOptions from) {
            program = from.program;
            anchors.addAll(from.anchors);
            folders = from.folders;
            java = from.java;
            userPath = from.userPath;
            userLoader = from.userLoader;
            output = from.output;
            flatClassPath = from.flatClassPath;
            shutdownHook = from.shutdownHook;
        }
    }
}
