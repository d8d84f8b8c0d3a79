package dev.muster.config;

import org.jspecify.annotations.Nullable;

/**
 * One value as one source gives it, not checked yet. Immutable.
 *
 * @param key the full key
 * @param text the value; {@code null} where the source has a list, which no key takes
 * @param origin where it stands, for people: a file and line, a property, a variable, code
 * @param description the comment above it; empty but in the reference
 */
record Entry(String key, @Nullable String text, String origin, String description) {

    Entry(String key, String text, String origin) {
        this(key, text, origin, "");
    }
}
