package dev.muster.data;

import dev.muster.protocol.Payload;
import dev.muster.protocol.Peer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The encoded results that stay at a worker until they are freed. Thread-safe. Values above a threshold go to disk,
 * least recently used first, when the worker's machine says so; they come back when somebody reads them.
 *
 * <p>A full disk keeps the value in memory: {@link #spill} says so by its answer and {@link #diskWorks} remembers it.
 */
public final class ResultStore implements AutoCloseable {
    private final Map<ResultKey, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicLong clock = new AtomicLong();
    private final AtomicLong bytesInMemory = new AtomicLong();
    private final SpillFolder folder;
    private volatile boolean diskWorks = true;

    /** A store that spills into a private folder below {@code parent}, made when first needed. */
    public ResultStore(Path parent) {
        this.folder = new SpillFolder(parent);
    }

    /** Keeps a value; a second put of one result is ignored, since a result is (task, attempt). */
    public void put(ResultKey key, Payload value) {
        Entry entry = new Entry(value, clock.incrementAndGet());
        if (entries.putIfAbsent(key, entry) == null) {
            bytesInMemory.addAndGet(value.size());
        }
    }

    /**
     * The value, from memory or disk; null if it is not here. May block on the disk: not for loops.
     *
     * @throws UncheckedIOException if its file cannot be read
     */
    public @Nullable Payload get(ResultKey key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            return null;
        }
        entry.lastUsed = clock.incrementAndGet();
        synchronized (entry) {
            if (entry.value != null) {
                return entry.value;
            }
            Path file = entry.file;
            if (file == null) {
                return null;
            }
            try {
                return folder.read(file);
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "Cannot read the spilled result of task " + key.task() + " in " + file, e);
            }
        }
    }

    /** Whether the value is here, in memory or on disk. */
    public boolean holds(ResultKey key) {
        return entries.containsKey(key);
    }

    /** Forgets a value; nothing happens if it is not here. */
    public void discard(ResultKey key) {
        Entry entry = entries.remove(key);
        if (entry != null) {
            bytesInMemory.addAndGet(-entry.drop(folder));
        }
    }

    /** Forgets everything of a session. */
    public void discardAll(Peer session) {
        for (ResultKey key : entries.keySet()) {
            if (key.session().equals(session)) {
                discard(key);
            }
        }
    }

    /**
     * Writes about so many bytes of a session's least recently used values to disk. Blocks on the disk.
     *
     * @return the bytes that left the memory; fewer than asked if the disk is full or there is no more
     */
    public long spill(Peer session, long bytes) {
        List<Map.Entry<ResultKey, Entry>> candidates = new ArrayList<>();
        for (Map.Entry<ResultKey, Entry> each : entries.entrySet()) {
            if (each.getKey().session().equals(session) && each.getValue().value != null) {
                candidates.add(each);
            }
        }
        candidates.sort(Comparator.comparingLong(each -> each.getValue().lastUsed));
        long gone = 0;
        for (Map.Entry<ResultKey, Entry> each : candidates) {
            if (gone >= bytes) {
                break;
            }
            try {
                gone += each.getValue().spill(folder);
                diskWorks = true;
            } catch (IOException e) {
                diskWorks = false;
                break;
            }
        }
        bytesInMemory.addAndGet(-gone);
        return gone;
    }

    /** Bytes of values in memory. */
    public long bytesInMemory() {
        return bytesInMemory.get();
    }

    /** How many results are held, in memory or on disk. */
    public int size() {
        return entries.size();
    }

    /** False after a write to disk failed, until one succeeds again. */
    public boolean diskWorks() {
        return diskWorks;
    }

    /** Forgets everything and removes the folder. */
    @Override
    public void close() {
        for (ResultKey key : entries.keySet()) {
            discard(key);
        }
        folder.close();
    }

    /** A value in memory or in a file, never both; its monitor guards the change from one to the other. */
    private static final class Entry {
        private @Nullable Payload value;
        private @Nullable Path file;
        private volatile long lastUsed;

        Entry(Payload value, long lastUsed) {
            this.value = value;
            this.lastUsed = lastUsed;
        }

        synchronized long spill(SpillFolder folder) throws IOException {
            Payload inMemory = value;
            if (inMemory == null) {
                return 0;
            }
            file = folder.write(inMemory);
            value = null;
            return inMemory.size();
        }

        /** Returns the bytes that it had in memory. */
        synchronized long drop(SpillFolder folder) {
            Payload inMemory = value;
            Path onDisk = file;
            value = null;
            file = null;
            if (onDisk != null) {
                folder.delete(onDisk);
            }
            return inMemory == null ? 0 : inMemory.size();
        }
    }
}
