/**
 * Keys, tasks and graphs of tasks, and what can be said of a graph before it runs: cull, fuse, order.
 *
 * <p>Called by the client and the collections, which build graphs, and by the scheduler, which reads them.
 *
 * <p>Values only: no threads, no I/O, no clock, and no recursion that a long chain could overflow.
 */
@NullMarked
package dev.muster.graph;

import org.jspecify.annotations.NullMarked;
