package dev.muster.data;

import dev.muster.protocol.Payload;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A private folder of spilled values, one file each. Thread-safe; the folder exists from the first write to {@link #close}. */
final class SpillFolder implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path parent;
    private final AtomicLong numbers = new AtomicLong();
    private @Nullable Path folder;

    SpillFolder(Path parent) {
        this.parent = parent;
    }

    /** Writes a value to a new file. A file that could not be written whole is removed. */
    Path write(Payload value) throws IOException {
        Path file = made().resolve("value-" + numbers.incrementAndGet());
        try (var out =
                new DataOutputStream(new java.io.BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES))) {
            PayloadStream.write(value, out);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return file;
    }

    Payload read(Path file) throws IOException {
        try (var in = new DataInputStream(new java.io.BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES))) {
            return PayloadStream.read(in, Long.MAX_VALUE);
        }
    }

    void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // A file that cannot be removed now goes with the folder, or stays in the system's temporary folder.
            file.toFile().deleteOnExit();
        }
    }

    private synchronized Path made() throws IOException {
        Path made = folder;
        if (made == null) {
            made = Files.createTempDirectory(Files.createDirectories(parent), "muster-spill-");
            folder = made;
        }
        return made;
    }

    @Override
    public synchronized void close() {
        Path made = folder;
        folder = null;
        if (made == null) {
            return;
        }
        List<Path> files = new ArrayList<>();
        try (var listing = Files.newDirectoryStream(made)) {
            listing.forEach(files::add);
        } catch (IOException e) {
            return;
        }
        files.forEach(this::delete);
        delete(made);
    }
}
