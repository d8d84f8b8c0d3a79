package dev.muster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The programs with short names, from every table on the class path: those of the examples, and those of any jar that brings a
 * table of its own. Immutable.
 *
 * @param all in the order of the tables
 */
record Programs(List<Program> all) implements Iterable<Program> {

    static final String TABLE = "META-INF/muster/programs.txt";

    Programs {
        all = List.copyOf(all);
    }

    /** Those that a loader sees. */
    static Programs of(ClassLoader loader) {
        List<Program> found = new ArrayList<>();
        try {
            for (URL table : Collections.list(loader.getResources(TABLE))) {
                try (InputStream in = table.openStream()) {
                    new String(in.readAllBytes(), UTF_8)
                            .lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .map(Program::parse)
                            .forEach(found::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + TABLE + " from the class path", e);
        }
        return new Programs(found);
    }

    Optional<Program> find(String name) {
        return all.stream().filter(program -> program.name().equals(name)).findFirst();
    }

    List<String> names() {
        return all.stream().map(Program::name).toList();
    }

    /** One line for each, in columns. */
    String table() {
        int name = all.stream().mapToInt(each -> each.name().length()).max().orElse(0);
        int arguments =
                all.stream().mapToInt(each -> each.arguments().length()).max().orElse(0);
        StringBuilder table = new StringBuilder();
        for (Program each : all) {
            table.append("  ").append(padded(each.name(), name)).append(' ');
            table.append(padded(each.arguments(), arguments)).append("  ").append(each.purpose());
            table.append(System.lineSeparator());
        }
        return table.toString();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    @Override
    public Iterator<Program> iterator() {
        return all.iterator();
    }

    /** The names that can be typed, for completion: picocli makes one of these. */
    static final class Candidates implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return of(Candidates.class.getClassLoader()).names().iterator();
        }
    }
}
