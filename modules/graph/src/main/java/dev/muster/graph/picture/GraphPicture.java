package dev.muster.graph.picture;

import dev.muster.graph.TaskGraph;

/**
 * Draws graphs. Pure functions, so any thread may call them; the same graph gives the same text.
 *
 * <p>Tasks of one kind, which is to say of one name, share a colour; goals have a double border; an arrow goes from a task
 * to one that takes its result. A graph of more than {@value #MOST_TASKS_DRAWN} tasks is drawn with one box for all tasks
 * of one kind in one layer, or, should that still be too much, one box for each kind.
 */
public final class GraphPicture {

    /** The largest graph of which every task is drawn. */
    public static final int MOST_TASKS_DRAWN = 500;

    private GraphPicture() {}

    /** Returns the picture in the DOT language, for Graphviz and the many programs that read the same. */
    public static String dot(TaskGraph graph) {
        return DotWriter.write(Scene.of(graph, MOST_TASKS_DRAWN));
    }

    /** Returns the picture as one self-contained SVG document. */
    public static String svg(TaskGraph graph) {
        return SvgWriter.write(Scene.of(graph, MOST_TASKS_DRAWN));
    }
}
