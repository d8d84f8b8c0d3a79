/**
 * What a worker does next: a deterministic machine, events in, instructions out. The authority on its slots, queue order, resources
 * and memory, serving several sessions at once.
 *
 * <p>Called by the node that owns the task threads and by the simulator. It does no I/O, reads no clock, draws no random number, starts
 * no thread and runs no user code; it is owned by one loop at a time.
 */
@NullMarked
package dev.muster.worker;

import org.jspecify.annotations.NullMarked;
