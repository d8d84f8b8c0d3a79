package dev.muster.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cluster.WorkerInfo;
import dev.muster.config.MemoryLimit;
import org.junit.jupiter.api.Test;

/** What a worker may hold whose tasks live in this JVM. */
class MemoryTest {
    @Test
    void workers_share_the_heap_of_this_jvm_where_nothing_is_said() {
        long heap = Runtime.getRuntime().maxMemory();
        assertThat(Memory.limit(MemoryLimit.parse("auto"), 1)).isEqualTo(heap);
        assertThat(Memory.limit(MemoryLimit.parse("auto"), 4)).isEqualTo(heap / 4);
        try (LocalCluster cluster =
                LocalCluster.builder().workers(2).threadsPerWorker(1).build()) {
            assertThat(cluster.workers()).extracting(WorkerInfo::memoryBytes).containsOnly(heap / 2);
        }
    }

    @Test
    void what_is_said_is_taken() {
        assertThat(Memory.limit(MemoryLimit.parse("64MiB"), 2)).isEqualTo(64 << 20);
        assertThat(Memory.limit(MemoryLimit.parse("0"), 2)).isZero();
        assertThat(Memory.limit(MemoryLimit.parse("0.5"), 2)).isEqualTo((long) (0.5 * Memory.system()));
    }
}
