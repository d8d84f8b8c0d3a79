package dev.muster.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import jdk.jshell.tool.JavaShellToolBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Opens jshell on the class path of the distribution, with an open client. Used by one thread.
 *
 * <p>jshell runs in this JVM, and starts another for what is typed: a jshell of its own would be a third, and Ctrl-C would
 * reach it and us.
 */
@Command(
        name = "shell",
        description = {
            "Open jshell with Muster's class path, its imports, and an open client named client.",
            "In it, Delayed is Muster's, not that of java.util.concurrent."
        },
        footer = {"", "jshell> client.map(x -> x * x, List.of(1, 2, 3)).results()"},
        mixinStandardHelpOptions = true)
final class ShellCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // filled by picocli before anything runs
    private CommandSpec spec;

    @Parameters(
            paramLabel = "<jshell argument>",
            description = "Options of jshell and files to load, as jshell takes them.")
    private List<String> more = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        Logger preferences = Logger.getLogger("java.util.prefs");
        preferences.setLevel(Level.WARNING); // jshell makes a folder for its preferences, and Java would say so
        Path startup = startup();
        try {
            if (more.isEmpty() && System.console() != null) {
                PrintWriter out = spec.commandLine().getOut();
                out.println("Muster " + Version.text()
                        + ": `client` is open on what the configuration names; /exit leaves");
                out.flush();
            }
            return JavaShellToolBuilder.builder().start(arguments(startup, more).toArray(String[]::new));
        } catch (NoClassDefFoundError absent) {
            throw new UsageException("the Java in " + System.getProperty("java.home")
                    + " has no jshell: a JDK is needed, for example from 'apt-get install openjdk-17-jdk'");
        } finally {
            Files.deleteIfExists(startup);
        }
    }

    /** What jshell is told: the class path, our start-up instead of its own, Muster's settings, and what the user adds. */
    static List<String> arguments(Path startup, List<String> more) {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("--class-path", System.getProperty("java.class.path")));
        arguments.addAll(List.of("--startup", startup.toString()));
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith("muster.")) {
                arguments.add("-R-D" + name + "=" + System.getProperty(name));
            }
        }
        arguments.addAll(more);
        return arguments;
    }

    /** jshell reads its start-up from a file only. */
    private static Path startup() throws IOException {
        Path file = Files.createTempFile("muster-", ".jsh");
        try (@Nullable InputStream script = ShellCommand.class.getResourceAsStream("/startup.jsh")) {
            if (script == null) {
                throw new IllegalStateException(
                        "startup.jsh is missing from Muster's command line: its jar was changed");
            }
            Files.copy(script, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }
}
