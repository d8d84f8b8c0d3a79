package dev.muster.cli;

import dev.muster.config.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints settings in force, and where each was said. Used by one thread. */
@Command(
        name = "config",
        description = "Print the settings that differ from the defaults, and where each was said.",
        footer = {"", "muster config muster.local.workers", "MUSTER_LOCAL__WORKERS=4 muster config"},
        mixinStandardHelpOptions = true)
final class ConfigCommand implements Runnable {

    private static final String DEFAULT = "default";

    @Spec
    @SuppressWarnings("NullAway.Init") // filled by picocli before anything runs
    private CommandSpec spec;

    @Option(names = "--all", description = "Print all settings, the defaults too.")
    private boolean all;

    @Option(names = "--config", paramLabel = "<file>", description = "A file of settings, instead of muster.conf.")
    private @Nullable Path file;

    @Parameters(
            arity = "0..1",
            paramLabel = "<key>",
            description = "One setting, with what it means; or a section such as muster.local.")
    private @Nullable String key;

    @Override
    public void run() {
        Settings settings = file == null ? Settings.load() : Settings.load(file);
        PrintWriter out = spec.commandLine().getOut();
        if (key != null) {
            explain(settings, key, out);
        } else {
            List<String> keys = settings.keys().stream()
                    .filter(each -> all || !settings.origin(each).startsWith(DEFAULT))
                    .toList();
            keys.forEach(each -> print(settings, each, out));
            if (keys.isEmpty()) {
                out.println("# all " + settings.keys().size() + " settings have their defaults; --all lists them");
            }
        }
    }

    /** In the form of a settings file, so that it can be pasted into one. */
    private static void print(Settings settings, String key, PrintWriter out) {
        out.printf("%-50s # %s%n", key + " = " + quoted(settings.value(key)), settings.origin(key));
    }

    /** Text that is more than a word, a number or a unit must stand in quotes there. */
    private static String quoted(String value) {
        return value.matches("[A-Za-z0-9._-]+")
                ? value
                : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static void explain(Settings settings, String key, PrintWriter out) {
        List<String> section = settings.keys().stream()
                .filter(each -> each.startsWith(key + "."))
                .toList();
        if (!section.isEmpty()) {
            section.forEach(each -> print(settings, each, out));
            return;
        }
        // An unknown key is refused here, with the nearest one.
        print(settings, key, out);
        String description = settings.description(key);
        if (!description.isEmpty()) {
            out.println(description);
        }
    }
}
