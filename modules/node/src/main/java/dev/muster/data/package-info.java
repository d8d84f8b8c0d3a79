/**
 * Where results stay and how they travel: the worker's result store with spilling, its data server, and the client of other
 * workers' data servers.
 *
 * <p>Called by the worker's shell and by sessions. Big values never pass a scheduler; they go from the holder to whoever needs them, over
 * connections of their own. Every thread here belongs to this package: none runs user code or holds a loop, so blocking I/O is safe.
 */
@NullMarked
package dev.muster.data;

import org.jspecify.annotations.NullMarked;
