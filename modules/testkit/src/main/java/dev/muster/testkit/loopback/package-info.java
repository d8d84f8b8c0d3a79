/**
 * A kind of cluster that joins nodes of one JVM over real non-blocking sockets, so that the wire format, selectors,
 * back-pressure and loss can be tested without a second process.
 *
 * <p>Called by tests, and found as {@code muster.cluster.type = loopback}. It is also the smallest complete example of
 * a plug-in: everything it knows of Muster is {@code dev.muster.spi} and {@code dev.muster.protocol}.
 *
 * <p>It must never pass an object from node to node by reference: whatever crosses goes through a socket.
 */
@NullMarked
package dev.muster.testkit.loopback;

import org.jspecify.annotations.NullMarked;
