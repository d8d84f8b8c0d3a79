package dev.muster.launch;

import dev.muster.code.ContentHashes;
import dev.muster.error.ClusterException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is kept between runs: start-up archives, packed jars, content hashes, crash logs. Thread-safe; several programs
 * share it. Nothing in it is needed: without it workers start slower.
 */
final class CacheFolder {
    private static final Logger LOG = LoggerFactory.getLogger(CacheFolder.class);
    private static final int MOST_CRASHES = 10;
    private static final int MOST_CODE = 20;
    private static final int MOST_NESTED = 500;

    private final Path path;

    private CacheFolder(Path path) {
        this.path = path;
    }

    /** The cache at a place; empty if no private folder can be had there, which is logged. */
    static Optional<CacheFolder> at(Path path) {
        try {
            CacheFolder cache = new CacheFolder(PrivateFolder.at(path));
            Files.createDirectories(cache.archives());
            Files.createDirectories(cache.boot());
            Files.createDirectories(cache.crashes());
            Files.createDirectories(cache.code());
            Files.createDirectories(cache.nested());
            prune(cache.nested(), MOST_NESTED, TimeUnit.DAYS.toMillis(30));
            prune(cache.code(), MOST_CODE, TimeUnit.DAYS.toMillis(1));
            return Optional.of(cache);
        } catch (ClusterException | IOException e) {
            LOG.info("Workers start without a cache: {}", e.getMessage());
            return Optional.empty();
        }
    }

    Path archives() {
        return path.resolve("archives");
    }

    Path boot() {
        return path.resolve("boot");
    }

    /** Packed class folders of users' programs. */
    Path code() {
        return path.resolve("code");
    }

    /** Jars that were taken out of programs' jars. */
    Path nested() {
        return path.resolve("nested");
    }

    private Path crashes() {
        return path.resolve("crashes");
    }

    ContentHashes hashes() {
        return ContentHashes.in(path.resolve("hashes"));
    }

    /** Moves a crashed JVM's log here, and keeps the newest ten. */
    Path keepCrash(Path log) throws IOException {
        Path kept = crashes().resolve(log.getFileName());
        Files.move(log, kept, StandardCopyOption.REPLACE_EXISTING);
        prune(crashes(), MOST_CRASHES, 0);
        return kept;
    }

    /** Deletes all files of a folder but the newest ones and those younger than so many milliseconds. */
    static void prune(Path folder, int newest, long youngerMillis) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, Files::isRegularFile)) {
            all.forEach(files::add);
        } catch (IOException e) {
            return;
        }
        files.sort(Comparator.comparing(CacheFolder::time).reversed());
        long limit = System.currentTimeMillis() - youngerMillis;
        for (Path each : files.subList(Math.min(newest, files.size()), files.size())) {
            if (time(each).toMillis() < limit) {
                PrivateFolder.deleteOne(each);
            }
        }
    }

    private static FileTime time(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException gone) {
            return FileTime.fromMillis(0);
        }
    }
}
