/**
 * What can be computed, and where: the common type of everything lazy, and the name of a scheduler.
 *
 * <p>Used by the client, by {@code Delayed} and by the collections, which would form a cycle without a common package below
 * them.
 *
 * <p>Nothing here may run anything or know which schedulers exist.
 */
@NullMarked
package dev.muster.compute;

import org.jspecify.annotations.NullMarked;
