/**
 * The one family of unchecked exceptions, each with a code that failures can be counted by.
 *
 * <p>Thrown by every module and caught by users, who get subclasses only for what they are likely to catch.
 *
 * <p>Nothing here may depend on another package.
 */
@NullMarked
package dev.muster.error;

import org.jspecify.annotations.NullMarked;
