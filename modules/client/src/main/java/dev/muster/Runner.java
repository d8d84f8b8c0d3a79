package dev.muster;

import dev.muster.compute.Computable;
import dev.muster.compute.Scheduler;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A scheduler of ours: what a name stands for. Immutable, thread-safe. */
interface Runner extends Scheduler {

    /**
     * Computes the values together and waits for them. Called by any thread, inside tasks too.
     *
     * @param many at least one
     * @return the values in their order; may hold nulls
     */
    List<@Nullable Object> values(Collection<? extends Computable<?>> many);

    /** Starts computing the value and keeps it where it is made. Waits only where there are no workers. */
    <T extends @Nullable Object> Delayed<T> persist(Delayed<T> delayed);
}
