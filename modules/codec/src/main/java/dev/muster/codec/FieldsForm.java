package dev.muster.codec;

import com.esotericsoftware.kryo.kryo5.objenesis.instantiator.ObjectInstantiator;
import com.esotericsoftware.kryo.kryo5.objenesis.strategy.StdInstantiatorStrategy;
import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Objects field by field; transient fields stay behind. Thread-safe.
 *
 * <p>Of a Serializable class no constructor is called, as its author expects; of any other the one without parameters,
 * if there is one.
 */
final class FieldsForm extends Form {
    private final Class<?> type;
    private final List<FieldSlot> slots;
    private final @Nullable Constructor<?> constructor;
    private final ObjectInstantiator<?> instantiator;

    FieldsForm(Class<?> type, List<FieldSlot> slots) {
        super(false);
        this.type = type;
        this.slots = slots;
        this.constructor = Serializable.class.isAssignableFrom(type) ? null : constructor(type);
        this.instantiator = new StdInstantiatorStrategy().newInstantiatorOf(type);
    }

    private static @Nullable Constructor<?> constructor(Class<?> type) {
        try {
            Constructor<?> found = type.getDeclaredConstructor();
            return found.trySetAccessible() ? found : null;
        } catch (NoSuchMethodException none) {
            return null;
        }
    }

    @Override
    void write(Coder coder, ByteSink out, Object value) throws IOException {
        try {
            for (FieldSlot slot : slots) {
                slot.write(coder, out, value);
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a field of " + type + " was accessible before", e);
        }
    }

    @Override
    Object read(Coder coder, ByteSource in) throws IOException {
        try {
            Object made = constructor == null ? instantiator.newInstance() : constructor.newInstance();
            coder.reference(made);
            for (FieldSlot slot : slots) {
                slot.set(made, slot.read(coder, in));
            }
            return made;
        } catch (ReflectiveOperationException failed) {
            throw new IOException("an object of " + type.getName() + " cannot be made: " + failed, failed);
        }
    }
}
