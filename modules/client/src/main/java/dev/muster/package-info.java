/**
 * The entry points: lazy values, named schedulers, and computing several things in one go.
 *
 * <p>Called by users' programs; everything here stands on the client below it.
 *
 * <p>Nothing below may depend on this package.
 */
@NullMarked
package dev.muster;

import org.jspecify.annotations.NullMarked;
