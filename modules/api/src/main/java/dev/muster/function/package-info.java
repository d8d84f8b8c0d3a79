/**
 * The functions users hand over: serialisable, free to throw, one method each.
 *
 * <p>Called by users' programs, which write lambdas and method references for these types, and by everything below that runs
 * them. They are our own because those of {@code java.util.function} are neither serialisable nor may they throw.
 *
 * <p>Nothing here may know of clusters, tasks or futures.
 */
@NullMarked
package dev.muster.function;

import org.jspecify.annotations.NullMarked;
