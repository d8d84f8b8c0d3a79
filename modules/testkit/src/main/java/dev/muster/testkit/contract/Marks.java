package dev.muster.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What task bodies left for the test to read: lines of a file, in the order in which they were written by any process. Immutable.
 *
 * <p>A line is appended by one write, which the system keeps whole; {@code FileOutputStream} is no channel, so an interrupted body
 * can write too.
 */
record Marks(String path) implements Serializable {

    void add(String word) {
        try (FileOutputStream out = new FileOutputStream(path, true)) {
            out.write((word + "\n").getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a body between a "+" and a "-", whatever becomes of it. */
    void around(Body body) throws Exception {
        add("+");
        try {
            body.run();
        } finally {
            add("-");
        }
    }

    List<String> words() {
        try {
            return new File(path).exists() ? Files.readAllLines(Path.of(path), UTF_8) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int count() {
        return words().size();
    }

    int count(String word) {
        return (int) words().stream().filter(word::equals).count();
    }

    /** The most bodies that were between their "+" and their "-" at once. */
    int peak() {
        int now = 0;
        int peak = 0;
        for (String word : words()) {
            now += word.equals("+") ? 1 : word.equals("-") ? -1 : 0;
            peak = Math.max(peak, now);
        }
        return peak;
    }

    /** What is run between two marks. */
    interface Body {
        void run() throws Exception;
    }
}
