package dev.muster.codec;

import java.lang.invoke.SerializedLambda;
import java.util.HexFormat;

/**
 * All of a lambda but what it has captured: where it was written, what it calls and as what. Immutable.
 *
 * @param capturing class in which it was written, with dots
 * @param classHash of that class's file; two lambdas may exchange their bodies and keep their names when it is compiled
 *     anew, so the name alone would run other code silently
 */
record LambdaShape(
        String capturing,
        String classHash,
        String interfaceName,
        String interfaceMethod,
        String interfaceSignature,
        int kind,
        String implementing,
        String method,
        String signature,
        String instantiated) {

    static LambdaShape of(SerializedLambda lambda, byte[] classHash) {
        return new LambdaShape(
                lambda.getCapturingClass().replace('/', '.'),
                HexFormat.of().formatHex(classHash),
                lambda.getFunctionalInterfaceClass(),
                lambda.getFunctionalInterfaceMethodName(),
                lambda.getFunctionalInterfaceMethodSignature(),
                lambda.getImplMethodKind(),
                lambda.getImplClass(),
                lambda.getImplMethodName(),
                lambda.getImplMethodSignature(),
                lambda.getInstantiatedMethodType());
    }

    /** The same shape in a class whose file has this hash. */
    LambdaShape hashed(byte[] hash) {
        return new LambdaShape(
                capturing,
                HexFormat.of().formatHex(hash),
                interfaceName,
                interfaceMethod,
                interfaceSignature,
                kind,
                implementing,
                method,
                signature,
                instantiated);
    }

    SerializedLambda with(Class<?> capturingClass, Object[] captured) {
        return new SerializedLambda(
                capturingClass,
                interfaceName,
                interfaceMethod,
                interfaceSignature,
                kind,
                implementing,
                method,
                signature,
                instantiated,
                captured);
    }

    void write(ByteSink out) {
        Texts.write(out, capturing);
        byte[] hash = HexFormat.of().parseHex(classHash);
        out.octet(hash.length);
        out.writeBytes(hash, 0, hash.length);
        Texts.write(out, interfaceName);
        Texts.write(out, interfaceMethod);
        Texts.write(out, interfaceSignature);
        out.octet(kind);
        Texts.write(out, implementing.equals(capturing.replace('.', '/')) ? "" : implementing);
        Texts.write(out, method);
        Texts.write(out, signature);
        Texts.write(out, instantiated.equals(interfaceSignature) ? "" : instantiated);
    }

    static LambdaShape read(ByteSource in) {
        String capturing = Texts.read(in);
        byte[] hash = new byte[in.octet()];
        System.arraycopy(in.array(), in.skip(hash.length, 1), hash, 0, hash.length);
        String interfaceName = Texts.read(in);
        String interfaceMethod = Texts.read(in);
        String interfaceSignature = Texts.read(in);
        int kind = in.octet();
        String implementing = Texts.read(in);
        String method = Texts.read(in);
        String signature = Texts.read(in);
        String instantiated = Texts.read(in);
        return new LambdaShape(
                capturing,
                HexFormat.of().formatHex(hash),
                interfaceName,
                interfaceMethod,
                interfaceSignature,
                kind,
                implementing.isEmpty() ? capturing.replace('.', '/') : implementing,
                method,
                signature,
                instantiated.isEmpty() ? interfaceSignature : instantiated);
    }

    /** For messages. */
    String where() {
        String[] parts = method.split("\\$", -1);
        boolean body = method.startsWith("lambda$") && parts.length > 1;
        return body
                ? "the lambda in " + capturing + "." + parts[1]
                : "the method reference ::" + method + " in " + capturing;
    }
}
