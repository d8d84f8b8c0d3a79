package dev.muster.cli;

import dev.muster.error.ClusterException;
import java.io.PrintWriter;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Where {@code bin/muster} begins. Ends the JVM with the exit code, unless that is 0: then threads of the program may go on. */
public final class Main {

    private Main() {}

    /**
     * Runs one command.
     *
     * @param arguments the command and what belongs to it
     */
    public static void main(String[] arguments) {
        CommandLine line = commandLine();
        int code = line.execute(arguments);
        line.getOut().flush();
        if (code != ExitCode.DONE) {
            System.exit(code);
        }
    }

    private static CommandLine command(CommandLine line, String name) {
        return Objects.requireNonNull(line.getSubcommands().get(name), name);
    }

    /** All commands, writing to the process's own streams. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new MusterCommand());
        // What follows a program's name is the program's, however it begins.
        command(line, "run").setStopAtPositional(true);
        command(line, "shell").setStopAtPositional(true).setUnmatchedOptionsArePositionalParams(true);
        line.setParameterExceptionHandler((refused, arguments) -> complain(refused));
        line.setExecutionExceptionHandler((failure, command, parsed) -> fail(failure, command));
        return line;
    }

    private static int complain(ParameterException refused) {
        CommandLine command = refused.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("muster: " + sentence(refused, command));
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(refused, err)) {
            err.println("Usage: " + command.getHelp().synopsis(0).strip() + "   (--help says more)");
        }
        err.flush();
        return ExitCode.BAD_USAGE;
    }

    private static String sentence(ParameterException refused, CommandLine command) {
        if (refused instanceof CommandLine.UnmatchedArgumentException unmatched && command.getParent() == null) {
            return "there is no command " + String.join(" ", unmatched.getUnmatched()) + "; there are "
                    + String.join(", ", command.getSubcommands().keySet());
        }
        return String.valueOf(refused.getMessage());
    }

    /** A wrong configuration is bad usage, told in its own words; all else comes with its stack. */
    private static int fail(Exception failure, CommandLine command) {
        PrintWriter err = command.getErr();
        boolean usage = failure instanceof UsageException
                || failure instanceof ClusterException cluster && cluster.code() == ClusterException.Code.CONFIG;
        if (usage) {
            err.println("muster: " + failure.getMessage());
        } else {
            new FailureReport(err).print(failure);
        }
        err.flush();
        return usage ? ExitCode.BAD_USAGE : ExitCode.FAILED;
    }
}
