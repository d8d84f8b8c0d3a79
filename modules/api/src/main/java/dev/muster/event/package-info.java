/**
 * What programs may observe: listeners, task events and snapshots.
 *
 * <p>Called on threads of their own, never on a loop, so a slow listener loses events instead of slowing the work.
 *
 * <p>Everything here is immutable or an interface; nothing here may call back into the client.
 */
@NullMarked
package dev.muster.event;

import org.jspecify.annotations.NullMarked;
