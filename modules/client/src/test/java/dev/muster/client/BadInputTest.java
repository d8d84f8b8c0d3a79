package dev.muster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.muster.cluster.Cluster;
import dev.muster.cluster.WorkerInfo;
import dev.muster.compute.Computable;
import dev.muster.compute.Scheduler;
import dev.muster.config.Settings;
import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import dev.muster.function.Function0;
import dev.muster.function.Function1;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is refused, each with a sentence that says what, which, how much against which limit, and what next. */
@SuppressWarnings("DataFlowIssue") // nulls on purpose
class BadInputTest extends WithFakeSession {

    private static void refused(ThrowingCallable call, String... parts) {
        assertThatIllegalArgumentException()
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    private static void refused(Code code, ThrowingCallable call, String... parts) {
        assertThatExceptionOfType(ClusterException.class).isThrownBy(call).satisfies(e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.getMessage()).contains(parts);
        });
    }

    @Test
    void null_functions() {
        TaskFuture<Integer> one = client.submit(() -> 1);
        TaskFutures<Integer> many = client.map(x -> x, List.of(1));
        refused(() -> client.submit((Function0<Object>) null), "function is null");
        refused(() -> client.submit((Function1<Object, Object>) null, 1), "function is null");
        refused(() -> client.run(null), "action is null");
        refused(() -> client.runEach(null, List.of()), "action is null");
        refused(() -> client.map((Function1<Object, Object>) null, List.of()), "function is null");
        refused(() -> client.stream(null, List.of()), "function is null");
        refused(() -> client.combine((Function1<List<Object>, Object>) null, List.of()), "function is null");
        refused(() -> one.thenApply(null), "function is null");
        refused(() -> one.thenAccept(null), "action is null");
        refused(() -> one.thenCombine(one, null), "function is null");
        refused(() -> one.exceptionally(null), "function is null");
        refused(() -> one.onDone(null), "callback is null");
        refused(() -> many.thenApply(null), "function is null");
        refused(() -> many.reduce(null), "associative is null");
        refused(() -> client.submitToAll(null), "function is null");
        refused(() -> client.runOnAll(null), "action is null");
        refused(() -> client.prepareWorkers("x", null), "setup is null");
        refused(() -> client.listen(null), "listener is null");
    }

    @Test
    void null_collections_futures_and_options() {
        TaskFuture<Integer> one = client.submit(() -> 1);
        refused(() -> client.map(x -> x, (Iterable<Object>) null), "inputs is null");
        refused(() -> client.map((x, y) -> x, List.of(), null), "second is null");
        refused(() -> client.gather(null), "futures is null");
        refused(() -> client.gather(Arrays.asList(one, null)), "futures is null");
        refused(() -> client.gather(List.of(one), null), "onError is null");
        refused(() -> client.waitFor(List.of(one), null), "until is null");
        refused(() -> client.combine((x, y) -> x, one, null), "b is null");
        refused(() -> one.thenCombine(null, (x, y) -> x), "b is null");
        refused(() -> client.combine(List::size, Arrays.asList(one, null)), "inputs is null");
        refused(() -> client.withOptions((TaskOptions) null), "options is null");
        refused(() -> client.withOptions(o -> null), "change returned null");
        refused(() -> client.compute(null), "computable is null");
        refused(() -> client.cancel(null), "futures is null");
        refused(() -> one.cancel(null), "mode is null");
        refused(() -> one.result(null), "atMost is null");
        refused(() -> one.resultOrThrow(null), "type is null");
        refused(() -> TaskFuture.failed(null), "failure is null");
        refused(() -> client.retire(null), "workers is null");
        refused(() -> new Client((Cluster) null), "borrowed is null");
        refused(() -> new Client((Settings) null), "settings is null");
    }

    @Test
    void inputs_that_do_not_match() {
        refused(() -> client.map((x, y) -> x, List.of(1, 2, 3), List.of(1)), "second has 1 elements", "first has 3");
        refused(() -> TaskFutures.<Integer>of(List.of()).reduce(Integer::sum), "nothing to reduce");
    }

    @Test
    void a_future_of_another_client() {
        FakeSession otherSession = new FakeSession(true);
        try (Client other = open(otherSession, "other", Map.of())) {
            TaskFuture<Integer> theirs = other.withOptions(o -> o.name("load")).submit(() -> 1);
            TaskFuture<Integer> mine = client.submit(() -> 1);
            String[] sentence = {"future load-0 belongs to client 'other', not to client 'test'", "result()"};
            refused(() -> mine.thenCombine(theirs, Integer::sum), sentence);
            refused(() -> client.combine(List::size, List.of(mine, theirs)), sentence);
            refused(() -> client.gather(List.of(theirs)), sentence);
            refused(() -> client.gather(other.map(x -> x, List.of(1))), "belongs to client 'other'");
            refused(() -> client.asCompleted(List.of(theirs)), sentence);
            refused(() -> client.waitFor(List.of(theirs), Until.all()), sentence);
            refused(() -> client.cancel(List.of(theirs)), sentence);
            refused(() -> client.submit(() -> theirs.result()), sentence);
            refused(() -> client.withOptions(o -> o.after(theirs)).run(() -> {}), sentence);
            refused(() -> client.replay(theirs), "belongs to client");
        }
    }

    @Test
    void a_released_future() {
        TaskFuture<Integer> one = client.withOptions(o -> o.name("load")).submit(() -> 1);
        one.release();
        refused(Code.CLOSED, one::result, "Task load-0 was released");
        refused(() -> one.thenApply(x -> x), "future load-0 was released");
        assertThat(one.status()).isEqualTo(Status.LOST);
        assertThat(one.explain()).isEqualTo("Task load-0 was released");
        one.release();
    }

    @Test
    void a_live_key_with_other_work() {
        Submitter keyed = client.withOptions(o -> o.key("k"));
        TaskFuture<Integer> held = keyed.submit(() -> 1);
        refused(() -> keyed.submit(() -> 2), "key=k is held by a task of ", "release that one first");
        refused(() -> keyed.map(x -> x, List.of(1)), "not by a map of 1 tasks of ");
        TaskFutures<Integer> batch = client.withOptions(o -> o.key("many")).map(x -> x, List.of(1, 2));
        refused(() -> client.withOptions(o -> o.key("many-1")).submit(() -> 1), "the map with key=many");
        assertThat(client.withOptions(o -> o.key("many-2")).submit(() -> 1).result())
                .isEqualTo(1);
        assertThat(held.result()).isEqualTo(1);
        assertThat(batch.results()).containsExactly(1, 2);
    }

    @Test
    void impossible_options() {
        TaskOptions o = TaskOptions.defaults();
        refused(() -> o.name(" "), "name is blank");
        refused(() -> o.key(null), "key is null");
        refused(() -> o.retries(-1), "retries=-1: at least 0");
        refused(() -> o.atMostOnce().retries(2), "atMostOnce and retries=2 exclude each other");
        refused(() -> o.retries(2).atMostOnce(), "exclude each other");
        refused(() -> client.withOptions(o.retries(2)).withOptions(o.atMostOnce()), "exclude each other");
        refused(o::retryOn, "types is empty");
        refused(() -> o.retryDelay(Duration.ofSeconds(2), Duration.ofSeconds(1)), "longest=PT1S: at least first=PT2S");
        refused(() -> o.timeout(Duration.ZERO), "perAttempt=PT0S: more than 0s");
        refused(() -> o.deadline(Duration.ofSeconds(-1)), "fromSubmission=PT-1S");
        refused(() -> o.resource("gpu", 0), "amount=0.0 of resource gpu");
        refused(() -> o.resource("gpu", Double.NaN), "amount=NaN");
        refused(() -> o.resource("", 1), "name is blank");
        refused(() -> o.threads(0), "threads=0: at least 1");
        refused(o::workers, "ids is empty");
        refused(() -> o.workers("a", " "), "ids is blank");
        refused(() -> o.tag("zone", null), "value is null");
        refused(() -> o.after((TaskFuture<?>) null), "first is null");
    }

    @Test
    void impossible_waits() {
        refused(() -> Until.count(-1), "k=-1: at least 0");
        refused(() -> Until.all().within(Duration.ofSeconds(-1)), "atMost=PT-1S: at least 0s");
        refused(() -> Until.first().within(null), "atMost is null");
        refused(() -> client.waitForWorkers(-1, Duration.ZERO), "count=-1");
        refused(Code.TIMEOUT, () -> client.waitForWorkers(3, Duration.ZERO), "1 of 3 workers");
        refused(() -> client.waitFor(List.of(), atMost -> Until.all()), "take one from Until.all()");
    }

    @Test
    void a_closed_client() {
        client.close();
        String sentence = "Client 'test' is closed: nothing more can be submitted";
        refused(Code.CLOSED, () -> client.submit(() -> 1), sentence);
        refused(Code.CLOSED, () -> client.map(x -> x, List.of(1)), sentence);
        refused(Code.CLOSED, () -> client.scatter(1), sentence);
        refused(Code.CLOSED, () -> client.withOptions(o -> o.retries(1)).run(() -> {}), sentence);
    }

    @Test
    void a_closed_scope() {
        Scope scope = client.scope();
        scope.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> scope.submit(() -> 1))
                .withMessageContaining("scope is closed");
    }

    @Test
    void no_client_at_all() {
        client.close();
        refused(Code.CONFIG, Client::current, "No client is open here", "new Client()", "Schedulers.threads()");
    }

    @Test
    void what_this_version_lacks() {
        refused(Code.CONFIG, () -> client.publish("x", client.submit(() -> 1)), "cannot name data");
        refused(Code.CONFIG, client::datasets, "cannot name data");
        refused(() -> client.publish("", client.submit(() -> 1)), "name is blank");
    }

    @Test
    void a_builder_told_two_things() {
        Cluster cluster = new ForeignCluster();
        refused(
                () -> Client.builder().cluster(cluster).workers(2).build(),
                "cluster=foreign is given",
                "muster.local.workers");
        refused(() -> Client.builder().cluster(cluster).build(), "ForeignCluster, which carries no clients");
        refused(() -> Client.builder().workers(-1), "workers=-1");
        refused(() -> Client.builder().threadsPerWorker(0), "threadsPerWorker=0");
        refused(() -> Client.builder().name(" "), "name is blank");
        refused(
                () -> Client.builder().serializer(String.class, Hidden.class),
                "a public constructor without parameters");
    }

    @Test
    void a_computable_of_somebody_else() {
        refused(
                () -> client.compute(new ForeignComputable()),
                "ForeignComputable, which cannot say which tasks make it");
    }

    /** Not Muster's. */
    private static final class ForeignCluster implements Cluster {
        @Override
        public String name() {
            return "foreign";
        }

        @Override
        public List<WorkerInfo> workers() {
            return List.of();
        }

        @Override
        public void scale(int workers) {}

        @Override
        public void close() {}
    }

    private static final class ForeignComputable implements Computable<Integer> {
        @Override
        public Integer compute() {
            return 1;
        }

        @Override
        public Integer compute(Scheduler scheduler) {
            return 1;
        }

        @Override
        public Computable<Integer> persist() {
            return this;
        }

        @Override
        public void visualize(Path dotOrSvg) {}
    }

    /** Has no public constructor. */
    public static final class Hidden implements ValueSerializer<String> {
        private Hidden() {}

        @Override
        public void write(String value, java.io.DataOutput out) {}

        @Override
        public String read(java.io.DataInput in) {
            return "";
        }
    }
}
