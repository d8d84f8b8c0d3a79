/**
 * What a user may rely on with every kind of cluster, as tests: {@link dev.muster.testkit.contract.ClusterContract} is
 * extended once for each kind and only says how to open one.
 *
 * <p>Called by the tests of plug-ins. Task bodies tell the test what they did through files, never through objects of the
 * test's, so that a body may run in another process.
 *
 * <p>Sees what users see: the client and what lies below it in the API, never a node or a machine.
 */
@NullMarked
package dev.muster.testkit.contract;

import org.jspecify.annotations.NullMarked;
