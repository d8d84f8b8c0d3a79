/**
 * What clients' schedulers and workers say to each other, as values: peers, tasks' specifications, the closed list of
 * {@link dev.muster.protocol.Message messages}, and their wire format.
 *
 * <p>Called by both machines, by the shell that carries the messages, and by plug-ins (which see frames only). No threads, no
 * sockets, no user code: payloads are opaque here.
 */
@NullMarked
package dev.muster.protocol;

import org.jspecify.annotations.NullMarked;
