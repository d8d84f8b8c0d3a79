/**
 * Pictures of a graph, as text: DOT for Graphviz and SVG for a browser.
 *
 * <p>Called by whoever shows a computation to a person: the client's {@code visualize}, the command line. The SVG is laid
 * out and drawn here, so no program need be installed. A graph with more tasks than a person can look at is drawn as a
 * summary. Nothing here writes files or touches a graph's works.
 */
@NullMarked
package dev.muster.graph.picture;

import org.jspecify.annotations.NullMarked;
