/**
 * The rules that hold across modules: the arrows between them, what the machines may not touch, how files are named and how
 * long they are.
 *
 * <p>Run with every build. A rule is a function from classes or files to the list of places that break it, so that each is
 * also shown to find an offender.
 */
@NullMarked
package dev.muster.architecture;

import org.jspecify.annotations.NullMarked;
