package dev.muster.graph;

/**
 * Who is linked to whom, for nodes numbered from 0, as two flat arrays. Immutable by convention: whoever makes one hands
 * its arrays over.
 *
 * <p>The links of a node are the slots {@code start(node)} to {@code end(node) - 1}.
 */
final class Edges {

    private final int[] starts;
    private final int[] targets;

    /**
     * @param starts for each node its first slot, and behind the last node the number of slots
     * @param targets the node that each slot leads to
     */
    Edges(int[] starts, int[] targets) {
        this.starts = starts;
        this.targets = targets;
    }

    int nodes() {
        return starts.length - 1;
    }

    int count(int node) {
        return starts[node + 1] - starts[node];
    }

    int start(int node) {
        return starts[node];
    }

    int end(int node) {
        return starts[node + 1];
    }

    int target(int slot) {
        return targets[slot];
    }

    /** The links the other way round, each once, those of a node in ascending order. */
    Edges reversed() {
        int[] ascending = new int[nodes()];
        for (int node = 0; node < ascending.length; node++) {
            ascending[node] = node;
        }
        return reversed(ascending);
    }

    /**
     * The links the other way round, each once, those of a node in the order in which {@code sequence} names their far
     * ends. So all lists are sorted by one criterion at the price of one sort of the nodes.
     *
     * @param sequence every node once
     */
    Edges reversed(int[] sequence) {
        int[] lastSeen = new int[nodes()];
        int[] from = new int[nodes() + 1];
        for (int node : sequence) {
            for (int slot = start(node); slot < end(node); slot++) {
                int target = targets[slot];
                if (lastSeen[target] != node + 1) {
                    lastSeen[target] = node + 1;
                    from[target + 1]++;
                }
            }
        }
        for (int node = 0; node < nodes(); node++) {
            from[node + 1] += from[node];
        }
        return new Edges(from, fill(sequence, from, lastSeen));
    }

    private int[] fill(int[] sequence, int[] from, int[] lastSeen) {
        int[] next = from.clone();
        int[] back = new int[from[nodes()]];
        for (int node : sequence) {
            for (int slot = start(node); slot < end(node); slot++) {
                int target = targets[slot];
                // Negative marks belong to this pass, so the marks of the first need not be wiped.
                if (lastSeen[target] != -(node + 1)) {
                    lastSeen[target] = -(node + 1);
                    back[next[target]++] = node;
                }
            }
        }
        return back;
    }
}
