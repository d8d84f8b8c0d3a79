package dev.muster.graph;

import org.jspecify.annotations.Nullable;

/** The works of a chain as one work: each runs on the result of the one before. Immutable. */
final class Chain implements Work {

    private static final long serialVersionUID = 1L;

    private final Work[] links;

    Chain(Work[] links) {
        this.links = links;
    }

    /** How many works there are if chains among them are taken apart. */
    static int lengthOf(Work work) {
        return work instanceof Chain chain ? chain.links.length : 1;
    }

    /** Puts the works that {@link #lengthOf} counted into an array; returns the index behind them. */
    static int unfold(Work work, Work[] into, int at) {
        if (work instanceof Chain chain) {
            System.arraycopy(chain.links, 0, into, at, chain.links.length);
            return at + chain.links.length;
        }
        into[at] = work;
        return at + 1;
    }

    /**
     * Runs the links in turn.
     *
     * @throws InterruptedException if the thread is interrupted between two links: a cancelled task does not begin the
     *     next, just as if the links were tasks of their own
     */
    @Override
    public @Nullable Object run(@Nullable Object[] inputs) throws Exception {
        @Nullable Object result = links[0].run(inputs);
        for (int next = 1; next < links.length; next++) {
            if (Thread.interrupted()) {
                throw new InterruptedException(
                        "stopped after link %d of %d of a fused chain".formatted(next, links.length));
            }
            result = links[next].run(new @Nullable Object[] {result});
        }
        return result;
    }
}
