package dev.muster.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs programs as a user does, and reads this repository's own files. Used by one test at a time: it swaps standard output. */
final class Programs {

    private Programs() {}

    /** A main method. */
    interface Main {
        void run(String[] arguments) throws Exception;
    }

    /** The lines that a program prints. */
    static List<String> output(Main main, String... arguments) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, UTF_8));
        try {
            main.run(arguments);
        } finally {
            System.setOut(before);
        }
        return printed.toString(UTF_8).lines().toList();
    }

    /** The folder that holds README.md, from wherever the test was started. */
    static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("README.md")) || !Files.exists(folder.resolve("modules"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new AssertionError("no folder above " + Path.of("").toAbsolutePath() + " holds README.md");
            }
        }
        return folder;
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path source(String name) {
        return repository().resolve("examples/src/main/java/dev/muster/example/" + name + ".java");
    }
}
