package dev.muster.codec;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Hashes of class files: what was compiled, not what an agent made of it at load time. Thread-safe. */
final class ClassHashes {
    private static final int BYTES = 16;
    private static final byte[] UNKNOWN = {};

    private static final ClassValue<byte[]> HASHES = new ClassValue<>() {
        @Override
        protected byte[] computeValue(Class<?> type) {
            return compute(type);
        }
    };

    private ClassHashes() {}

    /** The class file's hash; empty if its loader does not give it out. */
    static byte[] of(Class<?> type) {
        return HASHES.get(type);
    }

    private static byte[] compute(Class<?> type) {
        String file = type.getName().replace('.', '/') + ".class";
        ClassLoader loader = type.getClassLoader();
        try (InputStream in =
                loader == null ? ClassLoader.getSystemResourceAsStream(file) : loader.getResourceAsStream(file)) {
            if (in == null) {
                return UNKNOWN;
            }
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return Arrays.copyOf(digest.digest(in.readAllBytes()), BYTES);
        } catch (IOException unreadable) {
            return UNKNOWN;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
