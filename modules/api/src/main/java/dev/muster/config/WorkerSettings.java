package dev.muster.config;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a worker needs to be told: keys {@code muster.worker.*}. Immutable.
 *
 * @param maxWaiting how many of its tasks may wait for tasks of their own at once, at least 0
 * @param dataPorts where its data server may listen; {@code null} for any free port
 * @param interruptGrace how long a cancelled task may ignore its interrupt, at least 0
 * @param spillAt fraction of the memory limit above which results go to disk, at most {@code pauseAt}
 * @param pauseAt fraction of the memory limit above which no task starts, at most {@code replaceAt}
 * @param replaceAt fraction of the memory limit above which a worker process is replaced, at most 1
 */
public record WorkerSettings(
        int maxWaiting,
        @Nullable PortRange dataPorts,
        Duration interruptGrace,
        double spillAt,
        double pauseAt,
        double replaceAt)
        implements Serializable {

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException naming the field, its value and the bound
     */
    public WorkerSettings {
        Bounds.atLeast("maxWaiting", maxWaiting, 0);
        Bounds.notNegative("interruptGrace", interruptGrace);
        Bounds.fraction("spillAt", spillAt);
        Bounds.fraction("pauseAt", pauseAt);
        Bounds.fraction("replaceAt", replaceAt);
        Bounds.notAbove("spillAt", spillAt, "pauseAt", pauseAt);
        Bounds.notAbove("pauseAt", pauseAt, "replaceAt", replaceAt);
    }

    /**
     * The defaults of the reference.
     *
     * @return the record
     */
    public static WorkerSettings defaults() {
        return from(Settings.defaults());
    }

    /**
     * What the settings say.
     *
     * @param settings to read
     * @return the record
     * @throws dev.muster.error.ClusterException CONFIG if the three fractions are in the wrong order
     */
    public static WorkerSettings from(Settings settings) {
        settings.requireOrder("worker");
        return new WorkerSettings(
                settings.integer("muster.worker.max-waiting"),
                settings.readOrAuto("muster.worker.data-ports", PortRange.class),
                settings.duration("muster.worker.interrupt-grace"),
                settings.real("muster.worker.spill-at"),
                settings.real("muster.worker.pause-at"),
                settings.real("muster.worker.replace-at"));
    }
}
