package dev.muster.testkit.loopback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.client.Client;
import dev.muster.client.TaskFuture;
import dev.muster.client.TaskFutures;
import dev.muster.error.ClusterException;
import dev.muster.error.TaskFailedException;
import dev.muster.testkit.LeakCheck;
import dev.muster.testkit.contract.ClusterShape;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is longer than a link's longest frame: cut in pieces, refused where it is submitted, or a failure of one task; never the end of a node. */
class FrameLimitTest {
    private static final int TOO_LONG = LoopbackCluster.MAX_FRAME + 1;

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private LoopbackCluster cluster;
    private Client client;

    @BeforeEach
    void open() {
        cluster = LoopbackContractTest.open(ClusterShape.of(1, 8), Family.best());
        client = new Client(cluster);
        client.waitForWorkers(1, Duration.ofSeconds(60));
    }

    @AfterEach
    void what_fitted_no_frame_has_disturbed_nobody() {
        assertThat(client.submit(() -> 1).result()).isEqualTo(1);
        client.close();
        cluster.close();
    }

    private static ClusterException unserializable(ThrowingCallable call) {
        ClusterException refused = catchThrowableOfType(ClusterException.class, call);
        assertThat(refused.code()).isEqualTo(ClusterException.Code.UNSERIALIZABLE);
        return refused;
    }

    @Test
    void an_argument_longer_than_a_frame_is_refused_in_the_callers_stack() {
        byte[] big = new byte[TOO_LONG];
        assertThat(unserializable(
                        () -> assertThat(client.submit(b -> b.length, big)).isNull()))
                .hasMessageContaining(Integer.toString(TOO_LONG).substring(0, 4))
                .hasMessageContaining("bytes when encoded");
        unserializable(() -> assertThat(client.submit(() -> big.length)).isNull());
        unserializable(() ->
                assertThat(client.map(b -> b.length, List.of(new byte[1], big))).isNull());
        unserializable(
                () -> assertThat(client.map(n -> n + big.length, List.of(1, 2))).isNull());
        unserializable(() -> assertThat(client.scatter(big)).isNull());
        unserializable(() -> assertThat(client.broadcast(big)).isNull());
    }

    @Test
    void a_nested_argument_longer_than_a_frame_fails_the_task_that_brings_it() {
        TaskFuture<Integer> outer = client.submit(
                () -> Client.current().submit(b -> b.length, new byte[TOO_LONG]).result());
        assertThat(unserializable(outer::result)).hasMessageContaining("bytes when encoded");
    }

    @Test
    void results_may_have_any_size() {
        TaskFuture<byte[]> big = client.submit(() -> new byte[TOO_LONG]);
        assertThat(big.thenApply(b -> b.length).result()).isEqualTo(TOO_LONG);
        assertThat(big.result()).hasSize(TOO_LONG);
    }

    @Test
    void arguments_of_many_tasks_that_fit_no_frame_together_go_in_several() {
        byte[] part = new byte[12 << 20];
        List<byte[]> parts = Collections.nCopies(24, part);
        assertThat(client.map(b -> b.length, parts).results()).hasSize(24).containsOnly(part.length);
        List<TaskFuture<Integer>> single = IntStream.range(0, 24)
                .mapToObj(i -> client.submit(b -> b.length + i, part))
                .toList();
        for (int i = 0; i < single.size(); i++) {
            assertThat(single.get(i).result()).isEqualTo(part.length + i);
        }
    }

    @Test
    void inputs_that_fit_no_frame_together_fail_their_task_and_no_other() {
        byte[] part = new byte[63 << 10];
        TaskFutures<byte[]> parts = client.scatterEach(Collections.nCopies(1 + TOO_LONG / part.length, part));
        TaskFuture<Integer> all = client.combine((List<byte[]> each) -> each.size(), parts);
        assertThat(unserializable(all::result)).hasMessageContaining(Integer.toString(LoopbackCluster.MAX_FRAME));
        assertThat(parts.get(0).thenApply(b -> b.length).result()).isEqualTo(part.length);
    }

    @Test
    void large_inputs_that_fit_no_frame_together_reach_their_task_one_by_one() {
        TaskFuture<byte[]> left = client.scatter(new byte[TOO_LONG / 2]);
        TaskFuture<byte[]> right = client.scatter(new byte[TOO_LONG / 2]);
        TaskFuture<Integer> both = client.combine((List<byte[]> all) -> all.size(), List.of(left, right));
        assertThat(both.result()).isEqualTo(2);
    }

    @Test
    void an_exception_longer_than_a_frame_is_shortened() {
        TaskFuture<Integer> future = client.submit(() -> {
            throw new IllegalStateException("begin" + "x".repeat(TOO_LONG));
        });
        TaskFailedException failure = catchThrowableOfType(TaskFailedException.class, future::result);
        assertThat(failure.causeType()).isEqualTo(IllegalStateException.class.getName());
        assertThat(failure.getCause()).hasMessageStartingWith("begin").hasMessageContaining("shortened");
        assertThat(failure.getCause().getStackTrace()[0].getClassName()).isEqualTo(FrameLimitTest.class.getName());
    }
}
