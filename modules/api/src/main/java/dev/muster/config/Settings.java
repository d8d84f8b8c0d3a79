package dev.muster.config;

import dev.muster.error.ClusterException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every setting with its value in force, and where that came from. Immutable, thread-safe.
 *
 * <pre>{@code
 * Settings settings = Settings.load().with("muster.local.workers", 4);
 * settings.value("muster.local.workers");      // 4
 * settings.origin("muster.local.workers");     // code
 * }</pre>
 *
 * <p>From the strongest source to the weakest: {@code with}, system properties, environment ({@code
 * MUSTER_LOCAL__WORKERS}: two underscores are a dot, one is a hyphen), one file, the defaults of {@code reference.conf},
 * which lists every key with unit and reason. Values are checked when they are taken in, those of all sources, so that a
 * mistake shows at the start and not in the middle of a night: an unknown key, a retired one or a value out of its bounds
 * is a {@link ClusterException} with code CONFIG that names key, value, source and what is allowed.
 */
public final class Settings {

    private static volatile @Nullable Settings defaults;

    private final Values values;
    private final Map<String, String> descriptions;

    private Settings(Values values, Map<String, String> descriptions) {
        this.values = values;
        this.descriptions = descriptions;
    }

    /**
     * The settings of this process: defaults, file, environment, system properties. The file is the one that system
     * property {@code muster.config} or else variable {@code MUSTER_CONFIG} names, or else {@code muster.conf} in the
     * working folder if there is one. Reads files.
     *
     * @return the settings
     * @throws ClusterException CONFIG if a source has an unknown or retired key or a bad value, or a named file cannot be
     *     read; all mistakes are in the message
     */
    public static Settings load() {
        return load(Sources.ofThisProcess(), null);
    }

    /**
     * The settings of this process, with the file given instead of the one that would be looked for. Reads files.
     *
     * @param file in HOCON, JSON or as properties, by its ending
     * @return the settings
     * @throws ClusterException CONFIG as for {@link #load()}
     */
    public static Settings load(Path file) {
        return load(Sources.ofThisProcess(), Objects.requireNonNull(file, "file"));
    }

    static Settings load(Sources sources, @Nullable Path file) {
        Settings base = defaults();
        Settings loaded = base.overlaid(sources.layers(base.values.catalogue(), file));
        loaded.values.requireOrder("");
        return loaded;
    }

    /**
     * The defaults alone, whatever file, environment and properties say. For tests, and for programs that configure
     * everything in code.
     *
     * @return the settings
     */
    public static Settings defaults() {
        // Two threads may both make them at first: the results are alike, and a lock would guard nothing.
        Settings made = defaults;
        if (made == null) {
            List<Entry> reference = HoconFile.reference(Settings.class.getClassLoader());
            made = of(new Catalogue(Keys.KINDS, reference, Keys.RETIRED, Keys.ORDERS), reference);
            defaults = made;
        }
        return made;
    }

    /** Settings over a catalogue of one's own: for tests of what the standard one does not have. */
    static Settings of(Catalogue catalogue, List<Entry> reference) {
        Map<String, String> descriptions = new TreeMap<>();
        reference.forEach(entry -> descriptions.put(entry.key(), entry.description()));
        return new Settings(new Values(catalogue, Map.of()), descriptions).overlaid(List.of(reference));
    }

    /**
     * These settings with one value changed.
     *
     * @param key the full key
     * @param value text, a number, a boolean, a {@link Duration}, a {@link DataSize}, a path or an enum constant
     * @return the changed copy
     * @throws ClusterException CONFIG if the key is unknown or retired, or the value is not allowed
     * @throws IllegalArgumentException if the value is {@code null} or of another type
     */
    public Settings with(String key, Object value) {
        return overlaid(List.of(List.of(written(key, value))));
    }

    /**
     * These settings with several values changed, all or none.
     *
     * @param values by full key, each as for {@link #with(String, Object)}
     * @return the changed copy
     * @throws ClusterException CONFIG if a key is unknown or retired, or a value is not allowed
     * @throws IllegalArgumentException if a value is {@code null} or of another type
     */
    public Settings with(Map<String, ?> values) {
        List<Entry> entries = new ArrayList<>();
        values.forEach((key, value) -> entries.add(written(key, value)));
        return overlaid(List.of(entries));
    }

    private static Entry written(String key, @Nullable Object value) {
        return new Entry(key, ValueText.of(Objects.requireNonNull(key, "key"), value), "code");
    }

    /**
     * All keys, those of plug-ins on the class path among them.
     *
     * @return an unmodifiable set in the order of the alphabet
     */
    public SortedSet<String> keys() {
        return values.catalogue().keys();
    }

    /**
     * The value in force, as its source spells it.
     *
     * @param key the full key
     * @return the text
     * @throws ClusterException CONFIG if the key is unknown or retired
     */
    public String value(String key) {
        return values.find(key).text();
    }

    /**
     * Where the value in force stands: {@code code}, {@code system property …}, {@code environment …}, a file and line,
     * or {@code default} with the line of the reference.
     *
     * @param key the full key
     * @return the place, for people
     * @throws ClusterException CONFIG if the key is unknown or retired
     */
    public String origin(String key) {
        return values.find(key).origin();
    }

    /**
     * What a key means: unit and reason, as the reference says them.
     *
     * @param key the full key
     * @return one or more sentences; empty if the reference has none
     * @throws ClusterException CONFIG if the key is unknown or retired
     */
    public String description(String key) {
        values.find(key);
        return descriptions.getOrDefault(key, "");
    }

    /**
     * The value of a key that takes text, or of any key as text.
     *
     * @param key the full key
     * @return the text; empty if it is {@code auto}
     * @throws ClusterException CONFIG if the key is unknown or retired
     */
    public Optional<String> text(String key) {
        String text = values.find(key).text();
        return text.equalsIgnoreCase("auto") ? Optional.empty() : Optional.of(text);
    }

    /**
     * The value of a key that takes a whole number.
     *
     * @param key the full key
     * @return the number
     * @throws ClusterException CONFIG if the key is unknown, retired or a plug-in's whose value is no such number
     * @throws IllegalArgumentException if the key takes another type, or its value is {@code auto}
     */
    public int integer(String key) {
        return require(key, Integer.class);
    }

    /**
     * The value of a key that takes a whole number or {@code auto}.
     *
     * @param key the full key
     * @return the number; empty if it is {@code auto}
     * @throws ClusterException CONFIG if the key is unknown, retired or a plug-in's whose value is no such number
     * @throws IllegalArgumentException if the key takes another type
     */
    public OptionalInt optionalInteger(String key) {
        Integer number = readOrAuto(key, Integer.class);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /**
     * The value of a key that takes a number.
     *
     * @param key the full key
     * @return the number
     * @throws ClusterException CONFIG if the key is unknown, retired or a plug-in's whose value is no number
     * @throws IllegalArgumentException if the key takes another type
     */
    public double real(String key) {
        return require(key, Double.class);
    }

    /**
     * The value of a key that takes {@code true} or {@code false}.
     *
     * @param key the full key
     * @return the answer
     * @throws ClusterException CONFIG if the key is unknown, retired or a plug-in's whose value is neither
     * @throws IllegalArgumentException if the key takes another type, or its value is {@code auto}
     */
    public boolean flag(String key) {
        return require(key, Boolean.class);
    }

    /**
     * The value of a key that takes a duration.
     *
     * @param key the full key
     * @return the duration
     * @throws ClusterException CONFIG if the key is unknown, retired or a plug-in's whose value is no duration
     * @throws IllegalArgumentException if the key takes another type
     */
    public Duration duration(String key) {
        return require(key, Duration.class);
    }

    /**
     * The value of a key that takes a size.
     *
     * @param key the full key
     * @return the size
     * @throws ClusterException CONFIG if the key is unknown, retired or a plug-in's whose value is no size
     * @throws IllegalArgumentException if the key takes another type
     */
    public DataSize size(String key) {
        return require(key, DataSize.class);
    }

    /**
     * The value of a key that takes one of a few words.
     *
     * @param key the full key
     * @param type the enum whose constants the words are, in lower case with hyphens
     * @param <E> that enum
     * @return the constant
     * @throws ClusterException CONFIG if the key is unknown, retired or a plug-in's whose value is no such word
     * @throws IllegalArgumentException if the key takes another type
     */
    public <E extends Enum<E>> E choice(String key, Class<E> type) {
        return require(key, type);
    }

    /** The value of a key in the type it takes; {@code auto} is refused. */
    <T> T require(String key, Class<T> type) {
        return values.require(key, type);
    }

    /** The value of a key in the type it takes; {@code null} if it is {@code auto}. */
    <T> @Nullable T readOrAuto(String key, Class<T> type) {
        return values.readOrAuto(key, type);
    }

    /** Refuses values of one component that should hold each other in check and do not. */
    void requireOrder(String component) {
        values.requireOrder("muster." + component + ".");
    }

    private Settings overlaid(List<List<Entry>> layers) {
        return new Settings(values.overlaid(layers), descriptions);
    }

    /**
     * What differs from the defaults, and where it was said.
     *
     * @return the text, without I/O
     */
    @Override
    public String toString() {
        return keys().stream()
                .filter(key -> !origin(key).startsWith("default"))
                .map(values::quoted)
                .collect(Collectors.joining(", ", "Settings(", ")"));
    }
}
