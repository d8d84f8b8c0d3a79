package dev.muster.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;

/**
 * A serialisation stream of one object: classes come from the codec's loader and pass a filter, objects put aside come
 * from behind the stream. Owned by one decoding.
 */
final class ResolvingInput extends ObjectInputStream {
    private final Coder coder;
    private final ByteSource behind;

    ResolvingInput(InputStream in, Coder coder, ByteSource behind, ClassFilter filter) throws IOException {
        super(in);
        this.coder = coder;
        this.behind = behind;
        // Whatever the process as a whole refuses is refused here, too.
        setObjectInputFilter(ObjectInputFilter.merge(filter, ObjectInputFilter.Config.getSerialFilter()));
        enableResolveObject(true);
    }

    @Override
    protected Object resolveObject(Object object) {
        return object instanceof StreamForm.Mark ? coder.readClassAndObject(behind) : object;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass described) {
        String name = described.getName();
        // Whatever the loader knows under that name, the mark is ours.
        return name.equals(StreamForm.Mark.class.getName())
                ? StreamForm.Mark.class
                : coder.forms().load(name);
    }

    @Override
    protected Class<?> resolveProxyClass(String[] names) throws IOException, ClassNotFoundException {
        Class<?>[] interfaces = new Class<?>[names.length];
        for (int i = 0; i < names.length; i++) {
            interfaces[i] = coder.forms().load(names[i]);
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
        return Proxy.getProxyClass(coder.forms().loader(), interfaces);
    }
}
