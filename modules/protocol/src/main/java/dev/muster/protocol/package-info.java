/**
 * The closed list of messages between client, scheduler and worker, and their wire format with its version.
 *
 * <p>Used by both machines, which exchange these messages, and by the node, which carries them.
 *
 * <p>Immutable values only: a message never holds a lock, a stream or a thread.
 */
@NullMarked
package dev.muster.protocol;

import org.jspecify.annotations.NullMarked;
