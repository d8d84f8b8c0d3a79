package dev.muster.codec;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A place in a program where lambdas are made: one class of them. Thread-safe. */
final class LambdaSite {
    private static final Logger LOG = LoggerFactory.getLogger(LambdaSite.class);

    /** A captured value of more bytes is worth a warning: it travels with each task. */
    private static final long HEAVY = 10 << 20;

    private final MethodHandle replace;
    private final LambdaShape shape;
    private final AtomicBoolean warned = new AtomicBoolean();

    private LambdaSite(MethodHandle replace, LambdaShape shape) {
        this.replace = replace;
        this.shape = shape;
    }

    /** The method of a lambda's class that tells what it is made of; null if there is none or it is closed. */
    static @Nullable Method replaceMethod(Class<?> type) {
        try {
            Method method = type.getDeclaredMethod("writeReplace");
            return method.trySetAccessible() ? method : null;
        } catch (NoSuchMethodException notSerializable) {
            return null;
        }
    }

    static LambdaSite of(Object value, ClassLoader loader) throws IOException {
        Method method = replaceMethod(value.getClass());
        if (method == null) {
            throw new IOException("the class of a lambda was open before: " + value.getClass());
        }
        try {
            MethodHandle replace =
                    MethodHandles.lookup().unreflect(method).asType(MethodType.methodType(Object.class, Object.class));
            SerializedLambda lambda = open(replace, value);
            String capturing = lambda.getCapturingClass().replace('/', '.');
            return new LambdaSite(
                    replace, LambdaShape.of(lambda, ClassHashes.of(capturingClass(value, capturing, loader))));
        } catch (IllegalAccessException | ClassNotFoundException failed) {
            throw new IOException(
                    "the lambda " + value.getClass().getName() + " cannot be looked into: " + failed, failed);
        }
    }

    /** A lambda's class lives in the loader of the class that it was written in. */
    private static Class<?> capturingClass(Object value, String name, ClassLoader loader)
            throws ClassNotFoundException {
        ClassLoader own = value.getClass().getClassLoader();
        return Class.forName(name, false, own == null ? loader : own);
    }

    LambdaShape shape() {
        return shape;
    }

    SerializedLambda open(Object value) throws IOException {
        return open(replace, value);
    }

    private static SerializedLambda open(MethodHandle replace, Object value) throws IOException {
        try {
            return (SerializedLambda) (Object) replace.invokeExact(value);
        } catch (RuntimeException | Error failed) {
            throw failed;
        } catch (Throwable failed) {
            throw new IOException(
                    "the lambda " + value.getClass().getName() + " cannot be looked into: " + failed, failed);
        }
    }

    /** Notes how many bytes a captured value took; warns once if they are many. */
    void weigh(SerializedLambda lambda, int index, long bytes) {
        if (bytes > HEAVY && !warned.getAndSet(true)) {
            LOG.warn(
                    "{} takes {} MB, more than {} MB, and travels with each task of it. Scatter it once"
                            + " (client.scatter(value), or client.broadcast(value) for all workers) and capture the future, or make"
                            + " it inside the task.",
                    Culprit.capturedName(lambda, index),
                    String.format(Locale.ROOT, "%.1f", bytes / 1e6),
                    HEAVY / 1_000_000);
        }
    }
}
