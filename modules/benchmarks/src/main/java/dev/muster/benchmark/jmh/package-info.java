/**
 * What single steps cost, by JMH: a submit, an event of the scheduler's machine, an offer to the loop.
 *
 * <p>Run by {@code modules/benchmarks/run --jmh}, by hand, before and after a change of the code that they measure.
 *
 * <p>Nothing depends on it; the table of promises is measured by the package above.
 */
@NullMarked
package dev.muster.benchmark.jmh;

import org.jspecify.annotations.NullMarked;
