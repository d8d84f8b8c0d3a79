package dev.muster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.muster.client.Client;
import dev.muster.client.OnError;
import dev.muster.client.Submitter;
import dev.muster.client.TaskFuture;
import dev.muster.client.TaskOptions;
import dev.muster.client.Until;
import dev.muster.function.Action0;
import dev.muster.function.Action1;
import dev.muster.function.Function0;
import dev.muster.function.Function1;
import dev.muster.function.Function2;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is refused at the door, and by which name it is called. */
@SuppressWarnings({"NullAway", "FutureReturnValueIgnored"}) // nulls are what is tested, and the calls fail
abstract class ArgumentContract extends Theme {

    ArgumentContract(ClusterContract kind) {
        super(kind);
    }

    private static void refused(String parameter, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(parameter);
    }

    @Test
    void functions_may_not_be_null() {
        Client client = client(1, 1);
        refused("function", () -> client.submit((Function0<Integer>) null));
        refused("function", () -> client.submit((Function1<Integer, Integer>) null, 1));
        refused("function", () -> client.submit((Function2<Integer, Integer, Integer>) null, 1, 2));
        refused("action", () -> client.run((Action0) null));
        refused("action", () -> client.runEach((Action1<Integer>) null, List.of(1)));
        refused("function", () -> client.map((Function1<Integer, Integer>) null, List.of(1)));
        TaskFuture<Integer> future = client.submit(() -> 1);
        refused("function", () -> future.thenApply(null));
        refused("action", () -> future.thenAccept(null));
        refused("function", () -> future.thenCombine(future, null));
        refused("function", () -> future.exceptionally(null));
        refused("callback", () -> future.onDone(null));
        refused("function", () -> client.combine((Function2<Integer, Integer, Integer>) null, future, future));
        assertThat(future.result()).isEqualTo(1);
    }

    @Test
    void collections_and_options_may_not_be_null() {
        Client client = client(1, 1);
        refused("inputs", () -> client.map((Integer n) -> n, (Iterable<Integer>) null));
        refused("inputs", () -> client.map((Integer n) -> n, (Stream<Integer>) null));
        refused("inputs", () -> client.combine((List<Integer> all) -> 1, (Collection<TaskFuture<Integer>>) null));
        refused("options", () -> client.withOptions((TaskOptions) null));
        refused("change", () -> client.withOptions((UnaryOperator<TaskOptions>) null));
        refused("futures", () -> client.gather((Collection<TaskFuture<Integer>>) null));
        refused("onError", () -> client.gather(List.<TaskFuture<Integer>>of(), (OnError) null));
        refused("futures", () -> client.asCompleted((Collection<TaskFuture<Integer>>) null));
        refused("until", () -> client.waitFor(List.<TaskFuture<Integer>>of(), null));
        refused("values", () -> client.scatterEach((Collection<Integer>) null));
        TaskFuture<Integer> future = client.submit(() -> 1);
        refused("null", () -> future.thenCombine((TaskFuture<Integer>) null, Integer::sum));
        refused("mode", () -> future.cancel(null));
        refused("atMost", () -> future.result(null));
        assertThat(future.result()).isEqualTo(1);
    }

    @Test
    void a_future_in_a_collection_may_not_be_null() {
        Client client = client(1, 1);
        List<TaskFuture<Integer>> holed = new ArrayList<>();
        holed.add(client.submit(() -> 1));
        holed.add(null);
        refused("futures", () -> client.gather(holed));
        refused("inputs", () -> client.combine((List<Integer> all) -> all.size(), holed));
    }

    @Test
    void options_have_bounds() {
        TaskOptions options = TaskOptions.defaults();
        refused("-1", () -> options.retries(-1));
        refused("0", () -> options.threads(0));
        refused("perAttempt", () -> options.timeout(Duration.ZERO));
        refused("perAttempt", () -> options.timeout(Duration.ofSeconds(-1)));
        refused("fromSubmission", () -> options.deadline(Duration.ofSeconds(-1)));
        refused("gpu", () -> options.resource("gpu", -1));
        refused("gpu", () -> options.resource("gpu", Double.NaN));
        refused("name", () -> options.name(null));
        refused("key", () -> options.key(""));
        refused("ids", () -> options.workers((String[]) null));
        refused("first", () -> options.after((TaskFuture<?>[]) null));
    }

    @Test
    void counts_and_durations_have_bounds() {
        Client client = client(1, 1);
        refused("-1", () -> Until.count(-1));
        refused("-1", () -> client.waitForWorkers(-1, Duration.ofSeconds(1)));
        TaskFuture<Integer> future = client.submit(() -> 1);
        refused("atMost", () -> future.result(Duration.ofSeconds(-1)));
        assertThat(future.result()).isEqualTo(1);
    }

    @Test
    void a_live_key_with_other_work_is_refused() {
        Client client = client(1, 1);
        Submitter keyed = client.withOptions(o -> o.key("report"));
        TaskFuture<Integer> first = keyed.submit(() -> 1);
        refused("report", () -> keyed.submit(() -> "another function"));
        refused("report", () -> keyed.map((Integer n) -> n, List.of(1)));
        assertThat(first.result()).isEqualTo(1);
    }

    @Test
    void a_live_key_with_the_same_work_is_the_same_task() {
        Client client = client(1, 1);
        Marks ran = marks("ran");
        TaskFuture<Integer> first = report(client, ran);
        TaskFuture<Integer> second = report(client, ran);
        assertThat(first.result() + second.result()).isEqualTo(2);
        assertThat(ran.count()).isEqualTo(1);
        assertThat(second.key()).isEqualTo("report");
        first.release();
        second.release();
        assertThat(report(client, ran).result()).isEqualTo(1);
        assertThat(ran.count()).isEqualTo(2);
    }

    private static TaskFuture<Integer> report(Client client, Marks ran) {
        return client.withOptions(o -> o.key("report")).submit(() -> {
            ran.add("ran");
            return 1;
        });
    }

    @Test
    void keys_of_a_map_are_numbered() {
        Client client = client(1, 1);
        var futures = client.withOptions(o -> o.key("row")).map((Integer n) -> n, List.of(5, 6));
        assertThat(futures).extracting(TaskFuture::key).containsExactly("row-0", "row-1");
        refused("row", () -> client.withOptions(o -> o.key("row-1")).submit(() -> "other"));
        assertThat(futures.results()).containsExactly(5, 6);
    }
}
