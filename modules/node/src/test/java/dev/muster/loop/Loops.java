package dev.muster.loop;

import dev.muster.config.NodeSettings;

/** Settings for loops. */
public final class Loops {
    private Loops() {}

    /** The defaults, with either kind of loop. */
    public static NodeSettings settings(boolean dedicated) {
        NodeSettings defaults = NodeSettings.defaults();
        return new NodeSettings(
                dedicated ? NodeSettings.Loop.DEDICATED : NodeSettings.Loop.ROLE,
                defaults.liveness(),
                defaults.ping(),
                defaults.highWater(),
                defaults.lowWater(),
                defaults.stopAt());
    }
}
