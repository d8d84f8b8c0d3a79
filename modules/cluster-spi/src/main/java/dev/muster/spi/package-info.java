/**
 * What a kind of cluster implements: where nodes live, and how a frame reaches one.
 *
 * <p>Implemented by plug-ins and looked up by {@link java.util.ServiceLoader} and the key {@code muster.cluster.type};
 * called by the node and the client.
 *
 * <p>A plug-in sees these types, the API and the messages' frames; never the machines, the node or the client.
 */
@NullMarked
package dev.muster.spi;

import org.jspecify.annotations.NullMarked;
