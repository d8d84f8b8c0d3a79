package dev.muster.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Files in HOCON, turned into entries. The only type that touches the library which parses them.
 *
 * <p>A value of {@code null} in a file is as good as absent.
 */
final class HoconFile {

    private HoconFile() {}

    /** The defaults: every {@code reference.conf} that the class loader finds, and of those what is Muster's. */
    static List<Entry> reference(ClassLoader loader) {
        return entries(defaults(loader).resolve()).stream()
                .map(entry ->
                        new Entry(entry.key(), entry.text(), "default (" + entry.origin() + ")", entry.description()))
                .collect(Collectors.toUnmodifiableList());
    }

    /**
     * What a file says. Substitutions in it see its own values, the defaults and the environment.
     *
     * @throws ClusterException CONFIG if the file is not there, cannot be read or has another form
     */
    static List<Entry> read(Path file, String namedBy) {
        Path path = file.toAbsolutePath();
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            String reason = Files.exists(path) ? "it is no readable file" : "there is no such file";
            throw new ClusterException(
                    Code.CONFIG, "Settings cannot be read from " + path + " (named by " + namedBy + "): " + reason);
        }
        try {
            Config parsed = ConfigFactory.parseFile(
                    path.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
            Config seen = parsed.withFallback(defaults(HoconFile.class.getClassLoader()));
            return entries(parsed.resolveWith(seen.resolve()));
        } catch (ConfigException e) {
            // The library's message begins with the file and the line, unless it could not open the file at all.
            String message = String.valueOf(e.getMessage()).replace(path + ": ", "line ");
            throw new ClusterException(Code.CONFIG, "Settings cannot be read from " + path + ": " + message, e);
        }
    }

    /** Cut to Muster's part before anything is resolved: other libraries' files of that name are not ours to judge. */
    private static Config defaults(ClassLoader loader) {
        return ConfigFactory.parseResources(loader, "reference.conf").withOnlyPath("muster");
    }

    private static List<Entry> entries(Config config) {
        List<Entry> entries = new ArrayList<>();
        collect("", config.root(), entries);
        return entries;
    }

    private static void collect(String prefix, ConfigObject object, List<Entry> into) {
        object.forEach((name, value) -> {
            String key = prefix + name;
            if (value instanceof ConfigObject inner) {
                collect(key + ".", inner, into);
            } else if (value.valueType() != ConfigValueType.NULL) {
                into.add(entry(key, value));
            }
        });
    }

    private static Entry entry(String key, ConfigValue value) {
        // Through a Config, because only its getString gives a number as the file spells it: 1.0 stays 1.0.
        String text = value instanceof ConfigList ? null : value.atKey("value").getString("value");
        String description =
                value.origin().comments().stream().map(String::strip).collect(Collectors.joining(" "));
        return new Entry(key, text, where(value.origin()), description);
    }

    private static String where(ConfigOrigin origin) {
        String file = origin.resource() != null ? origin.resource() : origin.filename();
        if (file == null) {
            return origin.description();
        }
        return origin.lineNumber() > 0 ? file + ": " + origin.lineNumber() : file;
    }
}
