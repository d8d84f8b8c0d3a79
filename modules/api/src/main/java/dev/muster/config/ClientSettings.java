package dev.muster.config;

/**
 * What a client needs to be told: keys {@code muster.client.*}. Immutable.
 *
 * @param maxPending how many tasks may be unfinished before submitting waits or fails, at least 1
 * @param maxPendingBytes how much encoded work may be unfinished before submitting waits or fails, at least 1 byte
 * @param whenFull what submitting does at these bounds
 * @param inlineStore fraction of the heap for small results kept with the client, from 0 to 1
 */
public record ClientSettings(int maxPending, DataSize maxPendingBytes, WhenFull whenFull, double inlineStore) {

    /** What submitting does when too much is unfinished. */
    public enum WhenFull {
        /** Wait for room; inside a task, fail. */
        WAIT,
        /** Fail at once. */
        FAIL
    }

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException naming the field, its value and the bound
     */
    public ClientSettings {
        Bounds.atLeast("maxPending", maxPending, 1);
        Bounds.positive("maxPendingBytes", maxPendingBytes);
        Bounds.fraction("inlineStore", inlineStore);
    }

    /**
     * The defaults of the reference.
     *
     * @return the record
     */
    public static ClientSettings defaults() {
        return from(Settings.defaults());
    }

    /**
     * What the settings say.
     *
     * @param settings to read
     * @return the record
     */
    public static ClientSettings from(Settings settings) {
        return new ClientSettings(
                settings.integer("muster.client.max-pending"),
                settings.size("muster.client.max-pending-bytes"),
                settings.choice("muster.client.when-full", WhenFull.class),
                settings.real("muster.client.inline-store"));
    }
}
