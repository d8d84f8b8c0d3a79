package dev.muster.client;

import dev.muster.graph.TaskGraph;
import dev.muster.graph.picture.GraphPicture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Writes pictures of graphs into files. Stateless. */
final class GraphFile {

    private GraphFile() {}

    /**
     * Draws the graph in the form that the file's ending asks for.
     *
     * @throws IllegalArgumentException if the ending is none of the two, or the file cannot be there
     * @throws UncheckedIOException if writing fails
     */
    static void write(TaskGraph graph, Path file) {
        Path name = file.getFileName();
        String ending = name == null ? "" : name.toString().toLowerCase(Locale.ROOT);
        boolean dot = ending.endsWith(".dot");
        if (!dot && !ending.endsWith(".svg")) {
            throw new IllegalArgumentException("dotOrSvg=" + file
                    + ": the ending says what to draw, .dot (for Graphviz) or .svg (for a browser); other pictures can be made"
                    + " of a .dot file");
        }
        requirePlace(file);
        String text = dot ? GraphPicture.dot(graph) : GraphPicture.svg(graph);
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The picture of " + graph + " could not be written to " + file.toAbsolutePath() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static void requirePlace(Path file) {
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "dotOrSvg=" + file + ": the folder " + folder + " does not exist; make it first");
        }
        if (Files.isDirectory(absolute)) {
            throw new IllegalArgumentException("dotOrSvg=" + file + ": that is a folder; name a file in it");
        }
        boolean writable = Files.exists(absolute) ? Files.isWritable(absolute) : Files.isWritable(folder);
        if (!writable) {
            throw new IllegalArgumentException("dotOrSvg=" + file + ": "
                    + (Files.exists(absolute)
                            ? "the file may not be written by this user"
                            : "the folder " + folder + " may not be written by this user")
                    + "; choose another place");
        }
    }
}
