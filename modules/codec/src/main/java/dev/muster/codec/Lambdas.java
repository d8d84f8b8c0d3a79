package dev.muster.codec;

import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Lambdas known to one codec. Thread-safe.
 *
 * <p>A lambda is made again by the method that the compiler put into its class for this, so it has all interfaces and
 * bridges that it had, and can be encoded again. Before that the class's file is compared with the sender's.
 */
final class Lambdas {
    private static final String DESERIALIZE = "$deserializeLambda$";

    private final Forms forms;
    private final Map<Class<?>, LambdaSite> sites = new ConcurrentHashMap<>();
    private final Map<LambdaShape, Linked> linked = new ConcurrentHashMap<>();

    Lambdas(Forms forms) {
        this.forms = forms;
    }

    private record Linked(Class<?> capturing, MethodHandle deserialize) {}

    LambdaSite site(Object lambda) throws IOException {
        LambdaSite known = sites.get(lambda.getClass());
        if (known == null) {
            known = LambdaSite.of(lambda, forms.loader());
            LambdaSite other = sites.putIfAbsent(lambda.getClass(), known);
            known = other == null ? known : other;
        }
        return known;
    }

    Object make(LambdaShape shape, Object[] captured) throws IOException {
        Linked found = linked.get(shape);
        if (found == null) {
            found = link(shape);
            linked.put(shape, found);
        }
        SerializedLambda lambda = shape.with(found.capturing(), captured);
        try {
            return (Object) found.deserialize().invokeExact(lambda);
        } catch (IllegalArgumentException unknown) {
            throw differs(shape, unknown);
        } catch (RuntimeException | Error failed) {
            throw failed;
        } catch (Throwable failed) {
            throw new IOException(shape.where() + " cannot be made: " + failed, failed);
        }
    }

    private Linked link(LambdaShape shape) throws IOException {
        Class<?> capturing = forms.load(shape.capturing());
        LambdaShape here = shape.hashed(ClassHashes.of(capturing));
        if (!here.equals(shape)) {
            throw differs(shape, null);
        }
        try {
            MethodHandle deserialize = MethodHandles.privateLookupIn(capturing, MethodHandles.lookup())
                    .findStatic(capturing, DESERIALIZE, MethodType.methodType(Object.class, SerializedLambda.class));
            return new Linked(capturing, deserialize);
        } catch (NoSuchMethodException none) {
            throw differs(shape, none);
        } catch (IllegalAccessException closed) {
            throw new IOException(
                    shape.where() + " cannot be made, because its module does not open that package: " + closed,
                    closed);
        }
    }

    void clear() {
        sites.clear();
        linked.clear();
    }

    private static ClusterException differs(LambdaShape shape, @Nullable Throwable why) {
        return new ClusterException(
                Code.INCOMPATIBLE_PEER,
                "A lambda cannot be decoded: the class file of " + shape.capturing()
                        + " differs between the two sides, so " + shape.where()
                        + " may be other code here. Run the same class files on all nodes.",
                why);
    }
}
