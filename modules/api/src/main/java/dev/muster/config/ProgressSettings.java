package dev.muster.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a progress bar needs to be told: keys {@code muster.progress.*}. Immutable.
 *
 * @param enabled whether it is drawn; {@code null} if the terminal is to decide
 * @param interval the time between two drawings, more than 0
 */
public record ProgressSettings(@Nullable Boolean enabled, Duration interval) {

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException naming the field, its value and the bound
     */
    public ProgressSettings {
        Bounds.positive("interval", interval);
    }

    /**
     * The defaults of the reference.
     *
     * @return the record
     */
    public static ProgressSettings defaults() {
        return from(Settings.defaults());
    }

    /**
     * What the settings say.
     *
     * @param settings to read
     * @return the record
     */
    public static ProgressSettings from(Settings settings) {
        return new ProgressSettings(
                settings.readOrAuto("muster.progress.enabled", Boolean.class),
                settings.duration("muster.progress.interval"));
    }
}
