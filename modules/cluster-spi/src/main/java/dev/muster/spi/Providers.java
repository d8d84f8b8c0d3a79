package dev.muster.spi;

import dev.muster.error.ClusterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Looks up kinds of clusters by name among what is on the class path. Stateless: each call looks again. */
public final class Providers {
    /** The artifact that brings a name, for those that Muster itself has. */
    private static final Map<String, String> ARTIFACTS =
            Map.of("local", "dev.muster:muster-cluster-local", "hazelcast", "dev.muster:muster-hazelcast");

    private Providers() {}

    /**
     * The provider of a name. Called by the client when a cluster is opened by configuration; may read jars.
     *
     * @param name what {@code muster.cluster.type} says
     * @param loader where to look
     * @return the only provider of that name
     * @throws ClusterException of code CONFIG if there is none (the message lists what was found, and names the
     *     artifact to add if the name is one of Muster's), if two have one name, or if one cannot be loaded
     */
    public static ClusterProvider find(String name, ClassLoader loader) {
        Map<String, ClusterProvider> found = all(loader);
        ClusterProvider provider = found.get(name);
        if (provider == null) {
            throw new ClusterException(ClusterException.Code.CONFIG, unknown(name, found));
        }
        return provider;
    }

    /**
     * Every provider, by name in alphabetical order. May read jars.
     *
     * @throws ClusterException of code CONFIG if two have one name, or one cannot be loaded
     */
    public static Map<String, ClusterProvider> all(ClassLoader loader) {
        Map<String, ClusterProvider> byName = new TreeMap<>();
        for (ClusterProvider provider : load(loader)) {
            ClusterProvider other = byName.putIfAbsent(provider.name(), provider);
            if (other != null) {
                throw new ClusterException(
                        ClusterException.Code.CONFIG,
                        "Two kinds of cluster are named '" + provider.name() + "': " + place(other) + " and "
                                + place(provider) + ". Remove one of them from the class path.");
            }
        }
        return byName;
    }

    private static List<ClusterProvider> load(ClassLoader loader) {
        List<ClusterProvider> loaded = new ArrayList<>();
        try {
            ServiceLoader.load(ClusterProvider.class, loader).forEach(loaded::add);
        } catch (ServiceConfigurationError broken) {
            throw new ClusterException(
                    ClusterException.Code.CONFIG,
                    "A kind of cluster on the class path cannot be loaded: " + broken.getMessage()
                            + ". Found before it: " + list(loaded) + ". Mend or remove its jar.",
                    broken);
        }
        return loaded;
    }

    private static String unknown(String name, Map<String, ClusterProvider> found) {
        String artifact = ARTIFACTS.get(name);
        return "There is no kind of cluster named '" + name + "' (muster.cluster.type). Found: "
                + list(found.values()) + ". "
                + (artifact == null
                        ? "Set muster.cluster.type to one of these, or add the plug-in that has this name."
                        : "Add the artifact " + artifact + " to the class path.");
    }

    private static String list(Iterable<ClusterProvider> providers) {
        List<String> lines = new ArrayList<>();
        providers.forEach(p -> lines.add("'" + p.name() + "' (" + p.getClass().getName() + ")"));
        return lines.isEmpty() ? "none" : lines.stream().collect(Collectors.joining(", "));
    }

    private static String place(ClusterProvider provider) {
        var source = provider.getClass().getProtectionDomain().getCodeSource();
        return provider.getClass().getName() + (source == null ? "" : " in " + source.getLocation());
    }
}
