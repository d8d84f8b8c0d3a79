/**
 * A cluster as its callers see it: its name, its workers, how to scale and to close it.
 *
 * <p>Used by programs and by the client; kinds of cluster implement more than this, in the SPI, which callers need not see.
 *
 * <p>Nothing here may do I/O: the types describe, the kinds of cluster act.
 */
@NullMarked
package dev.muster.cluster;

import org.jspecify.annotations.NullMarked;
