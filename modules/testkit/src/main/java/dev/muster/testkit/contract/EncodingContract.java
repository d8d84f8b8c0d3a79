package dev.muster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.client.Client;
import dev.muster.client.TaskFuture;
import dev.muster.client.TaskFutures;
import dev.muster.error.ClusterException;
import dev.muster.error.StandInException;
import dev.muster.error.TaskFailedException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What cannot travel, where it is found out, and that everything else is copied. */
abstract class EncodingContract extends Theme {

    EncodingContract(ClusterContract kind) {
        super(kind);
    }

    private void assumeEncodes() {
        assumeTrue(kind().encodes(), "nothing is turned into bytes here");
    }

    private static ClusterException unserializable(ThrowingCallable call) {
        ClusterException refused = failureOf(call);
        assertThat(refused.code()).isEqualTo(ClusterException.Code.UNSERIALIZABLE);
        return refused;
    }

    /** Cannot travel, and keeps what keeps it from it in a field with a name. */
    private static final class Owner implements Serializable {
        private static final long serialVersionUID = 1L;

        final Object keeper = Thread.currentThread();

        int answer() {
            return keeper.hashCode();
        }
    }

    @Test
    void a_captured_owner_is_refused_in_the_callers_stack_with_its_path() {
        assumeEncodes();
        Client client = client(1, 1);
        Owner owner = new Owner();
        ClusterException refused = unserializable(
                () -> assertThat(client.submit(() -> owner.answer())).isNull());
        assertThat(refused).hasMessageContaining("keeper").hasMessageContaining("Thread");
        assertThat(client.submit(() -> 1).result()).isEqualTo(1);
    }

    @Test
    void an_argument_that_cannot_travel_is_refused_at_submission() {
        assumeEncodes();
        Client client = client(1, 1);
        unserializable(
                () -> assertThat(client.submit((Object o) -> 1, new Owner())).isNull());
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            items.add(i == 4_321 ? new Owner() : i);
        }
        assertThat(unserializable(
                        () -> assertThat(client.map((Object o) -> 1, items)).isNull()))
                .hasMessageContaining("keeper");
        unserializable(() -> assertThat(client.scatter(new Owner())).isNull());
        assertThat(client.submit(() -> 1).result()).isEqualTo(1);
    }

    @Test
    void a_result_that_cannot_travel_fails_its_task_only() {
        assumeEncodes();
        Client client = client(1, 1);
        TaskFutures<Object> futures = client.map(n -> n == 2 ? new Owner() : n, List.of(1, 2, 3));
        assertThat(unserializable(() -> assertThat(futures.get(1).result()).isNull()))
                .hasMessageContaining("keeper");
        assertThat(futures.get(0).result()).isEqualTo(1);
        assertThat(futures.get(2).result()).isEqualTo(3);
    }

    @Test
    void a_result_too_deep_to_be_written_fails_or_arrives_and_breaks_nothing() {
        assumeEncodes();
        Client client = client(1, 1);
        TaskFuture<Integer> depth = client.submit(() -> Link.chain(200_000)).thenApply(Link::length);
        untilDone(depth);
        depth.failure()
                .ifPresentOrElse(
                        failure -> assertThat(((ClusterException) failure).code())
                                .isEqualTo(ClusterException.Code.UNSERIALIZABLE),
                        () -> assertThat(depth.result()).isEqualTo(200_000));
        assertThat(client.submit(() -> 1).result()).isEqualTo(1);
    }

    private record Link(Link next) implements Serializable {
        @SuppressWarnings("NullAway") // the last one has none
        static Link chain(int length) {
            Link first = null;
            for (int i = 0; i < length; i++) {
                first = new Link(first);
            }
            return first;
        }

        int length() {
            int length = 0;
            for (Link at = this; at != null; at = at.next) {
                length++;
            }
            return length;
        }
    }

    @Test
    void an_exception_that_cannot_travel_is_stood_in_for() {
        assumeEncodes();
        Client client = client(1, 1);
        TaskFuture<Integer> future = client.submit(() -> {
            throw new Stuck("mine");
        });
        TaskFailedException failure = (TaskFailedException) failureOf(future::result);
        assertThat(failure.getCause()).isInstanceOf(StandInException.class).hasMessage("mine");
        assertThat(failure.causeType()).isEqualTo(Stuck.class.getName());
        assertThat(failure.getCause().getStackTrace()[0].getClassName()).contains("EncodingContract");
    }

    private static final class Stuck extends RuntimeException {
        private static final long serialVersionUID = 1L;

        final transient Object unused = 1;
        final Owner owner = new Owner();

        Stuck(String message) {
            super(message);
        }
    }

    @Test
    void an_object_that_cannot_be_read_fails_the_task_only() {
        assumeEncodes();
        Client client = client(1, 1);
        TaskFuture<Integer> future = client.submit((Object o) -> 1, new Unreadable());
        assertThat(failureOf(future::result)).isNotNull();
        TaskFuture<Unreadable> result = client.submit(() -> new Unreadable());
        assertThat(failureOf(() -> assertThat(result.result()).isNull())).isNotNull();
        assertThat(client.submit(() -> 1).result()).isEqualTo(1);
    }

    private static final class Unreadable implements Serializable {
        private static final long serialVersionUID = 1L;

        private Object readResolve() {
            throw new IllegalStateException("not to be read");
        }
    }

    @Test
    void arguments_are_copied_when_they_are_submitted() {
        assumeEncodes();
        Client client = client(1, 1);
        Gate end = gate("end");
        TaskFuture<Void> running = client.run(end::await);
        ArrayList<Integer> mutable = new ArrayList<>(List.of(1, 2, 3));
        TaskFuture<Integer> size = client.submit((List<Integer> list) -> list.size(), mutable);
        TaskFuture<Integer> captured = client.submit(() -> mutable.size());
        mutable.clear();
        end.open();
        assertThat(running.result()).isNull();
        assertThat(List.of(size.result(), captured.result())).containsExactly(3, 3);
    }

    @Test
    void every_reader_of_a_value_gets_equal_content() {
        Client client = client(2, 1);
        TaskFuture<int[]> value = client.submit(() -> new int[] {1, 2, 3});
        TaskFuture<Integer> sum = value.thenApply(array -> array[0] + array[1] + array[2]);
        assertThat(value.result()).containsExactly(1, 2, 3);
        assertThat(sum.result()).isEqualTo(6);
    }

    @Test
    void plain_threads_pass_references() {
        assumeFalse(kind().encodes(), "values are copied here");
        Client client = client(1, 1);
        Object mine = new Object();
        Owner owner = new Owner();
        assertThat(client.submit(() -> mine).result()).isSameAs(mine);
        assertThat(client.submit((Object o) -> o, mine).thenApply(o -> o).result())
                .isSameAs(mine);
        assertThat(client.submit(() -> owner.answer()).result()).isEqualTo(owner.answer());
        assertThat(client.scatter(mine).result()).isSameAs(mine);
    }
}
