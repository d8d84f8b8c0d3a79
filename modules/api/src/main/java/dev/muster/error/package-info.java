/**
 * How Muster fails: one unchecked root with a code, and a subclass for each kind that callers catch.
 *
 * <p>Thrown by every other package; caught by user code. A message says what failed, which task or worker it was, how
 * much was met against which limit, and what to do next. Wrong arguments are no business of this package: they are
 * {@link java.lang.IllegalArgumentException}s that name parameter, value and bound.
 *
 * <p>All types here can travel: they are serialisable, and so is everything they hold.
 */
@NullMarked
package dev.muster.error;

import org.jspecify.annotations.NullMarked;
