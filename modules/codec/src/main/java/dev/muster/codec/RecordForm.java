package dev.muster.codec;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records by their components and their canonical constructor. Thread-safe. */
final class RecordForm extends Form {
    private final List<FieldSlot> slots;
    private final Constructor<?> constructor;

    private RecordForm(List<FieldSlot> slots, Constructor<?> constructor) {
        super(true);
        this.slots = slots;
        this.constructor = constructor;
    }

    /** The form of a record class; null if it is closed. */
    static @Nullable RecordForm of(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        List<FieldSlot> slots = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            FieldSlot slot = FieldSlot.component(type, components[i].getName());
            if (slot == null) {
                return null;
            }
            slots.add(slot);
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return constructor.trySetAccessible() ? new RecordForm(slots, constructor) : null;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("record " + type + " without its constructor", e);
        }
    }

    int print() {
        return FieldSlot.print(slots);
    }

    @Override
    void write(Coder coder, ByteSink out, Object value) {
        try {
            for (FieldSlot slot : slots) {
                slot.write(coder, out, value);
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a field of " + constructor + " was accessible before", e);
        }
    }

    @Override
    Object read(Coder coder, ByteSource in) throws IOException {
        @Nullable Object[] values = new Object[slots.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = slots.get(i).read(coder, in);
        }
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException failed) {
            throw new IOException(
                    "the constructor " + constructor + " refused its own values: " + failed.getTargetException(),
                    failed.getTargetException());
        } catch (ReflectiveOperationException failed) {
            throw new IOException("the constructor " + constructor + " cannot be called: " + failed, failed);
        }
    }
}
