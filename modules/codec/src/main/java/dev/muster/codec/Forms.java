package dev.muster.codec;

import com.esotericsoftware.kryo.kryo5.Registration;
import dev.muster.codec.NamedClass.Kind;
import dev.muster.codec.Refused.Reason;
import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which form objects of a class have, for the classes of one loader. Thread-safe.
 *
 * <p>In this order: a user's serializer, a form of our own with a number, what Java serialisation is needed for (classes
 * of the JDK, whose fields are closed, and classes that say how they are written or read), records, plain fields.
 */
final class Forms {
    private final ClassLoader loader;
    private final UserTable users;
    private final Lambdas lambdas = new Lambdas(this);
    private final Map<Class<?>, Registration> known = new ConcurrentHashMap<>();
    private final Map<Class<?>, Registration> natural = new ConcurrentHashMap<>();
    private final Map<List<Class<?>>, NamedClass> ofUsers = new ConcurrentHashMap<>();
    private final Map<String, Class<?>> loaded = new ConcurrentHashMap<>();

    Forms(ClassLoader loader, UserTable users) {
        this.loader = loader;
        this.users = users;
    }

    ClassLoader loader() {
        return loader;
    }

    Lambdas lambdas() {
        return lambdas;
    }

    /** Whether a class belongs to the JDK, which keeps its fields closed. */
    static boolean isOfJdk(Class<?> type) {
        ClassLoader owner = type.getClassLoader();
        return owner == null || owner == ClassLoader.getPlatformClassLoader();
    }

    /**
     * The form of a class's objects.
     *
     * @throws Refused if they cannot travel
     */
    Registration of(Class<?> type) {
        Registration found = known.get(type);
        if (found == null) {
            found = find(type);
            known.put(type, found);
        }
        return found;
    }

    /** Users' serializers have changed. */
    void forget() {
        known.clear();
    }

    private Registration find(Class<?> type) {
        Class<?> served = users.typeFor(type);
        if (served != null) {
            return user(served, users.serializer(served));
        }
        Registration own = Registry.find(type);
        return own == null ? natural(type) : own;
    }

    private Registration natural(Class<?> type) {
        Registration found = natural.get(type);
        if (found == null) {
            found = findNatural(type);
            Registration other = natural.putIfAbsent(type, found);
            found = other == null ? found : other;
        }
        return found;
    }

    /** The form of a class that has neither a number nor a serializer of a user's. */
    private Registration findNatural(Class<?> type) {
        if (ClassFilter.isRefused(type)) {
            throw new Refused(type, Reason.ATTACK);
        }
        if (ClassNames.isLambda(type)) {
            if (!Serializable.class.isAssignableFrom(type)) {
                throw new Refused(type, Reason.LAMBDA);
            }
            return LambdaSite.replaceMethod(type) == null ? Registry.STREAM : Registry.LAMBDA;
        }
        if (type.isHidden()) {
            throw new Refused(type, Reason.HIDDEN);
        }
        if (Proxy.isProxyClass(type)) {
            return Registry.PROXY;
        }
        if (Enum.class.isAssignableFrom(type) && type != Enum.class) {
            // A constant with a body has a class of its own.
            return type.isEnum() ? enumeration(type) : natural(type.getSuperclass());
        }
        if (type.isArray()) {
            return new NamedClass(type, Kind.ARRAY, new ArrayForm(type.getComponentType()), 0, "");
        }
        if (JavaHooks.areIn(type) || (isOfJdk(type) && Serializable.class.isAssignableFrom(type))) {
            return Registry.STREAM;
        }
        if (isOfJdk(type)) {
            return Registry.byInterface(type);
        }
        return byContent(type);
    }

    private static Registration byContent(Class<?> type) {
        NamedClass found = type.isRecord() ? record(type) : fields(type);
        if (found != null) {
            return found;
        }
        if (Serializable.class.isAssignableFrom(type)) {
            return Registry.STREAM;
        }
        throw new Refused(type, Reason.CLOSED);
    }

    private static NamedClass enumeration(Class<?> type) {
        EnumForm form = new EnumForm(type);
        return new NamedClass(type, Kind.ENUM, form, form.print(), "");
    }

    private static @Nullable NamedClass record(Class<?> type) {
        RecordForm form = RecordForm.of(type);
        return form == null ? null : new NamedClass(type, Kind.RECORD, form, form.print(), "");
    }

    private static @Nullable NamedClass fields(Class<?> type) {
        List<FieldSlot> slots = FieldSlot.all(type);
        return slots == null
                ? null
                : new NamedClass(type, Kind.FIELDS, new FieldsForm(type, slots), FieldSlot.print(slots), "");
    }

    private NamedClass user(Class<?> served, Class<?> serializer) {
        return ofUsers.computeIfAbsent(
                List.of(served, serializer),
                key -> new NamedClass(served, Kind.USER, UserForm.of(served, serializer), 0, serializer.getName()));
    }

    /** The form by a serializer that the sender names. */
    NamedClass user(Class<?> type, String serializer) {
        return user(type, load(serializer));
    }

    /** The form of a kind that the sender says, for objects of a class. */
    NamedClass reading(Class<?> type, Kind kind) {
        Registration here;
        try {
            here = type.isPrimitive() ? null : natural(type);
        } catch (Refused refused) {
            throw ByteSource.broken(String.valueOf(refused.getMessage()));
        }
        if (here instanceof NamedClass named && named.kind() == kind) {
            return named;
        }
        throw new ClusterException(
                Code.INCOMPATIBLE_PEER,
                "A value cannot be decoded, because the sender wrote its class " + type.getName() + " as " + kind
                        + " and here it is written in another way. Run the same version of it on all nodes.");
    }

    /** A class of this codec's loader. */
    Class<?> load(String name) {
        Class<?> found = loaded.get(name);
        if (found == null) {
            ClassFilter.refuse(name);
            found = loadNew(name);
            loaded.put(name, found);
        }
        return found;
    }

    private Class<?> loadNew(String name) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException missing) {
            for (Class<?> primitive : PrimitiveArrays.TYPES) {
                if (primitive.getName().equals(name)) {
                    return primitive;
                }
            }
            if (name.equals("void")) {
                return void.class;
            }
            if (name.startsWith("dev.muster.")) {
                try {
                    return Class.forName(name, false, Forms.class.getClassLoader());
                } catch (ClassNotFoundException nowhere) {
                    missing.addSuppressed(nowhere);
                }
            }
            throw Sentences.missingClass(name, missing);
        } catch (LinkageError broken) {
            throw Sentences.missingClass(name, broken);
        }
    }

    /** Forgets all classes. */
    void clear() {
        known.clear();
        natural.clear();
        ofUsers.clear();
        loaded.clear();
        lambdas.clear();
    }
}
