package dev.muster.launch;

import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The temporary folder of one launcher. Thread-safe.
 *
 * <p>While its program lives, it holds a lock on the file {@code owner} in the folder; the kernel lets go of the lock
 * however the program ends. So a folder whose lock can be had is nobody's, and the next start deletes it. A process number
 * alone would not do: numbers come again, and a container sees none of its neighbour's.
 */
final class RunFolder implements AutoCloseable {
    private static final String OWNER = "owner";
    private static final String UNFINISHED = "new-";
    private static final long STALE_MILLIS = 3_600_000;
    private static final int MOST_TRIES = 20;
    private static final AtomicLong COUNT = new AtomicLong();

    private final Path path;
    private final AtomicReference<@Nullable FileChannel> lock;

    private RunFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = new AtomicReference<>(lock);
    }

    /** Deletes what dead programs left below {@code root}, and makes a folder there. */
    static RunFolder below(Path root) {
        IOException last = null;
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            PrivateFolder.at(root);
            sweep(root);
            try {
                return create(root);
            } catch (NoSuchFileException | FileAlreadyExistsException again) {
                // another program ended and took the empty root with it, or another loader's launcher has this name
                last = again;
            } catch (IOException e) {
                throw failed(root, e);
            }
        }
        throw failed(root, last);
    }

    private static ClusterException failed(Path root, @Nullable IOException cause) {
        return new ClusterException(
                Code.CONFIG,
                "No temporary folder can be made below " + root + ": " + cause
                        + ". Free some space or name another place with -Djava.io.tmpdir=…",
                cause);
    }

    private static RunFolder create(Path root) throws IOException {
        String name = ownPrefix()
                + Long.toString(COUNT.getAndIncrement(), 36)
                + Integer.toString(System.identityHashCode(RunFolder.class) & 0xfff, 36);
        Path unfinished = root.resolve(UNFINISHED + name);
        PrivateFolder.create(unfinished);
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    unfinished.resolve(OWNER), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            channel.tryLock(); // nobody else knows the file yet; unlike lock(), it works on an interrupted thread
            Path finished = root.resolve(name);
            Files.move(unfinished, finished);
            return new RunFolder(finished, channel);
        } catch (IOException e) {
            if (channel != null) {
                channel.close();
            }
            PrivateFolder.delete(unfinished);
            throw e;
        }
    }

    /** The same for all launchers of this process, and for no other process, not even one that gets its number. */
    private static String ownPrefix() {
        ProcessHandle self = ProcessHandle.current();
        long start = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return Long.toString(self.pid(), 36) + "-" + Long.toString(start, 36) + "-";
    }

    /** Deletes the folders of dead programs; how many there were. */
    static int sweep(Path root) {
        int swept = 0;
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, Files::isDirectory)) {
            for (Path each : folders) {
                if (isAbandoned(each)) {
                    PrivateFolder.delete(each);
                    swept++;
                }
            }
        } catch (IOException ignored) {
            // the root went away, and with it all there was to sweep
        }
        return swept;
    }

    private static boolean isAbandoned(Path folder) throws IOException {
        String name = folder.getFileName().toString();
        if (name.startsWith(ownPrefix())) {
            // Opening and closing the file here would let go of this process's own lock on it.
            return false;
        }
        if (name.startsWith(UNFINISHED)) {
            return isOld(folder);
        }
        try (FileChannel channel = FileChannel.open(folder.resolve(OWNER), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (NoSuchFileException beingDeleted) {
            return isOld(folder);
        } catch (OverlappingFileLockException ours) {
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isOld(Path folder) {
        try {
            return Files.getLastModifiedTime(folder).toMillis() + STALE_MILLIS < System.currentTimeMillis();
        } catch (IOException gone) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    /** Deletes the folder, and the root if nobody else is in it. */
    @Override
    public void close() {
        FileChannel held = lock.getAndSet(null);
        if (held == null) {
            return;
        }
        PrivateFolder.delete(path);
        try {
            held.close();
        } catch (IOException ignored) {
            // the lock ends with this process
        }
        Path root = path.getParent();
        if (root != null) {
            PrivateFolder.deleteOne(root);
        }
    }
}
