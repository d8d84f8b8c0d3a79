/**
 * Showing people how far the work is: a bar for each kind of task on a terminal, plain lines elsewhere.
 *
 * <p>Called by the client, which supplies the figures, and by the command line. What is drawn is a function of figures, time
 * and width, so that tests need neither a terminal nor a clock; one thread per display reads the figures and writes.
 *
 * <p>Never in the way of the work: nothing here is called by a task, a caller or a loop, and a slow terminal delays only its
 * own drawing.
 */
@NullMarked
package dev.muster.progress;

import org.jspecify.annotations.NullMarked;
