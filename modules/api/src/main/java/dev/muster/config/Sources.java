package dev.muster.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where settings come from besides defaults and code: system properties, environment, a file. Immutable.
 *
 * @param properties the system properties
 * @param environment the environment
 * @param folder where {@code muster.conf} is looked for
 */
record Sources(Map<String, String> properties, Map<String, String> environment, Path folder) {

    private static final String PREFIX = "muster.";
    private static final String FILE_PROPERTY = "muster.config";
    private static final String VARIABLE_PREFIX = "MUSTER_";
    private static final String FILE_VARIABLE = "MUSTER_CONFIG";

    /** What the origin of a value from the environment begins with. */
    static final String VARIABLE_ORIGIN = "environment ";

    Sources {
        properties = Map.copyOf(properties);
        environment = Map.copyOf(environment);
    }

    /** Those of this process, as they are now. */
    static Sources ofThisProcess() {
        Properties system = System.getProperties();
        Map<String, String> properties = system.stringPropertyNames().stream()
                .filter(name -> name.startsWith(PREFIX))
                .collect(Collectors.toMap(name -> name, name -> system.getProperty(name, "")));
        return new Sources(properties, System.getenv(), Path.of(""));
    }

    /** What they say, from the weakest to the strongest; {@code null} for the file that the sources themselves name. */
    List<List<Entry>> layers(Catalogue catalogue, @Nullable Path file) {
        return List.of(
                file == null ? namedFile() : HoconFile.read(file, "code"), variables(catalogue), properties(catalogue));
    }

    private List<Entry> namedFile() {
        String property = properties.get(FILE_PROPERTY);
        if (property != null) {
            return HoconFile.read(folder.resolve(property), "system property " + FILE_PROPERTY);
        }
        String variable = environment.get(FILE_VARIABLE);
        if (variable != null) {
            return HoconFile.read(folder.resolve(variable), VARIABLE_ORIGIN + FILE_VARIABLE);
        }
        Path usual = folder.resolve("muster.conf");
        return Files.exists(usual) ? HoconFile.read(usual, "the working folder") : List.of();
    }

    private List<Entry> properties(Catalogue catalogue) {
        List<Entry> entries = new ArrayList<>();
        new TreeMap<>(properties).forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !name.equals(FILE_PROPERTY) && isOurs(catalogue, name)) {
                entries.add(new Entry(name, value, "system property " + name));
            }
        });
        return entries;
    }

    private List<Entry> variables(Catalogue catalogue) {
        List<Entry> entries = new ArrayList<>();
        new TreeMap<>(environment).forEach((name, value) -> {
            if (name.startsWith(VARIABLE_PREFIX) && !name.equals(FILE_VARIABLE)) {
                String key = key(name);
                if (isOurs(catalogue, key)) {
                    entries.add(new Entry(key, value, VARIABLE_ORIGIN + name));
                }
            }
        });
        return entries;
    }

    private static boolean isOurs(Catalogue catalogue, String key) {
        return key.indexOf('.', PREFIX.length()) >= 0 || catalogue.resembles(key);
    }

    /** The key that a variable stands for: two underscores are a dot, one is a hyphen. */
    static String key(String variable) {
        return PREFIX
                + variable.substring(VARIABLE_PREFIX.length())
                        .toLowerCase(Locale.ROOT)
                        .replace("__", ".")
                        .replace('_', '-');
    }

    /** The variable that sets a key: the inverse of {@link #key}. */
    static String variable(String key) {
        return VARIABLE_PREFIX
                + key.substring(PREFIX.length())
                        .replace("-", "_")
                        .replace(".", "__")
                        .toUpperCase(Locale.ROOT);
    }
}
