package dev.muster.local;

import com.sun.management.OperatingSystemMXBean;
import dev.muster.config.MemoryLimit;
import java.lang.management.ManagementFactory;

/** How much memory there is. Stateless. */
final class Memory {
    private Memory() {}

    /** Bytes of the system, or of the container that this process is in. */
    static long system() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory();
    }

    /** The limit in bytes, 0 for none, of each of some workers in this JVM: by themselves they share its heap evenly. */
    static long limit(MemoryLimit limit, int workers) {
        return limit.bytes(system(), Runtime.getRuntime().maxMemory() / Math.max(1, workers));
    }
}
