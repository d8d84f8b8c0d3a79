/**
 * What one worker does next: slots, queue, grants, fetches and spills, as a machine from events to instructions.
 *
 * <p>Owned by the worker's loop in the node; the simulator drives the same machine on virtual time.
 *
 * <p>No I/O, no clock, no randomness, no threads: the same events give the same instructions.
 */
@NullMarked
package dev.muster.worker;

import org.jspecify.annotations.NullMarked;
