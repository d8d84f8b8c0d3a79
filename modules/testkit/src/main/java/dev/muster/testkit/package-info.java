/**
 * What authors of clusters test with: a simulated cluster on virtual time, a loop-back link over sockets, contract suites.
 *
 * <p>Called by the tests of every kind of cluster, Muster's own included.
 *
 * <p>Production code never depends on it.
 */
@NullMarked
package dev.muster.testkit;

import org.jspecify.annotations.NullMarked;
