/**
 * The loop: one role that one thread holds at a time, under which the machines run, with its mailbox, timers and completion threads.
 *
 * <p>Called by everything of a node that has something to tell a machine, and by the task threads, which take the role in turn.
 *
 * <p>Under the role nothing blocks, nothing is encoded, nothing is logged directly and no user code runs.
 */
@NullMarked
package dev.muster.loop;

import org.jspecify.annotations.NullMarked;
