/**
 * Benchmarks, one class per question, each beside its peers in the same run.
 *
 * <p>Run by hand and by the one command that prints the table with machine and JDK.
 *
 * <p>Nothing depends on it, and no test asserts a time.
 */
@NullMarked
package dev.muster.benchmark;

import org.jspecify.annotations.NullMarked;
