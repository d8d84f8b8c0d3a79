package dev.muster.graph;

/** Whether chains of tasks become single tasks before a graph is scheduled. */
public enum Fusion {
    /** Every task stays as it was added. */
    NONE,
    /** Linear chains become one task each, as {@link TaskGraph#fuse()} describes. */
    CHAINS
}
