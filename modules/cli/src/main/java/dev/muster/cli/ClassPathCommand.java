package dev.muster.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the class path of the distribution, which is the one this JVM was started with. Used by one thread. */
@Command(
        name = "classpath",
        description = "Print the class path of Muster and nothing else.",
        footer = {"", "java -cp \"$(muster classpath)\" Hello.java", "javac -cp \"$(muster classpath)\" Hello.java"},
        mixinStandardHelpOptions = true)
final class ClassPathCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // filled by picocli before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().getOut().println(System.getProperty("java.class.path"));
    }
}
