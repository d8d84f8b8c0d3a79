package dev.muster.client;

import dev.muster.graph.Work;
import org.jspecify.annotations.Nullable;

/** Stands for a future in a graph. Immutable. */
record FutureLeaf(TaskFuture<?> future) implements Work {

    @Override
    public @Nullable Object run(@Nullable Object[] inputs) {
        return future.result();
    }
}
