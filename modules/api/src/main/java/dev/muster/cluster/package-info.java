/**
 * What callers see of a cluster: its name, its workers, how to grow, shrink and close it.
 *
 * <p>Called by user code and by the client. Where workers live and how frames reach them is the business of the
 * service-provider interface, whose types extend {@link dev.muster.cluster.Cluster}; they are kept apart so that a
 * caller's completion in an editor offers four methods and no more. Nothing here does I/O.
 */
@NullMarked
package dev.muster.cluster;

import org.jspecify.annotations.NullMarked;
