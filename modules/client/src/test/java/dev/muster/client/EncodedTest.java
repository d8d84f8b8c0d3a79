package dev.muster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.muster.error.ClusterException;
import dev.muster.error.TaskFailedException;
import dev.muster.scheduler.SchedulerEvent.ArgumentsArrived;
import dev.muster.scheduler.SchedulerEvent.ArgumentsFailed;
import dev.muster.scheduler.SchedulerEvent.MapSubmitted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The same client where everything is encoded. */
class EncodedTest extends WithFakeSession {

    @Override
    protected boolean carriesObjects() {
        return false;
    }

    @Test
    void values_travel_and_are_decoded_once() {
        TaskFuture<List<Integer>> list = client.submit(() -> List.of(1, 2));
        assertThat(list.result()).containsExactly(1, 2).isSameAs(list.result());
        assertThat(client.submit(() -> null).result()).isNull();
        assertThat(client.submit((x, y) -> x + y, 1, 2).result()).isEqualTo(3);
        assertThat(client.map(x -> x, Arrays.asList(1, null)).results()).containsExactly(1, null);
        assertThat(client.scatter("a").thenApply(s -> s + "b").result()).isEqualTo("ab");
    }

    @Test
    void a_long_map_is_encoded_in_slices_that_grow() {
        List<Integer> inputs = IntStream.range(0, 10_000).boxed().toList();
        TaskFutures<Integer> many = client.map(x -> x + 1, inputs);
        assertThat(session.seen(MapSubmitted.class)).singleElement().satisfies(first -> {
            assertThat(first.count()).isEqualTo(10_000);
            assertThat(first.arguments().count()).isEqualTo(16);
        });
        assertThat(session.seen(ArgumentsArrived.class))
                .extracting(slice -> slice.arguments().count())
                .startsWith(32, 64, 128, 256, 512, 1024, 2048, 4096);
        many.cancel();
    }

    @Test
    void slices_of_big_arguments_grow_to_a_few_megabytes_only() {
        byte[] big = new byte[1 << 20];
        TaskFutures<Integer> many = client.map(x -> x.length, Collections.nCopies(100, big));
        assertThat(session.seen(ArgumentsArrived.class))
                .allMatch(slice -> slice.arguments().count() <= 4)
                .extracting(slice -> slice.arguments().count())
                .satisfies(counts -> assertThat(
                                counts.stream().mapToInt(count -> count).sum())
                        .isEqualTo(84));
        many.cancel();
    }

    @Test
    void what_cannot_travel_fails_in_the_callers_stack() {
        Object stuck = Thread.currentThread();
        assertThatExceptionOfType(ClusterException.class)
                .isThrownBy(() -> client.submit(() -> stuck.hashCode()))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ClusterException.Code.UNSERIALIZABLE));
        assertThatExceptionOfType(ClusterException.class).isThrownBy(() -> client.map(x -> x, List.of(1, stuck)));
        assertThat(session.events).isEmpty();
        assertThat(client.connection().admission().unfinished()).isZero();
    }

    @Test
    void a_late_argument_that_cannot_travel_fails_the_rest_of_its_map() {
        List<Object> inputs = new ArrayList<>(Collections.nCopies(200, 1));
        inputs.set(150, Thread.currentThread());
        assertThatExceptionOfType(ClusterException.class).isThrownBy(() -> client.map(x -> x, inputs));
        assertThat(session.seen(ArgumentsFailed.class))
                .singleElement()
                .extracting(ArgumentsFailed::from)
                .isEqualTo(112);
    }

    @Test
    void exceptions_come_back_as_causes() {
        TaskFuture<Integer> bad = client.submit(() -> {
            throw new IOException("far away");
        });
        assertThatExceptionOfType(TaskFailedException.class)
                .isThrownBy(bad::result)
                .withCauseInstanceOf(IOException.class)
                .satisfies(e -> assertThat(e.getCause()).hasMessage("far away"));
        assertThat(bad.failure()).containsInstanceOf(IOException.class);
        assertThat(bad.exceptionally(e -> e.getMessage().length()).result()).isEqualTo(8);
    }

    @Test
    void captured_futures_and_clients_travel() {
        TaskFuture<Integer> base = client.submit(() -> 20);
        TaskFutures<Integer> many = client.map(x -> x, List.of(1, 2));
        Client here = client;
        Submitter view = client.withOptions(o -> o.name("inside"));
        assertThat(client.submit(() -> base.result() + 1).result()).isEqualTo(21);
        assertThat(client.map(x -> base.result() + x, List.of(1, 2)).results()).containsExactly(21, 22);
        assertThat(client.submit(() -> many.results().size()).result()).isEqualTo(2);
        assertThat(client.submit(() -> here.submit(() -> 3).result()).result()).isEqualTo(3);
        assertThat(client.submit(() -> view.submit(() -> 4).key()).result()).startsWith("inside-");
        List<TaskFuture<Integer>> hidden = new ArrayList<>(List.of(base));
        assertThat(client.submit(() -> hidden.get(0).result()).result()).isEqualTo(20);
    }

    @Test
    void a_failed_encoded_task_can_be_replayed() {
        TaskFutures<Integer> many = client.map(x -> 1 / x, Collections.nCopies(100, 0));
        many.waitForAll();
        assertThatExceptionOfType(TaskFailedException.class)
                .isThrownBy(() -> client.replay(many.get(99)))
                .withCauseInstanceOf(ArithmeticException.class);
    }

    @Test
    void an_executor_refuses_tasks_that_are_not_serialisable() {
        ExecutorService pool = client.executor();
        Callable<Integer> plain = () -> 1;
        assertThatExceptionOfType(ClusterException.class)
                .isThrownBy(() -> pool.submit(plain))
                .withMessageContaining("declare it as Function0 or Function1, or write the lambda in the call");
        pool.shutdown();
    }

    @Test
    void encoded_arguments_count_until_they_are_used() {
        session.holdBack();
        TaskFuture<Integer> one = client.submit(x -> x.length, new byte[1 << 16]);
        TaskFutures<Integer> many = client.map(x -> x.length, List.of(new byte[100], new byte[100]));
        assertThat(client.connection().admission().bytes()).isGreaterThan(1 << 16);
        session.letGo();
        assertThat(one.result()).isEqualTo(1 << 16);
        assertThat(many.results()).containsExactly(100, 100);
        assertThat(client.connection().admission().bytes()).isZero();
    }
}
