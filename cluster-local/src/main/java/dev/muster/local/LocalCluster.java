package dev.muster.local;

import dev.muster.cluster.WorkerInfo;
import dev.muster.config.DataSize;
import dev.muster.config.LocalSettings;
import dev.muster.config.Settings;
import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import dev.muster.spi.ClusterFacade;
import dev.muster.spi.ClusterNode;
import dev.muster.spi.WorkerSpec;
import dev.muster.task.TaskFrame;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cluster on this machine. Thread-safe. By default one worker with a thread for each CPU that this process may use:
 *
 * <pre>{@code
 * try (var cluster = LocalCluster.builder().workers(2).threadsPerWorker(2).build();
 *         var client = new Client(cluster)) {
 *     System.out.println(client.submit(() -> 40 + 2).result());
 * }
 * }</pre>
 *
 * <p>Nothing given: one worker with a thread for each CPU. Only threads given: one worker. Only workers given: the CPUs are shared out, at least one
 * thread each. Both given: taken literally.
 */
public final class LocalCluster implements ClusterFacade {
    private static final int NAME_BYTES = 4;

    private final InProcessCluster node;
    private final Adaptation adaptation;

    /** A cluster as the configuration describes it, keys {@code muster.local.*}. */
    public LocalCluster() {
        this(Settings.load());
    }

    /**
     * A cluster as these settings describe it, keys {@code muster.local.*}.
     *
     * @throws ClusterException of code CONFIG if they ask for what is not there
     */
    public LocalCluster(Settings settings) {
        this(settings.text("muster.cluster.name").orElse(""), settings);
    }

    LocalCluster(String name, Settings settings) {
        this(name, settings, Map.of());
    }

    private LocalCluster(String name, Settings settings, Map<String, Double> resources) {
        LocalSettings local = LocalSettings.from(settings);
        if (local.processes()) {
            throw new ClusterException(
                    Code.CONFIG,
                    "This version of LocalCluster runs workers as threads only: muster.local.processes is true ("
                            + settings.origin("muster.local.processes")
                            + "). Set it to false; muster.local.strict = true encodes "
                            + "everything as processes would.");
        }
        Sizing sizing =
                Sizing.of(false, Runtime.getRuntime().availableProcessors(), local.workers(), local.threadsPerWorker());
        long memory = Memory.limit(local.memoryLimit(), sizing.workers());
        WorkerSpec spec = new WorkerSpec("worker", sizing.threads(), memory, resources, Map.of());
        this.node = new InProcessCluster(name.isEmpty() ? freshName() : name, local.strict(), spec, settings);
        if (sizing.workers() > 0) {
            node.start(spec, sizing.workers());
        }
        this.adaptation = new Adaptation(node, sizing.threads());
    }

    private static String freshName() {
        byte[] bytes = new byte[NAME_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** A builder with the configuration's values to begin with. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public ClusterNode node() {
        return node;
    }

    @Override
    public String name() {
        return node.name();
    }

    @Override
    public List<WorkerInfo> workers() {
        return node.workers();
    }

    @Override
    public void scale(int workers) {
        adaptation.stop();
        node.scale(workers);
    }

    /**
     * Keeps the number of workers between two bounds, by what waits and runs: more at once when work queues, fewer after some seconds of
     * idleness. Ends with the next {@link #scale} or with {@link #close}.
     *
     * @param minimum at least 0; one worker always stays, since work is counted where it waits
     * @param maximum at least {@code minimum} and 1
     * @throws IllegalArgumentException if the bounds are not so
     */
    public void adapt(int minimum, int maximum) {
        if (minimum < 0 || maximum < Math.max(1, minimum)) {
            throw new IllegalArgumentException("adapt(" + minimum + ", " + maximum
                    + "): the minimum is at least 0, the maximum at least the minimum and 1");
        }
        adaptation.start(minimum, maximum);
    }

    @Override
    public void close() {
        if (TaskFrame.current() != null) {
            return;
        }
        adaptation.stop();
        node.close();
    }

    @Override
    public String toString() {
        int threads = 0;
        long memory = 0;
        List<WorkerInfo> workers = workers();
        for (WorkerInfo worker : workers) {
            threads += worker.threads();
            memory += worker.memoryBytes();
        }
        return "LocalCluster(" + name() + ", '" + node.info().address() + "', workers=" + workers.size() + ", threads="
                + threads + ", memory=" + new DataSize(memory).approximate() + ")";
    }

    /** Says what is to be different from the configuration. Not thread-safe. */
    public static final class Builder {
        private final Map<String, Object> changes = new HashMap<>();
        private final Map<String, Double> resources = new HashMap<>();
        private String name = "";
        private @Nullable Settings base;

        private Builder() {}

        /** Whether each worker is a process of its own; the default is threads of this JVM. */
        public Builder processes(boolean processes) {
            changes.put("muster.local.processes", processes);
            return this;
        }

        /**
         * How many workers.
         *
         * @param n at least 0; none is an empty cluster to scale later
         */
        public Builder workers(int n) {
            requireAtLeast("workers", n, 0);
            changes.put("muster.local.workers", n);
            return this;
        }

        /**
         * How many tasks each worker runs at once.
         *
         * @param n at least 1
         */
        public Builder threadsPerWorker(int n) {
            requireAtLeast("threadsPerWorker", n, 1);
            changes.put("muster.local.threads-per-worker", n);
            return this;
        }

        /**
         * How much memory each worker may hold.
         *
         * @param perWorker {@code auto}, bytes, text with a unit such as {@code 4GiB}, a fraction of the system such as {@code 0.25}, or 0 for
         *     no limit
         */
        public Builder memoryLimit(String perWorker) {
            changes.put("muster.local.memory-limit", perWorker);
            return this;
        }

        /**
         * How much memory each worker may hold, in bytes.
         *
         * @param bytesPerWorker at least 0; 0 for no limit
         */
        public Builder memoryLimit(long bytesPerWorker) {
            if (bytesPerWorker < 0) {
                throw new IllegalArgumentException(
                        "memoryLimit=" + bytesPerWorker + ": at least 0 bytes, and 0 says no limit");
            }
            changes.put("muster.local.memory-limit", String.valueOf(bytesPerWorker));
            return this;
        }

        /** The cluster's name; a short random one if none is given. */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /** Further arguments for launched JVMs; without effect on threads. */
        public Builder jvmArgs(String... args) {
            return this;
        }

        /** A variable in the environment of launched JVMs; without effect on threads. */
        public Builder environment(String variable, String value) {
            return this;
        }

        /**
         * A resource of each worker.
         *
         * @param resource its name
         * @param amount above 0
         */
        public Builder resource(String resource, double amount) {
            if (!(amount > 0) || Double.isInfinite(amount)) {
                throw new IllegalArgumentException(
                        "resource " + resource + "=" + amount + ": a finite amount above 0 is needed");
            }
            resources.put(resource, amount);
            return this;
        }

        /** Settings to begin with, instead of the configuration that is found. */
        public Builder settings(Settings settings) {
            this.base = settings;
            return this;
        }

        private static void requireAtLeast(String parameter, int value, int least) {
            if (value < least) {
                throw new IllegalArgumentException(parameter + "=" + value + ": at least " + least + " is needed");
            }
        }

        /**
         * Starts the cluster.
         *
         * @throws ClusterException of code CONFIG if something asked for is not there
         */
        public LocalCluster build() {
            Settings from = base == null ? Settings.load() : base;
            Settings settings = from.with(changes);
            String chosen =
                    name.isEmpty() ? settings.text("muster.cluster.name").orElse("") : name;
            return new LocalCluster(chosen, settings, resources);
        }
    }
}
