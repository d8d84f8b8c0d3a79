package dev.muster.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Three values that travel together. Immutable, as far as the three values are.
 *
 * @param <A> the type of the first value
 * @param <B> the type of the second value
 * @param <C> the type of the third value
 * @param first the first value; may be {@code null} if {@code A} allows
 * @param second the second value; may be {@code null} if {@code B} allows
 * @param third the third value; may be {@code null} if {@code C} allows
 */
public record Triple<A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>(
        A first, B second, C third) implements Serializable {}
