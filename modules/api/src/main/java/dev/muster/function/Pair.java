package dev.muster.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Two values that travel together. Immutable, as far as the two values are.
 *
 * <p>{@link java.util.Map#entry} would do but for two things: it is not serialisable and refuses {@code null}.
 *
 * @param <A> the type of the first value
 * @param <B> the type of the second value
 * @param first the first value; may be {@code null} if {@code A} allows
 * @param second the second value; may be {@code null} if {@code B} allows
 */
public record Pair<A extends @Nullable Object, B extends @Nullable Object>(A first, B second) implements Serializable {}
