package dev.muster.task;

/**
 * Looks how much stack is left. Thread-safe.
 *
 * <p>A task that waits may be deep in a recursion of its own, and what the thread does while it waits, running the machines or another
 * task, happens on top of that. A stack overflow in the machines would fail the node for what is the user's mistake, so the thread does
 * only plain waiting where little is left.
 */
final class StackProbe {
    /** Enough frames to need several times what the machines and the start of a task do. */
    private static final int DEPTH = 600;

    private StackProbe() {}

    /** Whether there is plenty. */
    static boolean plenty() {
        try {
            return descend(DEPTH, 1, 2, 3) != 0;
        } catch (StackOverflowError e) {
            return false;
        }
    }

    private static long descend(int depth, long a, long b, long c) {
        return depth == 0 ? a + b + c : descend(depth - 1, b + 1, c, a) + a;
    }
}
