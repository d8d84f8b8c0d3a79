/**
 * Who should run what: the scheduler as a machine from events to instructions.
 *
 * <p>Owned by the loop of the node that holds the client's session; the simulator drives the same machine on virtual time.
 *
 * <p>No I/O, no clock, no randomness, no threads: the same events give the same instructions.
 */
@NullMarked
package dev.muster.scheduler;

import org.jspecify.annotations.NullMarked;
