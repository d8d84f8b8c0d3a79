/**
 * The shell around the machines: the loop role, mailboxes, task threads, the result store, timers and liveness.
 *
 * <p>Called by the client and by the kinds of cluster; it calls the machines, and users' code on task threads only.
 *
 * <p>No decision is made here: what runs where and what moves is the machines' answer.
 */
@NullMarked
package dev.muster.node;

import org.jspecify.annotations.NullMarked;
