package dev.muster.client;

import dev.muster.cluster.Cluster;
import dev.muster.config.Settings;
import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a builder was told. Not thread-safe. */
final class ClientPlan {

    @Nullable
    Cluster cluster;

    @Nullable
    Settings settings;

    @Nullable
    String name;

    boolean asDefault = true;
    TaskOptions options = TaskOptions.defaults();
    private final Map<String, Object> overrides = new LinkedHashMap<>();
    private final Map<Class<?>, Class<?>> serializers = new LinkedHashMap<>();

    /** For tasks whose client lives in another JVM. */
    static ClientPlan visiting() {
        ClientPlan plan = new ClientPlan();
        plan.settings = Settings.defaults();
        plan.name = "visiting";
        plan.asDefault = false;
        return plan;
    }

    static ClientPlan synchronous() {
        ClientPlan plan = new ClientPlan();
        plan.name = "synchronous";
        return plan;
    }

    void override(String key, Object value) {
        overrides.put(key, value);
    }

    void serializer(Class<?> type, Class<?> serializer) {
        try {
            if (!Modifier.isPublic(serializer.getConstructor().getModifiers())
                    || Modifier.isAbstract(serializer.getModifiers())) {
                throw new NoSuchMethodException(serializer.getName());
            }
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(
                    "serializer=" + serializer.getName()
                            + ": a class with a public constructor without parameters is needed, since every worker makes its"
                            + " own",
                    e);
        }
        serializers.put(type, serializer);
    }

    /** The settings in force. */
    Settings effective() {
        Settings base = settings == null ? Settings.load() : settings;
        return overrides.isEmpty() ? base : base.with(overrides);
    }

    /** The cluster to work on. */
    Opened open(Settings effective) {
        if (!serializers.isEmpty()) {
            throw new ClusterException(
                    Code.CONFIG,
                    "This version of Muster cannot take serializers yet (given for " + serializers.keySet()
                            + "): make the types java.io.Serializable");
        }
        if (cluster == null) {
            return Opened.configured(effective);
        }
        if (!overrides.isEmpty()) {
            throw new IllegalArgumentException("cluster=" + cluster.name() + " is given, so " + overrides.keySet()
                    + " cannot be: they describe a cluster that the client makes itself. Give one or the other");
        }
        return Opened.borrowed(cluster);
    }
}
