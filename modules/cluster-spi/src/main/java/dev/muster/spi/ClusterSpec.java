package dev.muster.spi;

import java.util.function.UnaryOperator;

/**
 * What is asked of a provider: a cluster as the settings describe it. Immutable.
 *
 * <p>Settings come as a function from key to text, so that a plug-in depends on no configuration library and reads only
 * its own keys ({@code muster.<its name>.…}).
 *
 * @param name the name that the cluster is to have; empty: the provider makes one up
 * @param settings the effective value of a key, with all precedence applied; throws a {@code ClusterException} of code
 *     CONFIG that suggests the nearest key for one that does not exist
 */
public record ClusterSpec(String name, UnaryOperator<String> settings) {
    /** The effective value of a key, as text. */
    public String value(String key) {
        return settings.apply(key);
    }
}
