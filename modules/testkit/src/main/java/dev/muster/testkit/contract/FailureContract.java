package dev.muster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.client.Client;
import dev.muster.client.Status;
import dev.muster.client.Submitter;
import dev.muster.client.TaskContext;
import dev.muster.client.TaskFuture;
import dev.muster.error.ClusterException;
import dev.muster.error.TaskFailedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Code that throws: what comes back, how often it is tried, what it leaves standing. */
abstract class FailureContract extends Theme {
    private static final int MOST_FRAMEWORK_FRAMES = 3;

    FailureContract(ClusterContract kind) {
        super(kind);
    }

    private static int broken(String message) throws IOException {
        throw new IOException(message);
    }

    @Test
    void the_users_exception_is_the_cause() {
        Client client = client(1, 1);
        TaskFuture<Integer> future = client.withOptions(o -> o.name("parse")).submit(FailureContract::broken, "row 7");
        TaskFailedException failure = (TaskFailedException) failureOf(future::result);
        assertThat(failure.code()).isEqualTo(ClusterException.Code.TASK_FAILED);
        assertThat(failure.getCause()).isExactlyInstanceOf(IOException.class).hasMessage("row 7");
        assertThat(failure.key()).isEqualTo(future.key());
        assertThat(failure.worker()).isEqualTo(client.workers().get(0).id());
        assertThat(failure.attempts()).isEqualTo(1);
        assertThat(failure.causeType()).isEqualTo(IOException.class.getName());
        assertThat(failure).hasMessageContaining(future.key());
        assertThat(future.status()).isEqualTo(Status.ERROR);
        assertThat(future.isDone()).isTrue();
    }

    @Test
    void every_way_to_ask_gives_the_same_failure() {
        TaskFuture<Integer> future = client(1, 1).submit(FailureContract::broken, "x");
        assertThatThrownBy(future::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isExactlyInstanceOf(IOException.class);
        assertThatThrownBy(() -> future.resultOrThrow(IOException.class))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("x");
        assertThatThrownBy(() -> future.resultOrThrow(IllegalStateException.class))
                .isInstanceOf(TaskFailedException.class);
        assertThat(future.failure().orElseThrow()).isExactlyInstanceOf(IOException.class);
        assertThatThrownBy(() -> future.toCompletableFuture().join()).hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void few_frames_of_ours_lie_between_the_user_and_the_cause() {
        TaskFuture<Integer> future = client(1, 1).submit(FailureContract::broken, "x");
        ClusterException failure = failureOf(future::result);
        assertThat(Arrays.stream(failure.getCause().getStackTrace()).filter(FailureContract::isOurs))
                .as("frames of the task thread")
                .hasSizeLessThanOrEqualTo(MOST_FRAMEWORK_FRAMES);
        assertThat(failure.getCause().getStackTrace()[0].getMethodName()).isEqualTo("broken");
        assertThat(Arrays.stream(failure.getStackTrace())
                        .takeWhile(frame -> !frame.getClassName().startsWith("dev.muster.testkit")))
                .filteredOn(FailureContract::isOurs)
                .as("frames of the waiting thread")
                .hasSizeLessThanOrEqualTo(MOST_FRAMEWORK_FRAMES);
    }

    private static boolean isOurs(StackTraceElement frame) {
        return frame.getClassName().startsWith("dev.muster.")
                && !frame.getClassName().startsWith("dev.muster.testkit");
    }

    @Test
    void errors_fail_the_task_and_nothing_else() {
        Client client = client(1, 1);
        TaskFuture<Integer> overflow = client.submit(() -> endless(1));
        TaskFuture<Void> error = client.run(() -> {
            throw new AssertionError("mine");
        });
        assertThat(failureOf(overflow::result)).hasCauseInstanceOf(StackOverflowError.class);
        assertThat(failureOf(error::result)).hasCauseInstanceOf(AssertionError.class);
        assertThat(client.submit(() -> 1).result()).isEqualTo(1);
    }

    @SuppressWarnings("InfiniteRecursion") // it is to overflow the stack
    private static int endless(int n) {
        return endless(n + 1) + 1;
    }

    @Test
    void a_failing_task_is_tried_once_unless_asked() {
        Marks tries = marks("tries");
        TaskFuture<Void> future = client(1, 1).run(() -> failUntil(tries, Integer.MAX_VALUE));
        assertThat(failureOf(future::result)).isInstanceOf(TaskFailedException.class);
        assertThat(tries.count()).isEqualTo(1);
    }

    private static void failUntil(Marks tries, int success) throws IOException {
        tries.add("try " + TaskContext.current().orElseThrow().attempt());
        if (tries.count() < success) {
            throw new IOException("attempt " + tries.count());
        }
    }

    @Test
    void retries_go_on_until_one_succeeds() {
        Marks tries = marks("tries");
        TaskFuture<Void> future = client(2, 1).withOptions(o -> o.retries(5)).run(() -> failUntil(tries, 3));
        assertThat(future.result()).isNull();
        assertThat(tries.words()).containsExactly("try 1", "try 2", "try 3");
    }

    @Test
    void retries_come_to_an_end() {
        Marks tries = marks("tries");
        TaskFuture<Void> future =
                client(1, 1).withOptions(o -> o.retries(2)).run(() -> failUntil(tries, Integer.MAX_VALUE));
        TaskFailedException failure = (TaskFailedException) failureOf(future::result);
        assertThat(failure.attempts()).isEqualTo(3);
        assertThat(failure.getCause()).hasMessage("attempt 3");
        assertThat(tries.count()).isEqualTo(3);
    }

    @Test
    void only_the_named_failures_are_retried_and_those_that_extend_them() {
        Client client = client(1, 1);
        Submitter patient = client.withOptions(o -> o.retries(2).retryOn(IOException.class));
        Marks others = marks("others");
        TaskFuture<Void> other = patient.run(() -> {
            others.add("try");
            throw new IllegalStateException("not retried");
        });
        Marks named = marks("named");
        TaskFuture<Void> extended = patient.run(() -> {
            named.add("try");
            throw new FileNotFoundException("retried");
        });
        assertThat(failureOf(other::result)).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(failureOf(extended::result)).hasCauseInstanceOf(FileNotFoundException.class);
        assertThat(others.count()).isEqualTo(1);
        assertThat(named.count()).isEqualTo(3);
    }

    @Test
    void a_retry_may_wait_and_holds_no_thread_meanwhile() {
        Client client = client(1, 1);
        Marks tries = marks("tries");
        TaskFuture<Void> late = client.withOptions(
                        o -> o.retries(2).retryDelay(Duration.ofMillis(30), Duration.ofMillis(60)))
                .run(() -> failUntil(tries, 3));
        TaskFuture<Integer> meanwhile = client.submit(() -> 1);
        assertThat(meanwhile.result()).isEqualTo(1);
        assertThat(late.result()).isNull();
        assertThat(tries.count()).isEqualTo(3);
    }

    @Test
    void dependants_wait_for_the_retries_of_their_input() {
        Marks tries = marks("tries");
        TaskFuture<String> dependant = client(1, 1)
                .withOptions(o -> o.retries(3))
                .submit(() -> {
                    failUntil(tries, 2);
                    return 5;
                })
                .thenApply(n -> "got " + n);
        assertThat(dependant.result()).isEqualTo("got 5");
    }

    @Test
    void a_failed_task_can_be_started_again_by_hand() {
        Client client = client(1, 1);
        Marks tries = marks("tries");
        TaskFuture<Integer> future = client.submit(() -> {
            failUntil(tries, 2);
            return 9;
        });
        TaskFuture<Integer> dependant = future.thenApply(n -> n + 1);
        assertThat(failureOf(future::result)).isInstanceOf(TaskFailedException.class);
        untilDone(dependant);
        future.retry();
        assertThat(future.result()).isEqualTo(9);
        assertThat(tries.count()).isEqualTo(2);
    }

    @Test
    void starting_again_what_has_finished_does_nothing() {
        Marks ran = marks("ran");
        TaskFuture<Integer> future = client(1, 1).submit(() -> {
            ran.add("once");
            return 1;
        });
        assertThat(future.result()).isEqualTo(1);
        future.retry();
        assertThat(future.result()).isEqualTo(1);
        assertThat(ran.count()).isEqualTo(1);
    }

    @Test
    void a_failed_task_can_be_replayed_here() {
        Client client = client(1, 1);
        TaskFuture<Integer> input = client.submit(() -> 3);
        TaskFuture<Integer> failing = input.thenApply(n -> n / (n - 3));
        assertThat(failureOf(failing::result)).hasCauseInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> client.replay(failing)).hasRootCauseInstanceOf(ArithmeticException.class);
    }

    @Test
    void a_body_that_is_interrupted_by_itself_fails_like_any_other() {
        Client client = client(1, 1);
        TaskFuture<Void> future = client.run(() -> {
            Thread.currentThread().interrupt();
            throw new InterruptedException("self");
        });
        assertThat(failureOf(future::result)).hasCauseInstanceOf(InterruptedException.class);
        assertThat(client.submit(() -> Thread.currentThread().isInterrupted()).result())
                .as("the flag of the next task")
                .isFalse();
    }

    @Test
    void thousands_of_failures_are_each_reported() {
        Client client = client(2, 2);
        var futures = client.map(
                n -> {
                    throw new IllegalStateException("n=" + n);
                },
                IntStream.range(0, 3_000).boxed());
        futures.waitForAll();
        assertThat(futures.failed()).hasSize(3_000);
        assertThat(futures.get(1_234).failure().orElseThrow()).hasMessage("n=1234");
    }
}
