package dev.muster.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the script that completes Muster's commands. Used by one thread. */
@Command(
        name = "completion",
        description = "Print a script for bash (or zsh) that completes commands, options and examples.",
        footer = {"", "source <(muster completion)"},
        mixinStandardHelpOptions = true)
final class CompletionCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // filled by picocli before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().getOut().print(AutoComplete.bash("muster", MusterCommand.root(spec)));
    }
}
