/**
 * Task threads: they run users' code, report what became of it, and take the loop's role in turn.
 *
 * <p>Called by the worker's shell, which turns the worker machine's instructions about threads into calls here and hears its events.
 *
 * <p>What runs where is never decided here; nothing here encodes, stores or sends a value, which is left to {@code TaskValues}.
 */
@NullMarked
package dev.muster.task;

import org.jspecify.annotations.NullMarked;
