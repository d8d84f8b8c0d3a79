package dev.muster.code;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * entered, but META-INF: no class can be in it, and {@code .git} or a cache of a build tool often are. Nor do class files
 * count that lie elsewhere than their packages' names say, as those of all modules do below a project's folder.
 */
public final class FolderContents {
    private static final int MOST_RESOURCES = 20_000;
    private static final int DEEPEST = 64;

    private final FolderWalk found;
    private final ContentHashes hashes;

    private FolderContents(FolderWalk found, ContentHashes hashes) {
        this.found = found;
        this.hashes = hashes;
    }

    /**
     * Walks a folder.
     *
     * @throws IOException if the folder itself cannot be listed; what cannot be read below it is passed over
     */
    public static FolderContents of(Path folder, ContentHashes hashes) throws IOException {
        FolderWalk walk = new FolderWalk(folder);
        Set<FileVisitOption> links = EnumSet.of(FileVisitOption.FOLLOW_LINKS);
        Files.walkFileTree(folder, links, DEEPEST, walk);
        return new FolderContents(walk, hashes);
    }

    /** Whether the walk was given up: the folder holds far more files than any program has classes. */
    public boolean isCut() {
        return found.isCut();
    }

    /** Whether there is any class file. */
    public boolean hasClasses() {
        return !found.classes().isEmpty();
    }

    /**
     * A hash over the class files alone: 64 hexadecimal digits.
     *
     * @throws IOException if a class file that was listed cannot be read
     */
    public String classHash() throws IOException {
        MessageDigest digest = Digests.sha256();
        for (var each : found.classes().entrySet()) {
            FolderWalk.Found file = each.getValue();
            Digests.add(digest, each.getKey());
            Digests.add(digest, hashes.of(file.path(), file.attributes()));
        }
        return Digests.hex(digest);
    }

    /**
     * A hash over all that counts: 64 hexadecimal digits.
     *
     * @param classHash what {@link #classHash()} gave
     */
    public String hash(String classHash) {
        MessageDigest digest = Digests.sha256();
        Digests.add(digest, classHash);
        if (found.resources().size() <= MOST_RESOURCES) {
            for (var each : found.resources().entrySet()) {
                BasicFileAttributes attributes = each.getValue().attributes();
                Digests.add(digest, each.getKey() + " " + attributes.size() + " " + attributes.lastModifiedTime());
            }
        }
        return Digests.hex(digest);
    }

    /**
     * Packs the class files into a jar without compression, and then gives it its name by a rename.
     *
     * @param classHash what {@link #classHash()} gave
     * @return whether the jar holds just that; if not, there is no jar: a compiler was at work meanwhile
     */
    public boolean packClasses(Path jar, String classHash) throws IOException {
        MessageDigest digest = Digests.sha256();
        return write(jar, out -> {
            for (var each : found.classes().entrySet()) {
                byte[] content = Files.readAllBytes(each.getValue().path());
                Digests.add(digest, each.getKey());
                Digests.add(digest, Digests.of(content));
                store(out, each.getKey(), content);
            }
            return Digests.hex(digest).equals(classHash);
        });
    }

    /** Packs class files and all others that were found, likewise. */
    public void packAll(Path jar) throws IOException {
        SortedMap<String, FolderWalk.Found> all = new TreeMap<>(found.resources());
        all.putAll(found.classes());
        write(jar, out -> {
            for (var each : all.entrySet()) {
                store(out, each.getKey(), Files.readAllBytes(each.getValue().path()));
            }
            return true;
        });
    }

    private interface Content {
        /** Whether what was written is to be kept. */
        boolean to(ZipOutputStream out) throws IOException;
    }

    private static boolean write(Path jar, Content content) throws IOException {
        boolean kept;
        Path part = Files.createTempFile(jar.toAbsolutePath().getParent(), "pack", ".part");
        try {
            try (OutputStream file = Files.newOutputStream(part);
                    ZipOutputStream out = new ZipOutputStream(file)) {
                kept = content.to(out);
            }
            if (kept) {
                Files.move(part, jar, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            }
            return kept;
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
}
