/**
 * What users call: submit, collect, place data, look at workers, close.
 *
 * <p>Called by users' programs from any thread.
 *
 * <p>Users' functions never run on a caller's thread or on a loop, unless the client is the synchronous one.
 */
@NullMarked
package dev.muster.client;

import org.jspecify.annotations.NullMarked;
