/**
 * Small programs that show one thing each, compiled and run with the build.
 *
 * <p>Read by people, quoted by the README, started by {@code muster run}.
 *
 * <p>They use what users use: nothing here may reach below the client.
 */
@NullMarked
package dev.muster.example;

import org.jspecify.annotations.NullMarked;
