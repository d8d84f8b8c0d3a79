package dev.muster.client;

import org.jspecify.annotations.Nullable;

/**
 * What a wait ended with: the futures, parted. Immutable.
 *
 * @param done those that have ended, well or not, in the order in which they were given
 * @param pending all others, in the order in which they were given
 * @param <T> the type of their values
 */
public record Waited<T extends @Nullable Object>(TaskFutures<T> done, TaskFutures<T> pending) {}
