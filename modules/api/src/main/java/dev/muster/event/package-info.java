/**
 * What a client tells about itself while it works: single events to a listener, figures in a snapshot.
 *
 * <p>User code implements {@link dev.muster.event.ClientListener} and reads {@link dev.muster.event.Snapshot}; the
 * client calls the one and makes the other. Events are described by plain values, so that nothing a listener keeps
 * holds on to a task or its result. Listeners never run on a loop: a slow one loses events, it stops nothing.
 */
@NullMarked
package dev.muster.event;

import org.jspecify.annotations.NullMarked;
