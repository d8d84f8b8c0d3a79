package dev.muster.cluster;

import java.io.Serializable;
import java.util.Map;

/**
 * One worker, as it described itself when it joined. Immutable.
 *
 * @param id what names the worker in options, messages and errors; unique in its cluster, never empty
 * @param address where it is, for people to read, for example {@code unix:/tmp/m-3f9a/w0} or {@code thread:w0}
 * @param threads how many tasks of one thread it runs at once, at least 1
 * @param memoryBytes its memory limit in bytes; 0 if it has none
 * @param resources what it offers besides threads, by name, each a finite amount of at least 0; copied
 * @param tags what is said about it, by name, for placement; copied
 */
public record WorkerInfo(
        String id,
        String address,
        int threads,
        long memoryBytes,
        Map<String, Double> resources,
        Map<String, String> tags)
        implements Serializable {

    /**
     * Checks the bounds and copies the two maps.
     *
     * @throws IllegalArgumentException if the id is empty, a number is out of its bounds, or an amount is not finite
     */
    public WorkerInfo {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("id is empty: a worker needs a name that is unique in its cluster");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads=" + threads + " of worker " + id + ": at least 1 is needed");
        }
        if (memoryBytes < 0) {
            throw new IllegalArgumentException(
                    "memoryBytes=" + memoryBytes + " of worker " + id + ": at least 0, and 0 says no limit");
        }
        resources = Map.copyOf(resources);
        tags = Map.copyOf(tags);
        resources.forEach((name, amount) -> {
            if (!Double.isFinite(amount) || amount < 0) {
                throw new IllegalArgumentException("resource " + name + "=" + amount + " of worker " + id
                        + ": a finite amount of at least 0 is needed");
            }
        });
    }
}
