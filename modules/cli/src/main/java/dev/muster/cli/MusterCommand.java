package dev.muster.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that holds the others. Used by one thread. */
@Command(
        name = "muster",
        description = "Runs Java functions in parallel.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            RunCommand.class,
            InfoCommand.class,
            ConfigCommand.class,
            ClassPathCommand.class,
            ShellCommand.class,
            VersionCommand.class,
            CompletionCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the program failed",
            "2:bad usage, or a wrong configuration",
            "3:could not be started: no Java, or the build failed",
            "130:interrupted"
        },
        footer = {"", "muster run --list shows the built-in examples.", "JDK_JAVA_OPTIONS adds flags for Java: -Xmx8g."
        })
final class MusterCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // filled by picocli before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "a command is missing: one of "
                        + String.join(", ", spec.subcommands().keySet()));
    }

    /** The whole line, for commands that speak about it. */
    static CommandLine root(CommandSpec spec) {
        return spec.root().commandLine();
    }
}
