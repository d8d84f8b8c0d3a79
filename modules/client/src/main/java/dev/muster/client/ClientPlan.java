package dev.muster.client;

import dev.muster.cluster.Cluster;
import dev.muster.config.Settings;
import java.lang.invoke.MethodType;
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
                    || !Modifier.isPublic(serializer.getModifiers())
                    || Modifier.isAbstract(serializer.getModifiers())) {
                throw new NoSuchMethodException(serializer.getName());
            }
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(
                    "serializer=" + serializer.getName()
                            + ": a public class with a public constructor without parameters is needed, since every worker makes"
                            + " its own",
                    e);
        }
        if (isPlain(type)) {
            throw new IllegalArgumentException(
                    "type=" + type.getName()
                            + ": boxed values, texts and arrays of primitives always travel in Muster's own form. Give a type of yours");
        }
        serializers.put(type, serializer);
    }

    private static boolean isPlain(Class<?> type) {
        return type.isPrimitive()
                || MethodType.methodType(type).unwrap().returnType().isPrimitive()
                || type == String.class
                || (type.isArray() && type.getComponentType().isPrimitive());
    }

    /** The user's serializers by the type of their values. */
    Map<Class<?>, Class<?>> serializers() {
        return serializers;
    }

    /** The settings in force. */
    Settings effective() {
        Settings base = settings == null ? Settings.load() : settings;
        return overrides.isEmpty() ? base : base.with(overrides);
    }

    /** The cluster to work on. */
    Opened open(Settings effective) {
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
