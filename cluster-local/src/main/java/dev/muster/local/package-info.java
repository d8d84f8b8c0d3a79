/**
 * This machine as a cluster: its threads, and processes it launches.
 *
 * <p>Called by users' programs, or opened by the client when configuration names it.
 *
 * <p>Knows the node and the SPI, never the client.
 */
@NullMarked
package dev.muster.local;

import org.jspecify.annotations.NullMarked;
