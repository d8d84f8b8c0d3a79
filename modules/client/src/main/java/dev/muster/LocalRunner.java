package dev.muster;

import dev.muster.client.GraphSource;
import dev.muster.compute.Computable;
import dev.muster.graph.IndexedGraph;
import dev.muster.graph.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs graphs in this JVM without a client. Immutable.
 *
 * <p>There are no workers, so options that speak of workers, tries or times have no effect; a function that throws ends the
 * computation.
 *
 * @param name of the scheduler
 * @param run makes the values of a graph's goals, in their order
 */
record LocalRunner(String name, Function<IndexedGraph, @Nullable Object[]> run) implements Runner {

    @Override
    public List<@Nullable Object> values(Collection<? extends Computable<?>> many) {
        GraphSource.Merged merged = GraphSource.merge(many);
        IndexedGraph graph = merged.graph().indexed();
        @Nullable Object[] made = run.apply(graph);
        Map<Key, Integer> which = new HashMap<>();
        for (int goal = 0; goal < graph.goalCount(); goal++) {
            which.put(graph.task(graph.goal(goal)).key(), goal);
        }
        List<@Nullable Object> values = new ArrayList<>(merged.goals().size());
        for (Key goal : merged.goals()) {
            values.add(made[Objects.requireNonNull(which.get(goal))]);
        }
        return values;
    }

    @Override
    @SuppressWarnings("unchecked") // a delayed value makes values of its type
    public <T extends @Nullable Object> Delayed<T> persist(Delayed<T> delayed) {
        return Delayed.value((T) values(List.of(delayed)).get(0));
    }

    @Override
    public String toString() {
        return "Schedulers." + name;
    }
}
