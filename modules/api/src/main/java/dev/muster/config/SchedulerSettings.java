package dev.muster.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * What a scheduler needs to be told: keys {@code muster.scheduler.*}. Immutable.
 *
 * @param allowedFailures how many workers may die under one task before it is given up, at least 0
 * @param noWorkerTimeout how long a task may wait while no member could ever run it, more than 0
 * @param storyRing how many transitions are remembered for error reports, at least 1
 * @param watchdog how often tasks are looked over for ones that make no progress, more than 0
 * @param lease how long workers keep what a vanished client held, more than 0
 */
public record SchedulerSettings(
        int allowedFailures, Duration noWorkerTimeout, int storyRing, Duration watchdog, Duration lease)
        implements Serializable {

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException naming the field, its value and the bound
     */
    public SchedulerSettings {
        Bounds.atLeast("allowedFailures", allowedFailures, 0);
        Bounds.positive("noWorkerTimeout", noWorkerTimeout);
        Bounds.atLeast("storyRing", storyRing, 1);
        Bounds.positive("watchdog", watchdog);
        Bounds.positive("lease", lease);
    }

    /**
     * The defaults of the reference.
     *
     * @return the record
     */
    public static SchedulerSettings defaults() {
        return from(Settings.defaults());
    }

    /**
     * What the settings say.
     *
     * @param settings to read
     * @return the record
     */
    public static SchedulerSettings from(Settings settings) {
        return new SchedulerSettings(
                settings.integer("muster.scheduler.allowed-failures"),
                settings.duration("muster.scheduler.no-worker-timeout"),
                settings.integer("muster.scheduler.story-ring"),
                settings.duration("muster.scheduler.watchdog"),
                settings.duration("muster.scheduler.lease"));
    }
}
