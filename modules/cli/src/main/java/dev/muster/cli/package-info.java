/**
 * The command line behind {@code bin/muster}.
 *
 * <p>Called by the launcher; sees kinds of cluster at run time only, through the client.
 *
 * <p>The only place in Muster that prints or ends the JVM.
 */
@NullMarked
package dev.muster.cli;

import org.jspecify.annotations.NullMarked;
