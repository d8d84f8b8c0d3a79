/**
 * Turns functions, arguments and values into bytes and back.
 *
 * <p>Called by the node on callers' threads and task threads; never on a loop, because it runs users' code.
 *
 * <p>Decodes nothing from a peer that has not been authenticated.
 */
@NullMarked
package dev.muster.codec;

import org.jspecify.annotations.NullMarked;
