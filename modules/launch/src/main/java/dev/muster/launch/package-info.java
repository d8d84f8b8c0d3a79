/**
 * Worker JVMs of this machine: how they are started, watched and ended.
 *
 * <p>The program's side is {@link dev.muster.launch.Launcher}: it starts JVMs on Muster's own jars with a start-up
 * archive, hands them their settings and the user's class path by content over a pipe, passes on what they print, and
 * says how each one ended. The worker's side is {@link dev.muster.launch.WorkerMain}, which runs a {@link
 * dev.muster.launch.WorkerProgram} and ends with its parent, however that one ends.
 *
 * <p>Called by clusters that launch workers. It knows nothing of tasks, messages and sockets. The worker's side may touch
 * nothing beyond the JDK before the program runs: each class loaded there is loaded in every worker at every start.
 */
@NullMarked
package dev.muster.launch;

import org.jspecify.annotations.NullMarked;
