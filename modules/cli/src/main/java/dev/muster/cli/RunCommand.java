package dev.muster.cli;

import dev.muster.client.ProgressBar;
import dev.muster.config.Settings;
import dev.muster.spi.Providers;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Runs a program in this JVM, on this thread, with Muster configured by what the options say: the program's {@code new
 * Client()} finds it. Used by one thread.
 */
@Command(
        name = "run",
        description = "Run a built-in example, or the main method of a class, with Muster configured.",
        footer = {
            "",
            "muster run wordcount ~/texts",
            "muster run --workers 2 --threads 4 --class-path app.jar com.acme.Report 2026",
            "",
            "Options end at the program's name; what follows is the program's."
        },
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // filled by picocli before anything runs
    private CommandSpec spec;

    @Option(names = "--cluster", paramLabel = "<kind>", description = "Kind of cluster (muster.cluster.type): local.")
    private @Nullable String cluster;

    @Option(names = "--workers", paramLabel = "<n>", description = "How many workers (muster.local.workers).")
    private @Nullable Integer workers;

    @Option(
            names = "--threads",
            paramLabel = "<n>",
            description = "How many threads each worker has (muster.local.threads-per-worker).")
    private @Nullable Integer threads;

    @Option(names = "--config", paramLabel = "<file>", description = "A file of settings, instead of muster.conf.")
    private @Nullable String config;

    @Option(
            names = {"--class-path", "-cp"},
            paramLabel = "<path>",
            description = "Where the program's classes are: folders, jars and folder/* as java takes them; else the"
                    + " working folder.")
    private String classPath = ".";

    @Option(
            names = "-D",
            paramLabel = "<key>=<value>",
            description = "Any setting or system property: -D muster.local.strict=true.")
    private Map<String, String> properties = new LinkedHashMap<>();

    @Option(names = "--no-progress", description = "Show no progress.")
    private boolean noProgress;

    @Option(names = "--list", description = "List the built-in examples.")
    private boolean list;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "<program>",
            completionCandidates = Programs.Candidates.class,
            description = "A built-in example, or a class with a main method.")
    private @Nullable String program;

    @Parameters(index = "1..*", paramLabel = "<argument>", description = "What the program gets.")
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        ClassLoader loader = UserClasses.loader(classPath, RunCommand.class.getClassLoader());
        Programs programs = Programs.of(loader);
        if (list) {
            spec.commandLine().getOut().print(programs.table());
            return ExitCode.DONE;
        }
        if (program == null) {
            throw new UsageException("run needs a program: a class with a main method, or one of\n" + programs.table());
        }
        Optional<Program> builtIn = programs.find(program);
        Method main = builtIn.isPresent()
                ? UserClasses.main(builtIn.get().type(), loader)
                : UserClasses.mainOrExplain(program, loader, classPath, programs);
        configure();
        Providers.find(Settings.load().value("muster.cluster.type"), loader);
        Thread.currentThread().setContextClassLoader(loader);
        return start(main, builtIn);
    }

    /** Writes the options where {@code Settings.load()} looks first, then has all settings checked. */
    private void configure() {
        properties.forEach(System::setProperty);
        set("muster.cluster.type", cluster);
        set("muster.local.workers", workers);
        set("muster.local.threads-per-worker", threads);
        set("muster.config", config);
        if (noProgress) {
            set("muster.progress.enabled", false);
        }
    }

    private static void set(String key, @Nullable Object value) {
        if (value != null) {
            System.setProperty(key, value.toString());
        }
    }

    private int start(Method main, Optional<Program> builtIn) throws IllegalAccessException {
        PrintWriter err = spec.commandLine().getErr();
        Interruption interruption = Interruption.install(err);
        ProgressBar.showEveryClient();
        try {
            main.invoke(null, (Object) arguments.toArray(String[]::new));
            return ExitCode.DONE;
        } catch (InvocationTargetException thrown) {
            interruption.awaitEndIfUnderWay();
            Throwable failure = thrown.getCause() == null ? thrown : thrown.getCause();
            return builtIn.isPresent() ? told(failure, builtIn.get(), err) : failed(failure, err);
        }
    }

    /** Built-in examples refuse arguments and files with a sentence; where in their code they did is of no interest. */
    private static int told(Throwable failure, Program example, PrintWriter err) {
        if (failure instanceof IllegalArgumentException) {
            err.println("muster: " + failure.getMessage());
            err.println("Usage: muster run " + example.name() + " " + example.arguments());
            err.flush();
            return ExitCode.BAD_USAGE;
        }
        if (failure instanceof FileSystemException unreadable) {
            err.println("muster: " + sentence(unreadable) + " ("
                    + failure.getClass().getName() + ")");
            err.flush();
            return ExitCode.FAILED;
        }
        return failed(failure, err);
    }

    private static String sentence(FileSystemException unreadable) {
        if (unreadable instanceof NoSuchFileException) {
            return "there is no file or folder " + unreadable.getFile();
        }
        if (unreadable instanceof AccessDeniedException) {
            return unreadable.getFile() + " may not be read by user " + System.getProperty("user.name");
        }
        return String.valueOf(unreadable.getMessage());
    }

    private static int failed(Throwable failure, PrintWriter err) {
        new FailureReport(err).print(failure);
        err.flush();
        return ExitCode.FAILED;
    }
}
