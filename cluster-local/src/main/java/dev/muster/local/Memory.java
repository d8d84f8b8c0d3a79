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

    /** A worker's limit in bytes, 0 for none. Threads share the system's memory evenly. */
    static long limit(MemoryLimit limit, int workers) {
        long system = system();
        return limit.bytes(system, system / Math.max(1, workers));
    }
}
