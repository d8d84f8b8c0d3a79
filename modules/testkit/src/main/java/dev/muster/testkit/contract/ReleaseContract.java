package dev.muster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.muster.client.Client;
import dev.muster.client.Scope;
import dev.muster.client.Status;
import dev.muster.client.TaskFuture;
import dev.muster.client.TaskFutures;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Letting go: what is released, dropped or out of scope is freed, and only what nobody wants is stopped. */
abstract class ReleaseContract extends Theme {
    private static final int BLOCK = 8 << 20;

    ReleaseContract(ClusterContract kind) {
        super(kind);
    }

    private TaskFuture<Void> blocker(Client client, Gate end) {
        Gate started = gate("started");
        TaskFuture<Void> future = client.run(() -> {
            started.open();
            end.await();
        });
        until(started::isOpen);
        return future;
    }

    @Test
    void an_unfinished_task_that_nobody_wants_is_cancelled() {
        Client client = client(1, 1);
        Gate end = gate("end");
        TaskFuture<Void> running = blocker(client, end);
        Marks ran = marks("ran");
        client.run(() -> ran.add("never")).release();
        client.runEach(n -> ran.add("never"), List.of(1, 2, 3)).release();
        end.open();
        assertThat(running.result()).isNull();
        assertThat(client.submit(() -> 1).result()).isEqualTo(1);
        assertThat(ran.count()).isZero();
    }

    @Test
    void an_unfinished_task_that_a_dependant_wants_goes_on() {
        Client client = client(1, 1);
        Gate end = gate("end");
        TaskFuture<Void> running = blocker(client, end);
        TaskFuture<Integer> input = client.submit(() -> 20);
        TaskFuture<Integer> dependant = input.thenApply(n -> n + 1);
        input.release();
        end.open();
        assertThat(dependant.result()).isEqualTo(21);
        assertThat(running.result()).isNull();
    }

    @Test
    void releasing_twice_or_after_a_cancel_does_no_harm() {
        Client client = client(1, 1);
        TaskFuture<Integer> done = client.submit(() -> 1);
        assertThat(done.result()).isEqualTo(1);
        done.release();
        done.release();
        TaskFuture<Void> cancelled = blocker(client, gate("never"));
        cancelled.cancel();
        cancelled.release();
        assertThat(client.submit(() -> 2).result()).isEqualTo(2);
    }

    @Test
    void a_handle_that_is_merely_lost_cancels_nothing() {
        Client client = client(1, 1);
        Gate end = gate("end");
        TaskFuture<Void> running = blocker(client, end);
        Marks ran = marks("ran");
        for (int i = 0; i < 100; i++) {
            submitAndForget(client, ran);
        }
        System.gc();
        assertThat(client.withOptions(o -> o.priority(100)).submit(() -> 1).status())
                .isEqualTo(Status.PENDING);
        end.open();
        until(() -> ran.count() == 100);
        assertThat(running.result()).isNull();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // that is what is tested
    private static void submitAndForget(Client client, Marks ran) {
        client.run(() -> ran.add("ran"));
    }

    @Test
    void everything_of_a_scope_is_released_at_its_end() {
        Client client = client(1, 1);
        Gate end = gate("end");
        TaskFuture<Void> running = blocker(client, end);
        Marks ran = marks("ran");
        TaskFuture<Integer> outside = client.submit(() -> 5);
        TaskFuture<Void> single;
        try (Scope scope = client.scope()) {
            single = scope.run(() -> ran.add("single"));
            assertThat(scope.runEach(n -> ran.add("each"), List.of(1, 2))).hasSize(2);
        }
        end.open();
        assertThat(outside.result()).isEqualTo(5);
        assertThat(client.submit(() -> 1).result()).isEqualTo(1);
        assertThat(ran.count()).isZero();
        assertThat(single.status()).isNotEqualTo(Status.FINISHED);
        assertThat(running.result()).isNull();
    }

    @Test
    void a_scope_gives_its_results_before_it_ends() {
        Client client = client(1, 2);
        List<Integer> results;
        try (Scope scope = client.withOptions(o -> o.name("request")).scope()) {
            results = scope.map(n -> n + 1, List.of(1, 2, 3)).results();
        }
        assertThat(results).containsExactly(2, 3, 4);
    }

    @Test
    void nothing_holds_a_value_once_it_is_released() {
        assumeFalse(kind().encodes(), "copies cannot be watched");
        Client client = client(1, 1);
        List<WeakReference<Object>> values = new ArrayList<>();
        TaskFutures<Object> batch = client.map(n -> new Watched(), List.of(1, 2, 3));
        TaskFuture<Object> single = client.submit(() -> new Watched());
        batch.results().forEach(value -> values.add(new WeakReference<>(value)));
        values.add(new WeakReference<>(single.result()));
        batch.release();
        single.release();
        until(() -> {
            System.gc();
            return values.stream().allMatch(value -> value.get() == null);
        });
    }

    @Test
    void nothing_holds_a_value_whose_handle_is_lost() {
        assumeFalse(kind().encodes(), "copies cannot be watched");
        Client client = client(1, 1);
        Watched.MADE.clear();
        for (int i = 0; i < 50; i++) {
            assertThat(client.submit(() -> new Watched()).result()).isNotNull();
        }
        assertThat(client.map(n -> new Watched(), List.of(1, 2, 3)).results()).hasSize(3);
        until(() -> {
            System.gc();
            return client.submit(() -> Watched.alive()).result() == 0;
        });
    }

    @Test
    void an_input_is_freed_when_its_last_dependant_has_ended() {
        assumeFalse(kind().encodes(), "copies cannot be watched");
        Client client = client(1, 1);
        Watched.MADE.clear();
        TaskFuture<Integer> end = null;
        for (int i = 0; i < 20; i++) {
            TaskFuture<Integer> next = client.submit(() -> new Watched()).thenApply(value -> value.number);
            end = end == null ? next : end.thenCombine(next, Integer::sum);
        }
        assertThat(end.result()).isEqualTo(20 * 17);
        until(() -> {
            System.gc();
            return Watched.alive() == 0;
        });
    }

    /** A value whose life can be watched. */
    private static final class Watched {
        static final ConcurrentLinkedQueue<WeakReference<Watched>> MADE = new ConcurrentLinkedQueue<>();

        final int number = 17;

        Watched() {
            MADE.add(new WeakReference<>(this));
        }

        static long alive() {
            return MADE.stream().filter(value -> value.get() != null).count();
        }
    }

    @Test
    @Tag("slow")
    void values_worth_more_than_the_heap_pass_through_lost_handles() {
        Client client = client(1, 2);
        int blocks = blocksBeyondTheHeap();
        for (int i = 0; i < blocks; i++) {
            int fill = i;
            assertThat(client.submit(() -> block(fill))
                            .thenApply(value -> value[7])
                            .result())
                    .isEqualTo((byte) fill);
        }
    }

    @Test
    @Tag("slow")
    void values_worth_more_than_the_heap_pass_along_a_chain() {
        Client client = client(1, 2);
        int blocks = blocksBeyondTheHeap();
        TaskFuture<byte[]> state = client.submit(() -> block(0));
        for (int i = 0; i < blocks; i++) {
            TaskFuture<byte[]> next = state.thenApply(value -> block(value[0] + 1));
            state.release(); // a handle that is only lost is not found before the collector runs
            state = next;
        }
        assertThat(state.result()[1]).isEqualTo((byte) blocks);
    }

    private static int blocksBeyondTheHeap() {
        return (int) (Runtime.getRuntime().maxMemory() * 1.5 / BLOCK);
    }

    private static byte[] block(int fill) {
        byte[] block = new byte[BLOCK];
        Arrays.fill(block, (byte) fill);
        return block;
    }

    @Test
    void a_batch_may_lose_its_list_while_an_element_is_held() {
        Client client = client(1, 2);
        TaskFuture<Integer> element =
                client.map(n -> n * 2, IntStream.range(0, 500).boxed().toList()).get(321);
        System.gc();
        assertThat(element.result()).isEqualTo(642);
    }
}
