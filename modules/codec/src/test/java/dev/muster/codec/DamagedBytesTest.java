package dev.muster.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.muster.error.ClusterException;
import dev.muster.function.Function0;
import dev.muster.protocol.Payload;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bytes that were changed on their way: a sentence or some value, but no crash, no hang, and no huge array. */
class DamagedBytesTest {
    /** A thousand times what the greatest sample takes. */
    private static final long MOST_ALLOCATED = 8 << 20;

    private final KryoCodec codec = KryoCodec.of(DamagedBytesTest.class.getClassLoader());

    private List<byte[]> samples() {
        List<byte[]> samples = new ArrayList<>();
        int captured = 7;
        Function0<Object> lambda = () -> List.of(captured);
        Stream.concat(
                        JdkTypesTest.valuesWithoutEquality().map(JdkTypesTest.Seen::value),
                        Stream.of(
                                new ArrayList<>(List.of(1, "two", 3.0)),
                                new Object[] {new int[] {1, 2}, "größer 見", new UUID(1, 2)},
                                lambda,
                                new IOException("x", new IllegalStateException("y")),
                                new Pair("a", new Pair(1, null)),
                                new AtomicReference<>(List.of("x", new Pair(1L, 2)))))
                .forEach(value ->
                        samples.add(codec.encode(new Object[] {value, value}).bytes()));
        return samples;
    }

    @Test
    void damaged_bytes_are_read_or_refused() {
        damage(30_000, 1);
    }

    @Test
    @Tag("slow")
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void a_million_damaged_values_are_read_or_refused() {
        damage(1_000_000, 2);
    }

    private void damage(int times, long seed) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Random random = new Random(seed);
        List<byte[]> samples = samples();
        int refused = 0;
        long most = 0;
        for (int i = 0; i < times; i++) {
            byte[] bytes = samples.get(random.nextInt(samples.size())).clone();
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                codec.decode(new Payload(
                        bytes, 0, random.nextInt(8) == 0 ? random.nextInt(bytes.length) : bytes.length, List.of()));
            } catch (ClusterException clear) {
                refused++;
            }
            most = Math.max(most, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(refused).isGreaterThan(times / 10);
        assertThat(most).isLessThan(MOST_ALLOCATED);
    }

    @Test
    void noise_is_read_or_refused() {
        Random random = new Random(3);
        int refused = 0;
        for (int i = 0; i < 30_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(60)];
            random.nextBytes(bytes);
            if (i % 2 == 0) {
                bytes[0] = PlainValues.GRAPH;
            }
            try {
                codec.decode(Payload.of(bytes));
            } catch (ClusterException clear) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(20_000);
    }

    record Pair(Object left, Object right) {}
}
