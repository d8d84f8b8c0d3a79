package dev.muster.codec;

import java.lang.reflect.Array;

/** Arrays of references. Thread-safe. */
final class ArrayForm extends Form {
    private final Class<?> component;

    ArrayForm(Class<?> component) {
        super(false);
        this.component = component;
    }

    @Override
    void write(Coder coder, ByteSink out, Object value) {
        Object[] elements = (Object[]) value;
        out.count(elements.length);
        for (Object element : elements) {
            coder.writeClassAndObject(out, element);
        }
    }

    @Override
    Object read(Coder coder, ByteSource in) {
        Object[] elements = (Object[]) Array.newInstance(component, in.count());
        coder.reference(elements);
        for (int i = 0; i < elements.length; i++) {
            elements[i] = coder.readClassAndObject(in);
        }
        return elements;
    }
}
