package dev.muster.codec;

import com.esotericsoftware.kryo.kryo5.util.Util;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which types have serializers of users'. Thread-safe; replaced as a whole. */
final class UserTable {
    static {
        KryoStart.ensure();
    }

    private volatile Map<Class<?>, Class<?>> serializers;

    UserTable(Map<Class<?>, Class<?>> serializers) {
        this.serializers = new LinkedHashMap<>(serializers);
    }

    boolean isEmpty() {
        return serializers.isEmpty();
    }

    /**
     * The type whose serializer writes objects of this class: itself, or the first interface or abstract class given. What
     * Kryo keeps no references to (boxed values, constants of enums) has one only if its own class was given.
     */
    @Nullable
    Class<?> typeFor(Class<?> type) {
        Map<Class<?>, Class<?>> now = serializers;
        if (now.isEmpty()) {
            return null;
        }
        // A constant with a body has a class of its own.
        Class<?> own = Util.isEnum(type) && !type.isEnum() ? type.getSuperclass() : type;
        if (now.containsKey(own)) {
            return own;
        }
        for (Class<?> given : now.keySet()) {
            if (Modifier.isAbstract(given.getModifiers())
                    && given.isAssignableFrom(type)
                    && isReferred(given) == isReferred(type)) {
                return given;
            }
        }
        return null;
    }

    private static boolean isReferred(Class<?> type) {
        return type != String.class && !Util.isWrapperClass(type) && !Util.isEnum(type);
    }

    Class<?> serializer(Class<?> type) {
        Class<?> found = serializers.get(type);
        if (found == null) {
            throw new IllegalStateException("no serializer for " + type.getName());
        }
        return found;
    }

    void write(ByteSink out) {
        Map<Class<?>, Class<?>> now = serializers;
        out.count(now.size());
        now.forEach((type, serializer) -> {
            Texts.write(out, type.getName());
            Texts.write(out, serializer.getName());
        });
    }

    /** Adopts a sender's serializers for the types that have none here; tells whether there were any. */
    synchronized boolean read(ByteSource in, Forms forms, boolean adopt) {
        Map<Class<?>, Class<?>> more = new LinkedHashMap<>();
        for (int n = in.count(); n > 0; n--) {
            String type = Texts.read(in);
            String serializer = Texts.read(in);
            if (adopt) {
                more.put(forms.load(type), forms.load(serializer));
            }
        }
        if (serializers.keySet().containsAll(more.keySet())) {
            return false;
        }
        more.putAll(serializers);
        serializers = more;
        return true;
    }
}
