package dev.muster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.client.Client;
import dev.muster.client.Status;
import dev.muster.client.TaskContext;
import dev.muster.client.TaskFuture;
import dev.muster.client.TaskFutures;
import dev.muster.cluster.Cluster;
import dev.muster.cluster.WorkerInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Values that are brought rather than computed: scattered, broadcast, and where they lie. */
abstract class DataContract extends Theme {

    DataContract(ClusterContract kind) {
        super(kind);
    }

    private static double[] numbers(int count) {
        return IntStream.range(0, count).asDoubleStream().toArray();
    }

    @Test
    void a_scattered_value_is_an_input_like_any_result() {
        Client client = client(2, 1);
        TaskFuture<double[]> data = client.scatter(numbers(200_000));
        assertThat(data.thenApply(all -> Arrays.stream(all).sum()).result()).isEqualTo(19_999_900_000.0);
        assertThat(data.result()).hasSize(200_000);
        assertThat(data.status()).isEqualTo(Status.FINISHED);
        TaskFuture<Integer> captured = client.submit(() -> data.result().length);
        assertThat(captured.result()).isEqualTo(200_000);
    }

    @Test
    @SuppressWarnings("NullAway") // null is a value
    void small_values_and_null_can_be_scattered() {
        Client client = client(1, 1);
        TaskFuture<String> nothing = client.scatter(null);
        assertThat(client.scatter("x").thenApply(text -> text + "y").result()).isEqualTo("xy");
        assertThat(nothing.thenApply(value -> value == null).result()).isTrue();
        assertThat(nothing.result()).isNull();
    }

    @Test
    void many_values_become_one_future_each() {
        Client client = client(2, 2);
        TaskFutures<Integer> scattered =
                client.scatterEach(IntStream.range(0, 1_000).boxed().toList());
        assertThat(scattered).hasSize(1_000);
        assertThat(scattered.thenApply(n -> n + 1).reduce(Integer::sum).result())
                .isEqualTo(500_500);
        assertThat(scattered.results().get(999)).isEqualTo(999);
        assertThat(client.scatterEach(List.of())).isEmpty();
    }

    @Test
    void a_broadcast_value_is_on_every_worker_those_to_come_included() {
        Cluster cluster = cluster(2, 1);
        Client client = client(cluster);
        client.waitForWorkers(2, PATIENCE);
        TaskFuture<double[]> model = client.broadcast(numbers(50_000));
        assertThat(model.result()).hasSize(50_000);
        cluster.scale(3);
        client.waitForWorkers(3, PATIENCE);
        client.workers()
                .forEach(worker -> assertThat(client.withOptions(o -> o.workers(worker.id()))
                                .submit(n -> model.result()[n], 17)
                                .result())
                        .isEqualTo(17.0));
    }

    @Test
    void every_worker_holds_a_broadcast_value_until_it_is_released() {
        assumeTrue(kind().encodes(), "references are everywhere");
        Cluster cluster = cluster(3, 1);
        Client client = client(cluster);
        client.waitForWorkers(3, PATIENCE);
        TaskFuture<double[]> model = client.broadcast(numbers(50_000));
        until(() -> holders(client, model).size() == 3);
        cluster.scale(4);
        client.waitForWorkers(4, PATIENCE);
        assertThat(holders(client, model)).hasSize(3);
        for (WorkerInfo worker : client.workers()) {
            TaskFuture<Integer> length = client.withOptions(o -> o.workers(worker.id()))
                    .combine((List<double[]> all) -> all.get(0).length, List.of(model));
            assertThat(length.result()).isEqualTo(50_000);
        }
        assertThat(holders(client, model))
                .as("the new one as soon as it needs it")
                .hasSize(4);
        model.release();
        TaskFuture<Integer> other = client.submit(() -> 1);
        assertThat(other.result()).isEqualTo(1);
    }

    private static Set<WorkerInfo> holders(Client client, TaskFuture<?> future) {
        Set<WorkerInfo> holders = client.holders(List.of(future)).get(future);
        assertThat(holders).isNotNull();
        return holders;
    }

    @Test
    void small_results_are_the_clients_while_they_take_little_of_its_memory_and_then_stay_with_their_workers() {
        assumeTrue(kind().encodes(), "nothing is turned into bytes here");
        long share = Runtime.getRuntime().maxMemory() / 20;
        int each = 32 << 10;
        assumeTrue(share < 1 << 28, "too much memory to fill");
        Client client = client(1, 2);
        TaskFuture<byte[]> first = client.submit(() -> new byte[each]);
        untilDone(first);
        assertThat(holders(client, first)).isEmpty();
        TaskFutures<byte[]> many = client.map(
                n -> new byte[each],
                IntStream.range(0, (int) (share / each)).boxed().toList());
        many.waitForAll();
        TaskFuture<byte[]> kept = client.submit(() -> new byte[each]);
        untilDone(kept);
        assertThat(holders(client, kept)).hasSize(1);
        assertThat(kept.result()).hasSize(each);
        TaskFuture<byte[]> tiny = client.submit(() -> new byte[100]);
        untilDone(tiny);
        assertThat(holders(client, tiny)).isEmpty();
        many.release();
        first.release();
        until(() -> {
            TaskFuture<byte[]> again = client.submit(() -> new byte[each]);
            untilDone(again);
            return holders(client, again).isEmpty();
        });
    }

    @Test
    void holders_are_the_workers_that_have_the_value() {
        assumeTrue(kind().encodes(), "references are everywhere");
        Client client = client(2, 1);
        String wanted = client.workers().get(1).id();
        TaskFuture<double[]> big = client.withOptions(o -> o.workers(wanted)).submit(DataContract::numbers, 100_000);
        untilDone(big);
        TaskFuture<Void> unfinished = client.run(gate("never")::await);
        Map<TaskFuture<?>, Set<WorkerInfo>> holders = client.holders(List.of(big, unfinished));
        assertThat(holders).containsOnlyKeys(big, unfinished);
        assertThat(holders.get(big)).extracting(WorkerInfo::id).containsExactly(wanted);
        assertThat(holders.get(unfinished)).isEmpty();
        unfinished.cancel();
    }

    @Test
    void a_task_goes_to_where_its_big_input_is() {
        assumeTrue(kind().encodes(), "references are everywhere");
        Client client = client(3, 1);
        for (WorkerInfo worker : client.workers()) {
            TaskFuture<double[]> big =
                    client.withOptions(o -> o.workers(worker.id())).submit(DataContract::numbers, 400_000);
            untilDone(big);
            assertThat(big.thenApply(all -> TaskContext.current().orElseThrow().worker())
                            .result())
                    .isEqualTo(worker.id());
        }
    }

    @Test
    void inputs_from_several_workers_meet_in_one_task() {
        Client client = client(3, 1);
        List<TaskFuture<double[]>> parts = client.workers().stream()
                .map(worker -> client.withOptions(o -> o.workers(worker.id())).submit(DataContract::numbers, 100_000))
                .toList();
        TaskFuture<Integer> joined = client.combine(
                (List<double[]> all) ->
                        all.stream().mapToInt(part -> part.length).sum(),
                parts);
        assertThat(joined.result()).isEqualTo(300_000);
    }

    @Test
    void a_released_scatter_may_be_scattered_again() {
        Client client = client(1, 1);
        for (int round = 0; round < 20; round++) {
            TaskFuture<double[]> data = client.scatter(numbers(100_000));
            assertThat(data.thenApply(all -> all.length).result()).isEqualTo(100_000);
            data.release();
        }
    }
}
