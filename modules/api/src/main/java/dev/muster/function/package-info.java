/**
 * What users hand over to be run: functions, actions and conditions that may throw and can travel.
 *
 * <p>The types of {@code java.util.function} are neither serialisable nor may they throw a checked exception, so a
 * program written with them would pass on threads and fail on processes. These interfaces are {@link
 * java.io.Serializable}, hence a lambda written where one of them is expected is serialisable too, without a cast.
 *
 * <p>Called by user code everywhere. No two interfaces share a name and an arity, so overloads stay resolvable. Nothing
 * here may depend on another package of Muster.
 */
@NullMarked
package dev.muster.function;

import org.jspecify.annotations.NullMarked;
