package dev.muster.spi;

import java.util.Map;

/**
 * What a worker is to be. Immutable.
 *
 * @param name how the workers' names begin; the cluster adds what makes them unique
 * @param threads task threads, at least 1
 * @param memory memory limit in bytes; 0 for none
 * @param resources amounts by name, each above 0
 * @param tags labels by name
 */
public record WorkerSpec(
        String name, int threads, long memory, Map<String, Double> resources, Map<String, String> tags) {
    public WorkerSpec {
        resources = Map.copyOf(resources);
        tags = Map.copyOf(tags);
        if (threads < 1) {
            throw new IllegalArgumentException("threads=" + threads + " of worker " + name + ": at least 1 is needed");
        }
        if (memory < 0) {
            throw new IllegalArgumentException(
                    "memory=" + memory + " bytes of worker " + name + ": at least 0, and 0 says no limit");
        }
    }

    /** So many threads; no memory limit, resources or tags. */
    public static WorkerSpec of(String name, int threads) {
        return new WorkerSpec(name, threads, 0, Map.of(), Map.of());
    }

    /** The same under another name: what a cluster gives to the single worker it starts. */
    public WorkerSpec named(String newName) {
        return new WorkerSpec(newName, threads, memory, resources, tags);
    }
}
