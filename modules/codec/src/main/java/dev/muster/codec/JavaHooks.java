package dev.muster.codec;

import java.io.Externalizable;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/** Whether a class says itself how Java serialisation writes or reads it. Stateless. */
final class JavaHooks {
    private JavaHooks() {}

    static boolean areIn(Class<?> type) {
        if (!Serializable.class.isAssignableFrom(type)) {
            return false;
        }
        if (Externalizable.class.isAssignableFrom(type)) {
            return true;
        }
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            if (declares(at, "writeReplace")
                    || declares(at, "readResolve")
                    || declares(at, "writeObject", ObjectOutputStream.class)
                    || declares(at, "readObject", ObjectInputStream.class)
                    || declares(at, "readObjectNoData")
                    || declaresFields(at)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an object of the class that leads back to itself can be written by Java serialisation down to the last object. */
    static boolean mayWriteWhole(Class<?> type) {
        return areIn(type) || (Forms.isOfJdk(type) && Serializable.class.isAssignableFrom(type));
    }

    private static boolean declares(Class<?> type, String name, Class<?>... parameters) {
        try {
            Method found = type.getDeclaredMethod(name, parameters);
            return found.getReturnType()
                    == (name.endsWith("Replace") || name.endsWith("Resolve") ? Object.class : void.class);
        } catch (NoSuchMethodException none) {
            return false;
        }
    }

    private static boolean declaresFields(Class<?> type) {
        for (Field field : type.getDeclaredFields()) {
            if (field.getName().equals("serialPersistentFields")) {
                return true;
            }
        }
        return false;
    }
}
