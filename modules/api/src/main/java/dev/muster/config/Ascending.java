package dev.muster.config;

import java.util.List;

/**
 * Keys whose values must not fall. Immutable.
 *
 * @param keys in rising order, at least two, of one comparable type
 * @param strict whether two neighbours may not be equal either
 */
record Ascending(List<String> keys, boolean strict) {

    static Ascending strictly(String... keys) {
        return new Ascending(List.of(keys), true);
    }

    static Ascending weakly(String... keys) {
        return new Ascending(List.of(keys), false);
    }
}
