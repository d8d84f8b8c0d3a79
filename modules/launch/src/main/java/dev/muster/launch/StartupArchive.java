package dev.muster.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of preloaded classes that makes workers start fast: one for each Java and set of jars. Thread-safe; several
 * programs share it.
 *
 * <p>A JVM maps such a file into memory and trusts it: one that was cut short ends the JVM with a bus error before its
 * first line of Java. So each archive has a check sum beside it, which is compared whenever the archive is to be used,
 * and a damaged one is deleted and made again. It is made by a rehearsal of the program in a JVM of its own, under a lock
 * that only one program gets, and appears by a rename, the check sum last.
 */
final class StartupArchive {
    private static final Set<Path> MAKING = ConcurrentHashMap.newKeySet();
    private static final Logger LOG = LoggerFactory.getLogger(StartupArchive.class);
    private static final int MOST_KEPT = 24; // archive, check sum and lock of eight sets
    private static final long RETRY_FAILED_MILLIS = TimeUnit.HOURS.toMillis(24);
    private static final int BUFFER = 1 << 20;

    private final Path folder;
    private final Path archive;
    private final Path sum;
    private final Path lock;
    private final Path failed;

    StartupArchive(Path folder, String key) {
        this.folder = folder;
        archive = folder.resolve(key + ".jsa");
        sum = folder.resolve(key + ".sum");
        lock = folder.resolve(key + ".lock");
        failed = folder.resolve(key + ".failed");
    }

    /** The archive, if there is one and it is as it was made. */
    Optional<Path> usable() {
        if (!Files.exists(archive)) {
            PrivateFolder.deleteOne(sum);
            return Optional.empty();
        }
        try {
            if (Files.readString(sum, UTF_8).equals(sumOf(archive))) {
                // Those that were used last are kept longest.
                FileTime now = FileTime.fromMillis(System.currentTimeMillis());
                Files.setLastModifiedTime(archive, now);
                Files.setLastModifiedTime(sum, now);
                return Optional.of(archive);
            }
        } catch (IOException | RuntimeException unreadable) {
            LOG.debug("An archive cannot be read", unreadable);
        }
        LOG.warn("The start-up archive {} is damaged; workers start without it, and it is made again.", archive);
        PrivateFolder.deleteOne(sum);
        PrivateFolder.deleteOne(archive);
        return Optional.empty();
    }

    /** Whether to make one: none is there, and making it has not failed in the last day. */
    boolean isWanted() {
        try {
            return !Files.exists(sum)
                    && Files.getLastModifiedTime(failed).toMillis() + RETRY_FAILED_MILLIS < System.currentTimeMillis();
        } catch (IOException neverFailed) {
            return true;
        }
    }

    /** Runs a rehearsal that writes an archive into a file. */
    interface Rehearsal {
        /** Whether it ended well; what it says goes into the message otherwise. */
        Optional<String> failure(Path archive) throws IOException, InterruptedException;
    }

    /** Makes the archive unless another program is at it or has done it. Never fails: without it, only speed is lost. */
    void make(Rehearsal rehearsal) {
        // Not by the lock alone: a second channel to its file, once closed, would let go of this process's lock on it.
        if (!MAKING.add(lock)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            if (held != null && isWanted()) {
                makeLocked(rehearsal);
            }
        } catch (OverlappingFileLockException another) {
            LOG.debug("A launcher of another class loader makes {}", archive);
        } catch (IOException e) {
            LOG.info("No start-up archive was made, workers start slower: {}", e.toString());
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            MAKING.remove(lock);
        }
    }

    private void makeLocked(Rehearsal rehearsal) throws IOException, InterruptedException {
        CacheFolder.prune(folder, MOST_KEPT, TimeUnit.HOURS.toMillis(1));
        Path part = archive.resolveSibling(
                archive.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Optional<String> failure = rehearsal.failure(part);
            if (failure.isPresent() || !Files.exists(part)) {
                Files.writeString(failed, failure.orElse("no file was written"), UTF_8);
                LOG.info(
                        "No start-up archive was made, workers start slower; tried again tomorrow: {}",
                        failure.orElse("no file was written"));
                return;
            }
            String made = sumOf(part);
            Files.move(part, archive, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            Path sumPart = sum.resolveSibling(sum.getFileName() + ".part");
            Files.writeString(sumPart, made, UTF_8);
            Files.move(sumPart, sum, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            PrivateFolder.deleteOne(failed);
        } finally {
            PrivateFolder.deleteOne(part);
        }
    }

    private static String sumOf(Path file) throws IOException {
        CRC32C crc = new CRC32C();
        long size = 0;
        byte[] buffer = new byte[BUFFER];
        // Not a channel: on an interrupted thread, reading one fails, and the archive would be taken for a damaged one.
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                size += read;
                crc.update(buffer, 0, read);
            }
        }
        return size + " " + Long.toHexString(crc.getValue()) + "\n";
    }

    /** All that must be the same for two sets of workers to share an archive. */
    static String key(JavaInstallation java, List<Path> jars, String program) {
        StringBuilder text = new StringBuilder(java.fingerprint()).append(' ').append(program);
        for (Path jar : jars) {
            try {
                text.append('\n')
                        .append(jar)
                        .append(' ')
                        .append(Files.size(jar))
                        .append(' ');
                text.append(Files.getLastModifiedTime(jar));
            } catch (IOException gone) {
                text.append("gone");
            }
        }
        return UUID.nameUUIDFromBytes(text.toString().getBytes(UTF_8)).toString();
    }
}
