package dev.muster.protocol;

/**
 * Who goes first: (user priority, generation, static depth-first order), with children before their parent's siblings.
 * Immutable. Smaller compares first.
 *
 * <p>{@code order} numbers everything a session submits: a submission of n tasks takes the next n numbers, a graph in its
 * static order. It is the generation and the position in one. A child has its root ancestor's order and a greater depth, so it goes
 * before the tasks that were submitted after its parent.
 *
 * @param priority the user's priority; the greater goes first
 * @param order the number of the task, or of the root ancestor of a nested one
 * @param depth 0 for a task of the client's, one more for each nesting
 * @param sequence the task's own number; equals {@code order} at depth 0
 */
public record Rank(int priority, long order, int depth, long sequence) implements Comparable<Rank> {
    @Override
    public int compareTo(Rank other) {
        int by = Integer.compare(other.priority, priority);
        if (by == 0) {
            by = Long.compare(order, other.order);
        }
        if (by == 0) {
            by = Integer.compare(other.depth, depth);
        }
        return by != 0 ? by : Long.compare(sequence, other.sequence);
    }

    /** The rank of the task that stands {@code distance} places behind this one in the same submission. */
    public Rank plus(long distance) {
        return new Rank(priority, depth == 0 ? order + distance : order, depth, sequence + distance);
    }
}
