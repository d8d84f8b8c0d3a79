package dev.muster.example;

import dev.muster.client.Client;
import dev.muster.client.TaskFuture;
import dev.muster.client.TaskFutures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The four lines of the README that say what futures are: how long the files of a folder are. */
public final class Tour {

    private Tour() {}

    public static void main(String[] arguments) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of(arguments.length == 0 ? "." : arguments[0]))) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("there is no file in this folder: name one that has some");
        }
        String text;
        try (Client client = new Client()) {
            text = look(client, files);
        }
        System.out.println(text);
    }

    static String look(Client client, List<Path> files) {
        Path file = files.get(0);
        // README: tour
        // a task; the future is its handle
        TaskFuture<String> text = client.submit(Files::readString, file);
        // another one, started when its input is there, near it
        TaskFuture<Long> lines = text.thenApply(all -> all.lines().count());
        // one for each file
        TaskFutures<Long> sizes = client.map(Files::size, files);
        // a tree of tasks, of which only the root comes back
        long bytes = sizes.reduce(Long::sum).result();
        // README: end
        return "%s has %d lines; all files have %d bytes".formatted(file.getFileName(), lines.result(), bytes);
    }
}
