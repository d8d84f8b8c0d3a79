package dev.muster.codec;

import com.esotericsoftware.kryo.kryo5.util.Util;

/**
 * Loads Kryo so that it leaves {@code sun.misc.Unsafe} alone. Stateless.
 *
 * <p>Kryo asks a system property, once, when its first class is used. With Unsafe a JVM of 24 or later prints warnings
 * that users cannot turn off, and nothing here is faster for it. The copy of Kryo is our own (its packages are renamed in
 * the artifact), and the property is put back at once, so nobody else's Kryo notices.
 */
final class KryoStart {
    private static final String PROPERTY = "kryo.unsafe";

    static {
        String before = System.getProperty(PROPERTY);
        System.setProperty(PROPERTY, "false");
        try {
            if (Util.isUnsafeAvailable()) {
                throw new IllegalStateException("Kryo was loaded before " + KryoStart.class.getName());
            }
        } finally {
            if (before == null) {
                System.clearProperty(PROPERTY);
            } else {
                System.setProperty(PROPERTY, before);
            }
        }
    }

    private KryoStart() {}

    /** Makes sure that it has happened. */
    static void ensure() {}
}
