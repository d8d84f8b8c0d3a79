package dev.muster.example;

import dev.muster.client.Client;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ten most frequent words of all files below a folder. A word is a longest run of the letters a to z, after A to Z are
 * made small; every other byte parts words. The counts are those of
 *
 * <pre>{@code
 * tr 'A-Z' 'a-z' < file | tr -cs 'a-z' '\n' | sort | uniq -c
 * }</pre>
 *
 * <p>One task counts one portion of the text: a block of a big file, or several small files. Their tables are added as a tree,
 * while others are still counted, so that memory holds few of them at a time.
 */
public final class WordCount {

    private static final int SHOWN = 10;

    private WordCount() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException(
                    "wordcount takes one folder or file of text, but got " + arguments.length + " arguments");
        }
        WordTable words;
        try (Client client = new Client()) {
            words = count(client, Path.of(arguments[0]), Portion.USUAL_BYTES);
        }
        for (WordFrequency entry : words.mostFrequent(SHOWN)) {
            System.out.printf("%7d %s%n", entry.count(), entry.word());
        }
    }

    /**
     * Counts all words below a folder, or in a file.
     *
     * @param portionBytes how much text one task counts
     * @throws java.nio.file.FileSystemException if the folder cannot be read
     */
    static WordTable count(Client client, Path folder, long portionBytes) throws IOException {
        List<Portion> portions = Portion.of(files(folder), portionBytes);
        if (portions.isEmpty()) {
            return new WordTable();
        }
        return client.withOptions(options -> options.name("count"))
                .map(Portion::count, portions)
                .reduce(WordTable::plus)
                .result();
    }

    /** All files below the folder, in an order that does not depend on the file system. */
    private static List<Path> files(Path folder) throws IOException {
        // The real path: it must be there, and a link to a folder is meant to be followed.
        try (Stream<Path> all = Files.walk(folder.toRealPath())) {
            return new ArrayList<>(all.filter(Files::isRegularFile).sorted().toList());
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }
}
