package dev.muster.spi;

import dev.muster.config.Settings;

/**
 * What is asked of a provider: a cluster as the settings describe it. Immutable.
 *
 * @param name the name that the cluster is to have; empty: the provider makes one up
 * @param settings all effective settings, with precedence applied; a plug-in reads its own keys ({@code muster.<its name>.…}) and hands
 *     them on to the nodes it starts
 */
public record ClusterSpec(String name, Settings settings) {
    /** The effective value of a key, as text. */
    public String value(String key) {
        return settings.value(key);
    }
}
