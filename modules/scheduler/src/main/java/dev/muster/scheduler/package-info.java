/**
 * Who should run what: a deterministic machine, events in, instructions out. One for each client, in the client's JVM.
 *
 * <p>Called by the node that carries its messages and by the simulator. It does no I/O, reads no clock, draws no random number, starts
 * no thread and runs no user code; it is owned by one loop at a time.
 */
@NullMarked
package dev.muster.scheduler;

import org.jspecify.annotations.NullMarked;
