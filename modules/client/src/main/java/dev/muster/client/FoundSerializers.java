package dev.muster.client;

import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Serializers that libraries on the class path offer as services. Stateless. */
final class FoundSerializers {

    private FoundSerializers() {}

    /** Those given and those found; for a type that has both, the one given. */
    static Map<Class<?>, Class<?>> with(Map<Class<?>, Class<?>> given, ClassLoader loader) {
        Map<Class<?>, Class<?>> all = new LinkedHashMap<>(given);
        try {
            ServiceLoader.load(ValueSerializer.class, loader).stream()
                    .map(ServiceLoader.Provider::type)
                    .forEach(serializer -> all.putIfAbsent(valueType(serializer), serializer));
        } catch (ServiceConfigurationError broken) {
            throw new ClusterException(
                    Code.CONFIG,
                    "A file META-INF/services/" + ValueSerializer.class.getName() + " on the class path is wrong: "
                            + broken.getMessage() + ". Mend it, or leave its jar out",
                    broken);
        }
        return all;
    }

    private static Class<?> valueType(Class<?> serializer) {
        for (Class<?> at = serializer; at != null; at = at.getSuperclass()) {
            for (Type implemented : at.getGenericInterfaces()) {
                Class<?> found = valueType(implemented);
                if (found != null) {
                    return found;
                }
            }
        }
        throw new ClusterException(
                Code.CONFIG,
                "The serializer " + serializer.getName()
                        + ", found on the class path, does not say for which type: let it"
                        + " implement ValueSerializer<TheType> itself, or give it to Client.builder().serializer");
    }

    private static @Nullable Class<?> valueType(Type implemented) {
        if (!(implemented instanceof ParameterizedType of) || of.getRawType() != ValueSerializer.class) {
            return null;
        }
        Type argument = of.getActualTypeArguments()[0];
        Type raw = argument instanceof ParameterizedType generic ? generic.getRawType() : argument;
        return raw instanceof Class<?> type ? type : null;
    }
}
