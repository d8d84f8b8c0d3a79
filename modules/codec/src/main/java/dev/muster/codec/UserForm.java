package dev.muster.codec;

import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;

/** Values of one type by the user's own serializer. Thread-safe if that is. */
final class UserForm extends Form {
    private final Class<?> type;
    private final UserSerializer<Object> serializer;

    @SuppressWarnings("unchecked") // it is asked for values of its type only
    private UserForm(Class<?> type, UserSerializer<?> serializer) {
        super(false);
        this.type = type;
        this.serializer = (UserSerializer<Object>) serializer;
    }

    static UserForm of(Class<?> type, Class<?> serializer) {
        try {
            if (serializer.getConstructor().newInstance() instanceof UserSerializer<?> made) {
                return new UserForm(type, made);
            }
            throw new ClusterException(
                    Code.UNSERIALIZABLE,
                    "The serializer " + serializer.getName() + " of " + type.getName()
                            + " is no ValueSerializer here. Run the same version of Muster and of that class on all nodes.");
        } catch (InvocationTargetException failed) {
            throw unusable(type, serializer, failed.getTargetException());
        } catch (ReflectiveOperationException | LinkageError missing) {
            throw unusable(type, serializer, missing);
        }
    }

    private static ClusterException unusable(Class<?> type, Class<?> serializer, Throwable why) {
        return new ClusterException(
                Code.UNSERIALIZABLE,
                "The serializer " + serializer.getName() + " of " + type.getName() + " cannot be made: " + why
                        + ". It needs to be a public class with a public constructor without parameters, which does not fail.",
                why);
    }

    @Override
    void write(Coder coder, ByteSink out, Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            serializer.write(value, new DataOutputStream(bytes));
        } catch (IOException | RuntimeException failed) {
            throw failed("write", failed);
        }
        byte[] written = bytes.toByteArray();
        out.count(written.length);
        out.writeBytes(written, 0, written.length);
    }

    @Override
    Object read(Coder coder, ByteSource in) {
        int length = in.count();
        DataInputStream bytes = new DataInputStream(in.part(length));
        try {
            Object value = serializer.read(bytes);
            if (!type.isInstance(value)) {
                throw new IOException("it returned "
                        + (value == null ? "null" : value.getClass().getName()));
            }
            if (bytes.available() > 0) {
                throw new IOException("it left " + bytes.available() + " of " + length + " bytes");
            }
            return value;
        } catch (IOException | RuntimeException failed) {
            throw failed("read", failed);
        }
    }

    private ClusterException failed(String method, Exception why) {
        return new ClusterException(
                Code.UNSERIALIZABLE,
                "The method " + method + " of " + serializer.getClass().getName() + ", the serializer given for "
                        + type.getName() + ", failed: " + why + ". Its read must read exactly what its write wrote.",
                why);
    }
}
