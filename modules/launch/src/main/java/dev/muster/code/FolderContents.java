package dev.muster.code;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The files of one class folder, as found by one walk. Immutable.
 *
 * <p>Class files count by content. Other files count by size and time, since a class path of "." may hold gigabytes of
 * them, and not at all beyond {@value #MOST_RESOURCES}. A sub-folder whose name could not be part of a package's is not
 * entered, but META-INF: no class can be in it, and {@code .git} or a cache of a build tool often are.
 */
public final class FolderContents {
    private static final int MOST_RESOURCES = 20_000;
    private static final int DEEPEST = 64;

    private record Found(Path path, BasicFileAttributes attributes) {}

    private final SortedMap<String, Found> classes = new TreeMap<>();
    private final SortedMap<String, Found> resources = new TreeMap<>();
    private final ContentHashes hashes;

    private FolderContents(ContentHashes hashes) {
        this.hashes = hashes;
    }

    /**
     * Walks a folder.
     *
     * @throws IOException if the folder itself cannot be listed; what cannot be read below it is passed over
     */
    public static FolderContents of(Path folder, ContentHashes hashes) throws IOException {
        FolderContents contents = new FolderContents(hashes);
        Set<FileVisitOption> links = EnumSet.of(FileVisitOption.FOLLOW_LINKS);
        Files.walkFileTree(folder, links, DEEPEST, contents.new Walk(folder));
        return contents;
    }

    /** Whether there is any class file. */
    public boolean hasClasses() {
        return !classes.isEmpty();
    }

    /**
     * A hash over all that counts: 64 hexadecimal digits.
     *
     * @throws IOException if a class file that was listed cannot be read
     */
    public String hash() throws IOException {
        MessageDigest digest = Digests.sha256();
        for (var each : classes.entrySet()) {
            Digests.add(digest, each.getKey());
            Digests.add(digest, hashes.of(each.getValue().path, each.getValue().attributes));
        }
        addResources(digest);
        return Digests.hex(digest);
    }

    private void addResources(MessageDigest digest) {
        if (resources.size() > MOST_RESOURCES) {
            return;
        }
        for (var each : resources.entrySet()) {
            BasicFileAttributes attributes = each.getValue().attributes;
            Digests.add(digest, each.getKey() + " " + attributes.size() + " " + attributes.lastModifiedTime());
        }
    }

    /**
     * Packs the class files into a jar without compression, and then gives it its name by a rename.
     *
     * @return the hash of what was packed, to compare with {@link #hash()}: a compiler may have been at work meanwhile
     */
    public String packClasses(Path jar) throws IOException {
        MessageDigest digest = Digests.sha256();
        write(jar, out -> {
            for (var each : classes.entrySet()) {
                byte[] content = Files.readAllBytes(each.getValue().path);
                Digests.add(digest, each.getKey());
                Digests.add(digest, Digests.of(content));
                store(out, each.getKey(), content);
            }
        });
        addResources(digest);
        return Digests.hex(digest);
    }

    /** Packs class files and all others that were found, likewise. */
    public void packAll(Path jar) throws IOException {
        SortedMap<String, Found> all = new TreeMap<>(resources);
        all.putAll(classes);
        write(jar, out -> {
            for (var each : all.entrySet()) {
                store(out, each.getKey(), Files.readAllBytes(each.getValue().path));
            }
        });
    }

    private interface Content {
        void to(ZipOutputStream out) throws IOException;
    }

    private static void write(Path jar, Content content) throws IOException {
        Path part = Files.createTempFile(jar.toAbsolutePath().getParent(), "pack", ".part");
        try {
            try (OutputStream file = Files.newOutputStream(part);
                    ZipOutputStream out = new ZipOutputStream(file)) {
                content.to(out);
            }
            Files.move(part, jar, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void store(ZipOutputStream out, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0)); // equal content makes equal jars
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }

    /** Fills the maps; lives for one walk. */
    private final class Walk extends SimpleFileVisitor<Path> {
        private final Path folder;

        private Walk(Path folder) {
            this.folder = folder;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
            return each.equals(folder) || mayHoldClasses(each.getFileName().toString())
                    ? FileVisitResult.CONTINUE
                    : FileVisitResult.SKIP_SUBTREE;
        }

        private boolean mayHoldClasses(String name) {
            return name.equals("META-INF")
                    || (Character.isJavaIdentifierStart(name.codePointAt(0))
                            && name.codePoints().allMatch(Character::isJavaIdentifierPart));
        }

        @Override
        public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
                String name = folder.relativize(each).toString().replace('\\', '/');
                SortedMap<String, Found> kind = name.endsWith(".class") ? classes : resources;
                kind.put(name, new Found(each, attributes));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path each, IOException failure) throws IOException {
            if (each.equals(folder)) {
                throw failure;
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
