package dev.muster.code;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Jars inside a program's jar, as Spring Boot makes them: taken out, since a JVM can start on files only. Thread-safe.
 *
 * <p>What was taken out once is found again by name, size and check sum of the entry, so that a program that was built
 * again brings the same files for the libraries that did not change.
 */
public final class NestedJars {
    private static final String NESTED = "jar:nested:";
    private static final String FILE = "jar:file:";
    private static final String END = "!/";

    private final Path folder;

    /**
     * Takes nothing out yet.
     *
     * @param folder where they are put; its owner deletes them
     */
    public NestedJars(Path folder) {
        this.folder = folder;
    }

    /** A jar, and what lies in it: a jar, or a folder of classes. */
    private record Place(Path outer, String inner) {}

    /**
     * The file for a location inside a jar.
     *
     * @param location as a loader gives it: {@code jar:nested:/app.jar/!BOOT-INF/lib/x.jar!/}, or {@code
     *     jar:file:/app.jar!/BOOT-INF/lib/x.jar!/} of older versions
     * @return empty if it is no such location, or nothing is there
     * @throws IOException if it cannot be taken out
     */
    Optional<Path> file(String location) throws IOException {
        Optional<Place> place = parse(location);
        if (place.isEmpty() || !Files.isRegularFile(place.get().outer())) {
            return Optional.empty();
        }
        try (JarFile outer = new JarFile(place.get().outer().toFile())) {
            String inner = place.get().inner();
            JarEntry entry = outer.getJarEntry(inner);
            return entry == null || entry.isDirectory() ? classes(outer, inner) : Optional.of(jar(outer, entry));
        }
    }

    private static Optional<Place> parse(String location) {
        boolean nested = location.startsWith(NESTED);
        if ((!nested && !location.startsWith(FILE)) || !location.endsWith(END)) {
            return Optional.empty();
        }
        String both = location.substring((nested ? NESTED : FILE).length(), location.length() - END.length());
        String middle = nested ? "/!" : "!/";
        int at = both.indexOf(middle);
        if (at < 0) {
            return Optional.empty();
        }
        try {
            Path outer = Path.of(URI.create("file:" + both.substring(0, at).replace(" ", "%20")));
            String inner = URI.create(
                            "x:/" + both.substring(at + middle.length()).replace(" ", "%20"))
                    .getPath()
                    .substring(1);
            return Optional.of(new Place(outer, inner));
        } catch (IllegalArgumentException odd) {
            return Optional.empty();
        }
    }

    private Path jar(JarFile outer, JarEntry entry) throws IOException {
        String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
        Path file = folder.resolve("%08x-%x-%s".formatted(entry.getCrc(), entry.getSize(), name));
        if (!Files.exists(file)) {
            Path part = Files.createTempFile(folder, "nested", ".part");
            try (InputStream in = outer.getInputStream(entry)) {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        }
        return file;
    }

    /** The classes below a folder inside a jar, as a jar of their own; empty if there are none. */
    private Optional<Path> classes(JarFile outer, String inner) throws IOException {
        String prefix = inner.endsWith("/") ? inner : inner + "/";
        List<JarEntry> entries = Collections.list(outer.entries()).stream()
                .filter(entry -> entry.getName().startsWith(prefix) && !entry.isDirectory())
                .toList();
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        MessageDigest digest = Digests.sha256();
        for (JarEntry entry : entries) {
            Digests.add(digest, entry.getName() + " " + entry.getSize() + " " + entry.getCrc());
        }
        Path file = folder.resolve("classes-" + Digests.hex(digest).substring(0, 32) + ".jar");
        if (!Files.exists(file)) {
            Path part = Files.createTempFile(folder, "nested", ".part");
            try {
                pack(outer, prefix, entries, part);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        }
        return Optional.of(file);
    }

    private static void pack(JarFile outer, String prefix, List<JarEntry> entries, Path to) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(to))) {
            for (JarEntry entry : entries) {
                JarEntry copy = new JarEntry(entry.getName().substring(prefix.length()));
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                try (InputStream in = outer.getInputStream(entry)) {
                    in.transferTo(out);
                }
            }
        }
    }
}
