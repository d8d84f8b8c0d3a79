/**
 * What is to be computed: tasks, their keys and the graph they form.
 *
 * <p>The client and the collections build a {@link dev.muster.graph.TaskGraph}; the scheduler takes it as an
 * {@link dev.muster.graph.IndexedGraph}, whose tasks are already culled, fused and sorted. Everything here is an
 * immutable value. This package never runs a task, knows neither workers nor clients, and depends on nothing but the
 * JDK. All walks over a graph are loops over flat arrays: a chain of a million tasks needs no deep stack, and nothing
 * here takes more than n log n steps for n tasks and links.
 */
@NullMarked
package dev.muster.graph;

import org.jspecify.annotations.NullMarked;
