/**
 * Turns functions, arguments and values into bytes and back.
 *
 * <p>Called by the node on callers' threads and task threads; never on a loop, because it runs users' code.
 *
 * <p>{@link dev.muster.codec.KryoCodec} decides by an object's class which {@code Form} it has; {@code Forms} holds that
 * decision, {@code Registry} the classes that have numbers, {@code Coder} one instance of Kryo. Classes without a number
 * travel by name, with a print of what their form depends on, so that other versions are found out.
 *
 * <p>Decodes nothing from a peer that has not been authenticated.
 */
@NullMarked
package dev.muster.codec;

import org.jspecify.annotations.NullMarked;
