/**
 * What can be computed, and where: the two words that the client and every collection share.
 *
 * <p>Bags, arrays, data frames and delayed values are all {@link dev.muster.compute.Computable}; what runs them is
 * named by a {@link dev.muster.compute.Scheduler}. They live below the client because the client takes them as
 * arguments while the collections above are built on the client: without this package the two would form a cycle.
 *
 * <p>Called by user code, implemented by Muster's collections. No machinery here.
 */
@NullMarked
package dev.muster.compute;

import org.jspecify.annotations.NullMarked;
