package dev.muster.codec;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One field of a class, accessible. Immutable. */
final class FieldSlot {
    private final Field field;
    private final Class<?> type;

    private FieldSlot(Field field) {
        this.field = field;
        this.type = field.getType();
    }

    /** The fields of a class and its superclasses that travel, highest class first, by name; null if one is closed. */
    static @Nullable List<FieldSlot> all(Class<?> type) {
        List<FieldSlot> slots = new ArrayList<>();
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            Field[] declared = at.getDeclaredFields();
            Arrays.sort(declared, Comparator.comparing(Field::getName));
            List<FieldSlot> own = new ArrayList<>();
            for (Field field : declared) {
                if (Modifier.isStatic(field.getModifiers()) || Modifier.isTransient(field.getModifiers())) {
                    continue;
                }
                if (Forms.isOfJdk(at) || !field.trySetAccessible()) {
                    return null;
                }
                own.add(new FieldSlot(field));
            }
            slots.addAll(0, own);
        }
        return slots;
    }

    /** A record's component; null if its class is closed. */
    static @Nullable FieldSlot component(Class<?> type, String name) {
        try {
            Field field = type.getDeclaredField(name);
            return field.trySetAccessible() ? new FieldSlot(field) : null;
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("record " + type + " without its field " + name, e);
        }
    }

    /** A print of names and types, the same in every JVM. */
    static int print(List<FieldSlot> slots) {
        int print = 1;
        for (FieldSlot slot : slots) {
            print = 31 * (31 * print + slot.field.getName().hashCode())
                    + slot.type.getName().hashCode();
        }
        return print;
    }

    void write(Coder coder, ByteSink out, Object owner) throws IllegalAccessException {
        if (!type.isPrimitive()) {
            coder.writeClassAndObject(out, field.get(owner));
        } else if (type == int.class) {
            out.number(field.getInt(owner));
        } else if (type == long.class) {
            out.number(field.getLong(owner));
        } else if (type == double.class) {
            out.fixedLong(Double.doubleToRawLongBits(field.getDouble(owner)));
        } else if (type == boolean.class) {
            out.flag(field.getBoolean(owner));
        } else if (type == float.class) {
            out.fixedInt(Float.floatToRawIntBits(field.getFloat(owner)));
        } else if (type == char.class) {
            out.number(field.getChar(owner));
        } else if (type == short.class) {
            out.number(field.getShort(owner));
        } else {
            out.octet(field.getByte(owner));
        }
    }

    @Nullable
    Object read(Coder coder, ByteSource in) {
        if (!type.isPrimitive()) {
            return coder.readClassAndObject(in);
        } else if (type == int.class) {
            return in.integer();
        } else if (type == long.class) {
            return in.number();
        } else if (type == double.class) {
            return Double.longBitsToDouble(in.fixedLong());
        } else if (type == boolean.class) {
            return in.flag();
        } else if (type == float.class) {
            return Float.intBitsToFloat(in.fixedInt());
        } else if (type == char.class) {
            return (char) in.integer();
        } else if (type == short.class) {
            return (short) in.integer();
        }
        return (byte) in.octet();
    }

    void set(Object owner, @Nullable Object value) throws IllegalAccessException {
        field.set(owner, value);
    }
}
