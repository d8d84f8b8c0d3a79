/**
 * A cluster in one thread on virtual time: the real scheduler and worker machines, joined by a network that delays, interleaves and
 * loses messages by a seed, with workers that die, freeze and come back, and clients that draw their programs by the same seed.
 *
 * <p>Called by tests, and by {@link dev.muster.testkit.simulation.SimulatorFigures} for figures of the machines. The same seed gives
 * the same run, event by event. Every machine is validated after every event; at the end results are exact and nothing is held.
 *
 * <p>It must never read a clock, start a thread or iterate over anything whose order is not fixed by the seed.
 */
@NullMarked
package dev.muster.testkit.simulation;

import org.jspecify.annotations.NullMarked;
