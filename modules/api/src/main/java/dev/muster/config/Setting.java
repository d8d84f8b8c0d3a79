package dev.muster.config;

import org.jspecify.annotations.Nullable;

/**
 * One checked value in force. Immutable.
 *
 * @param text the value as its source spells it
 * @param parsed the value as its kind reads it; {@code null} for {@code auto}
 * @param origin where it stands, for people
 */
record Setting(String text, @Nullable Object parsed, String origin) {}
