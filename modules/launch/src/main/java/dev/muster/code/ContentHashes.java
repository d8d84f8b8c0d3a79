package dev.muster.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Content hashes of files, remembered by path, size, time and inode, so that an unchanged file is read once and not at
 * each start. Thread-safe.
 *
 * <p>A file that was changed less than two seconds before it was hashed is not remembered: some file systems keep time
 * in steps of up to two seconds, and a second change within the step would go unseen.
 */
public final class ContentHashes {
    private static final long STEP_MILLIS = 2_000;
    private static final int MOST_REMEMBERED = 50_000;
    private static final String FIRST_LINE = "muster content hashes 1";

    private final Optional<Path> file;
    private final Map<String, String> hashes = new ConcurrentHashMap<>();
    private final Map<String, Boolean> used = new ConcurrentHashMap<>();
    private final AtomicBoolean changed = new AtomicBoolean();

    private ContentHashes(Optional<Path> file) {
        this.file = file;
    }

    /** Remembers nothing beyond this object. */
    public static ContentHashes inMemory() {
        return new ContentHashes(Optional.empty());
    }

    /**
     * Remembers in a file, which need not exist. One that cannot be read is as good as none.
     *
     * @param file where {@link #save()} writes
     */
    public static ContentHashes in(Path file) {
        ContentHashes hashes = new ContentHashes(Optional.of(file));
        hashes.load(file);
        return hashes;
    }

    /**
     * The SHA-256 of a file's content, as 64 hexadecimal digits.
     *
     * @param path the file
     * @param attributes what it was when its folder was listed
     * @throws IOException if it cannot be read
     */
    public String of(Path path, BasicFileAttributes attributes) throws IOException {
        String key = key(path, attributes);
        String known = hashes.get(key);
        if (known != null) {
            used.put(key, true);
            return known;
        }
        String hash = Digests.of(path);
        boolean settled = attributes.lastModifiedTime().toMillis() + STEP_MILLIS < System.currentTimeMillis();
        // A file that grew while it was read is hashed again next time, under its new size or time.
        if (settled) {
            hashes.put(key, hash);
            used.put(key, true);
            changed.set(true);
        }
        return hash;
    }

    /** Writes what is new into the file, if there is one; by rename, so that readers never see half of it. */
    public void save() {
        if (file.isEmpty() || !changed.getAndSet(false)) {
            return;
        }
        Path target = file.get();
        Path part = target.resolveSibling(
                target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            write(part);
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // Only speed is lost: the next start reads the files again.
            deleteQuietly(part);
        }
    }

    private void write(Path part) throws IOException {
        boolean crowded = hashes.size() > MOST_REMEMBERED;
        try (Writer out = Files.newBufferedWriter(part, UTF_8)) {
            out.write(FIRST_LINE + "\n");
            for (Map.Entry<String, String> each : hashes.entrySet()) {
                if (!crowded || used.containsKey(each.getKey())) {
                    out.write(each.getValue() + " " + each.getKey() + "\n");
                }
            }
        }
    }

    private void load(Path from) {
        try {
            boolean first = true;
            for (String line : Files.readAllLines(from, UTF_8)) {
                if (first && !line.equals(FIRST_LINE)) {
                    return;
                }
                if (!first && line.length() > 65 && line.charAt(64) == ' ') {
                    hashes.put(line.substring(65), line.substring(0, 64));
                }
                first = false;
            }
        } catch (IOException e) {
            hashes.clear();
        }
    }

    private static String key(Path path, BasicFileAttributes attributes) {
        FileTime time = attributes.lastModifiedTime();
        return attributes.size() + " " + time.to(TimeUnit.NANOSECONDS) + " " + attributes.fileKey() + " "
                + path.toString().replace('\n', ' ');
    }

    private static void deleteQuietly(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException ignored) {
            // the cache folder is swept of such parts by its owner
        }
    }
}
