/** Placeholder. */
@org.jspecify.annotations.NullMarked
package dev.muster.launch;
