package dev.muster.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;

/** A serialisation stream whose classes come from a given loader and pass a filter. Owned by one decoding. */
final class ResolvingInput extends ObjectInputStream {
    private final ClassLoader loader;

    ResolvingInput(InputStream in, ClassLoader loader, ClassFilter filter) throws IOException {
        super(in);
        this.loader = loader;
        // Whatever the process as a whole refuses is refused here, too.
        setObjectInputFilter(ObjectInputFilter.merge(filter, ObjectInputFilter.Config.getSerialFilter()));
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass described) throws IOException, ClassNotFoundException {
        try {
            return Class.forName(described.getName(), false, loader);
        } catch (ClassNotFoundException perhapsPrimitive) {
            return super.resolveClass(described);
        }
    }

    @Override
    protected Class<?> resolveProxyClass(String[] names) throws IOException, ClassNotFoundException {
        Class<?>[] interfaces = new Class<?>[names.length];
        for (int i = 0; i < names.length; i++) {
            interfaces[i] = Class.forName(names[i], false, loader);
        }
        try {
            // The only way to the class without making an instance first; it is what the super class does.
            return proxyClass(interfaces);
        } catch (IllegalArgumentException refused) {
            throw new ClassNotFoundException(String.join(", ", names), refused);
        }
    }

    @SuppressWarnings("deprecation")
    private Class<?> proxyClass(Class<?>[] interfaces) {
        return Proxy.getProxyClass(loader, interfaces);
    }
}
