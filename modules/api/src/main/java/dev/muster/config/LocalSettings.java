package dev.muster.config;

import org.jspecify.annotations.Nullable;

/**
 * What a local cluster needs to be told: keys {@code muster.local.*}. Immutable.
 *
 * @param processes whether each worker is a process of its own
 * @param workers how many, at least 0; {@code null} if the cluster is to decide
 * @param threadsPerWorker how many tasks each runs at once, at least 1; {@code null} if the cluster is to decide
 * @param memoryLimit how much memory each may hold
 * @param strict whether everything is encoded even where references would do
 */
public record LocalSettings(
        boolean processes,
        @Nullable Integer workers,
        @Nullable Integer threadsPerWorker,
        MemoryLimit memoryLimit,
        boolean strict) {

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException naming the field, its value and the bound
     */
    public LocalSettings {
        if (workers != null) {
            Bounds.atLeast("workers", workers, 0);
        }
        if (threadsPerWorker != null) {
            Bounds.atLeast("threadsPerWorker", threadsPerWorker, 1);
        }
    }

    /**
     * The defaults of the reference.
     *
     * @return the record
     */
    public static LocalSettings defaults() {
        return from(Settings.defaults());
    }

    /**
     * What the settings say.
     *
     * @param settings to read
     * @return the record
     */
    public static LocalSettings from(Settings settings) {
        return new LocalSettings(
                settings.flag("muster.local.processes"),
                settings.readOrAuto("muster.local.workers", Integer.class),
                settings.readOrAuto("muster.local.threads-per-worker", Integer.class),
                settings.require("muster.local.memory-limit", MemoryLimit.class),
                settings.flag("muster.local.strict"));
    }
}
