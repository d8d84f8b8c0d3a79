package dev.muster.testkit.loopback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.client.Client;
import dev.muster.client.TaskFuture;
import dev.muster.codec.KryoCodec;
import dev.muster.config.Settings;
import dev.muster.node.WorkerNode;
import dev.muster.spi.WorkerSpec;
import dev.muster.testkit.LeakCheck;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A worker may have to fetch from another one of which its client has heard, but not yet itself. */
class LateIntroductionTest {
    private static final AtomicInteger MADE = new AtomicInteger();

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private static WorkerNode worker(LateCluster cluster, String name) {
        return WorkerNode.start(
                cluster,
                WorkerSpec.of(name, 1),
                Settings.defaults(),
                KryoCodec.of(LateIntroductionTest.class.getClassLoader()));
    }

    @Test
    void a_holder_of_which_a_worker_has_not_heard_yet_is_waited_for() {
        MADE.set(0);
        LateCluster cluster = new LateCluster(new LoopbackCluster("", Family.best(), null));
        try (cluster;
                WorkerNode one = worker(cluster, "one");
                WorkerNode two = worker(cluster, "two");
                Client client = new Client(cluster)) {
            client.waitForWorkers(2, Duration.ofSeconds(60));
            TaskFuture<double[]> big = client.withOptions(o -> o.workers("one")).submit(() -> {
                MADE.incrementAndGet();
                return new double[100_000];
            });
            await().until(big::isDone);
            var onTwo = client.withOptions(o -> o.workers("two"));
            TaskFuture<Integer> length = onTwo.combine((List<double[]> all) -> all.get(0).length, List.of(big));
            await().until(() -> cluster.runs("two") == 1);
            cluster.introduce();
            assertThat(length.result()).isEqualTo(100_000);
            assertThat(MADE).as("times that the input was made").hasValue(1);
            assertThat(two.load() + one.load()).isZero();
        }
    }
}
