package dev.muster.code;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A worker's class loaders: one for each manifest, made when first asked for and closed when its last lease ends.
 * Thread-safe.
 *
 * <p>Manifests that differ only in what is in memory share the loader of their class path. One in a state of its own has
 * its own classes: an object of a class from memory made under one state is no instance of the same class under
 * another.
 */
public final class CodeLoaders implements AutoCloseable {
    private final ClassLoader muster;
    private final Map<String, Entry> entries = new HashMap<>();
    private boolean closed;

    /**
     * Holds none yet.
     *
     * @param muster where Muster's own classes come from
     */
    public CodeLoaders(ClassLoader muster) {
        this.muster = muster;
    }

    /**
     * The loader of a manifest, for as long as the lease is open.
     *
     * @throws dev.muster.error.ClusterException with code INCOMPATIBLE_PEER if a jar was replaced since the manifest was
     *     made
     * @throws IllegalStateException if closed
     */
    public synchronized Lease lease(CodeManifest manifest) {
        if (closed) {
            throw new IllegalStateException("The worker's class loaders are closed.");
        }
        Entry entry = entries.get(manifest.id());
        if (entry == null) {
            entry = open(manifest);
            entries.put(manifest.id(), entry);
        }
        entry.leases++;
        return new Lease(manifest.id(), entry);
    }

    private Entry open(CodeManifest manifest) {
        if (manifest.memory().isEmpty() && manifest.state().isEmpty()) {
            return new Entry(UserClassLoader.of(manifest, muster), null);
        }
        Lease below = lease(manifest.classPath());
        return new Entry(new MemoryClassLoader(manifest.memory(), below.loader()), below);
    }

    /** How many loaders are open. */
    public synchronized int size() {
        return entries.size();
    }

    /** Closes all loaders, leased or not. */
    @Override
    public synchronized void close() {
        closed = true;
        entries.values().forEach(CodeLoaders::closeLoader);
        entries.clear();
    }

    private synchronized void end(String id, Entry entry) {
        entry.leases--;
        if (entry.leases == 0 && entries.remove(id, entry)) {
            closeLoader(entry);
            if (entry.below != null) {
                entry.below.close();
            }
        }
    }

    private static void closeLoader(Entry entry) {
        if (entry.loader instanceof UserClassLoader files) {
            try {
                files.close();
            } catch (IOException ignored) {
                // nothing is lost but a file handle, which the collector gives back
            }
        }
    }

    private static final class Entry {
        private final ClassLoader loader;
        private final @Nullable Lease below;
        private int leases;

        private Entry(ClassLoader loader, @Nullable Lease below) {
            this.loader = loader;
            this.below = below;
        }
    }

    /** One user of a loader. Thread-safe; closing it twice does nothing. */
    public final class Lease implements AutoCloseable {
        private final String id;
        private final Entry entry;
        private final AtomicBoolean over = new AtomicBoolean();

        private Lease(String id, Entry entry) {
            this.id = id;
            this.entry = entry;
        }

        /** The loader; not to be kept beyond the lease. */
        public ClassLoader loader() {
            return entry.loader;
        }

        @Override
        public void close() {
            if (!over.getAndSet(true)) {
                end(id, entry);
            }
        }
    }
}
