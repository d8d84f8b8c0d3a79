package dev.muster;

import dev.muster.client.Client;
import dev.muster.client.GraphSource;
import dev.muster.client.TaskFuture;
import dev.muster.compute.Computable;
import dev.muster.graph.Key;
import dev.muster.graph.TaskGraph;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs graphs on a client. Immutable.
 *
 * @param name of the scheduler
 * @param client asked for each time something is computed
 */
record ClientRunner(String name, Supplier<Client> client) implements Runner {

    @Override
    public List<@Nullable Object> values(Collection<? extends Computable<?>> many) {
        GraphSource.Merged merged = GraphSource.merge(many);
        Map<Key, TaskFuture<Object>> futures = GraphSource.submit(client.get(), merged.graph());
        try {
            List<@Nullable Object> values = new ArrayList<>(merged.goals().size());
            for (Key goal : merged.goals()) {
                values.add(Objects.requireNonNull(futures.get(goal)).result());
            }
            return values;
        } finally {
            release(merged.graph(), futures);
        }
    }

    /** Lets go at once, also of what still runs after a failure or an interrupt; but not of futures that were given to us. */
    private static void release(TaskGraph graph, Map<Key, TaskFuture<Object>> futures) {
        futures.forEach((key, future) -> {
            Optional<?> given = graph.task(key).map(GraphSource::heldBy);
            if (given.isEmpty()) {
                future.release();
            }
        });
    }

    @Override
    public <T extends @Nullable Object> Delayed<T> persist(Delayed<T> delayed) {
        return Delayed.future(client.get().compute(delayed));
    }

    @Override
    public String toString() {
        return "Schedulers." + name;
    }
}
