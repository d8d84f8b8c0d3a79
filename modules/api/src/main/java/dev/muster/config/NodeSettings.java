package dev.muster.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * What every member needs to be told about its loop and its peers: keys {@code muster.node.*}. Immutable.
 *
 * @param loop who runs the loop
 * @param liveness how long a peer may be silent before it is lost, more than {@code ping}
 * @param ping how often an idle peer says that it lives, more than 0
 * @param highWater how much may be queued to one peer before it gets no new work, less than {@code stopAt}
 * @param lowWater at how much queued work flows again, at least 1 byte, less than {@code highWater}
 * @param stopAt how much may be queued for a session before its worker starts nothing more for it
 */
public record NodeSettings(
        Loop loop, Duration liveness, Duration ping, DataSize highWater, DataSize lowWater, DataSize stopAt)
        implements Serializable {

    /** Who runs a node's loop. */
    public enum Loop {
        /** Whichever thread has something for it, one at a time. */
        ROLE,
        /** Always a thread of its own. */
        DEDICATED
    }

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException naming the field, its value and the bound
     */
    public NodeSettings {
        Bounds.positive("ping", ping);
        Bounds.below("ping", ping, "liveness", liveness);
        Bounds.positive("lowWater", lowWater);
        Bounds.below("lowWater", lowWater, "highWater", highWater);
        Bounds.below("highWater", highWater, "stopAt", stopAt);
    }

    /**
     * The defaults of the reference.
     *
     * @return the record
     */
    public static NodeSettings defaults() {
        return from(Settings.defaults());
    }

    /**
     * What the settings say.
     *
     * @param settings to read
     * @return the record
     * @throws dev.muster.error.ClusterException CONFIG if marks or times are in the wrong order
     */
    public static NodeSettings from(Settings settings) {
        settings.requireOrder("node");
        return new NodeSettings(
                settings.choice("muster.node.loop", Loop.class),
                settings.duration("muster.node.liveness"),
                settings.duration("muster.node.ping"),
                settings.size("muster.node.high-water"),
                settings.size("muster.node.low-water"),
                settings.size("muster.node.stop-at"));
    }
}
