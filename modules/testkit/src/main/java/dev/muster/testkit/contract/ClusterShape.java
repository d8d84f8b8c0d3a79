package dev.muster.testkit.contract;

import dev.muster.config.Settings;
import java.util.HashMap;
import java.util.Map;

/**
 * What a test asks a kind of cluster for. Immutable.
 *
 * @param workers how many, at least 0
 * @param threads task threads of each, at least 1
 * @param resources what each worker offers besides threads, by name
 * @param settings what the cluster is to be opened with; {@code muster.worker.*} and {@code muster.node.*} matter here
 */
public record ClusterShape(int workers, int threads, Map<String, Double> resources, Settings settings) {

    /** Copies the resources. */
    public ClusterShape {
        resources = Map.copyOf(resources);
    }

    /**
     * Workers without resources, under the defaults.
     *
     * @param workers how many
     * @param threads of each
     * @return the shape
     */
    public static ClusterShape of(int workers, int threads) {
        return new ClusterShape(workers, threads, Map.of(), Settings.defaults());
    }

    /**
     * The same, with one setting changed.
     *
     * @param key of the setting
     * @param value its new value
     * @return a new shape
     */
    public ClusterShape with(String key, Object value) {
        return new ClusterShape(workers, threads, resources, settings.with(key, value));
    }

    /**
     * The same, with one resource more.
     *
     * @param name of the resource
     * @param amount that each worker offers
     * @return a new shape
     */
    public ClusterShape resource(String name, double amount) {
        Map<String, Double> more = new HashMap<>(resources);
        more.put(name, amount);
        return new ClusterShape(workers, threads, more, settings);
    }
}
