package dev.muster.client;

import dev.muster.function.Action1;
import dev.muster.function.Function1;
import dev.muster.function.Function2;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One task of a client, and its value once it is there. Implementations are thread-safe and Muster's own.
 *
 * <p>The value stays where it was made until somebody asks for it. While the future is held the value is held; a future
 * that is merely lost does not cancel its task. A lambda that captures a future takes its value as input: it starts when
 * the value is there.
 *
 * <pre>{@code
 * TaskFuture<Integer> one = client.submit(() -> 40 + 2);
 * TaskFuture<String> text = one.thenApply(n -> "it is " + n);    // a task of its own, on the cluster
 * System.out.println(text.result());
 * }</pre>
 *
 * @param <T> the type of the value
 */
public interface TaskFuture<T extends @Nullable Object> extends Future<T>, Serializable {

    /**
     * A future that has its value already and belongs to no client.
     *
     * @param value its value; may be null
     */
    static <T extends @Nullable Object> TaskFuture<T> of(T value) {
        return new SettledFuture<>(value, null);
    }

    /**
     * A future that has failed already and belongs to no client.
     *
     * @param failure what its task "threw"
     * @throws IllegalArgumentException if it is null
     */
    static <T extends @Nullable Object> TaskFuture<T> failed(Throwable failure) {
        return new SettledFuture<>(null, Require.given(failure, "failure"));
    }

    /**
     * Waits for the value. Inside a task the thread's slot is given back meanwhile.
     *
     * @return the value; may be null if {@code T} allows
     * @throws dev.muster.error.TaskFailedException if the task's code threw; the cause is what it threw
     * @throws dev.muster.error.TaskCancelledException if it, or an input of it, was cancelled
     * @throws dev.muster.error.TaskTimeoutException if its time ran out
     * @throws dev.muster.error.ClusterException for every other reason; INTERRUPTED if the caller was interrupted, whose
     *     flag is then set again
     */
    T result();

    /**
     * Waits for the value, but no longer than this.
     *
     * @param atMost at least 0
     * @return the value
     * @throws dev.muster.error.TaskTimeoutException also if the value is not there in time; the task goes on
     * @throws dev.muster.error.ClusterException as {@link #result()}
     * @throws IllegalArgumentException if {@code atMost} is null or negative
     */
    T result(Duration atMost);

    /**
     * Waits for the value, and throws what the task's code threw if it is of this type.
     *
     * @param type of the exception to pass on
     * @param <X> the same
     * @return the value
     * @throws X if the task's code threw one
     * @throws dev.muster.error.ClusterException for every other failure, as {@link #result()}
     */
    <X extends Throwable> T resultOrThrow(Class<X> type) throws X;

    /**
     * Waits for the task's end and answers why it has no value: what its code threw, else the exception that {@link
     * #result()} throws; empty if it has a value.
     */
    Optional<Throwable> failure();

    /** How far it is. Does not wait. */
    Status status();

    /** Its name among the client's tasks, such as {@code parse-7}. Does not wait. */
    String key();

    /** Says, for people, why it waits or how it ended: who, where, how often. Does not wait for the task. */
    String explain();

    /**
     * A task on the cluster that takes this value as its input. Starts when the value is there, near it.
     *
     * @param function applied to the value
     * @return its future
     */
    <R extends @Nullable Object> TaskFuture<R> thenApply(Function1<? super T, ? extends R> function);

    /** As {@link #thenApply}, for a function that returns nothing. */
    TaskFuture<@Nullable Void> thenAccept(Action1<? super T> action);

    /**
     * A task on the cluster that takes this value and another one.
     *
     * @param other a future of the same client
     * @param function applied to this value and the other
     * @return its future
     */
    <B extends @Nullable Object, R extends @Nullable Object> TaskFuture<R> thenCombine(
            TaskFuture<? extends B> other, Function2<? super T, ? super B, ? extends R> function);

    /**
     * A future with this value, or, if there is none, with what the function makes of the failure. The function runs as a
     * task on the cluster.
     *
     * @param function applied to what the task's code threw, or to the exception that {@link #result()} throws
     * @return its future
     */
    TaskFuture<T> exceptionally(Function1<? super Throwable, ? extends T> function);

    /**
     * Calls back when the task has ended, well or not: in this JVM, on a thread of Muster's, at once if it has ended.
     * What the callback throws is logged.
     *
     * @param callback called once, with this future
     * @return this future
     */
    TaskFuture<T> onDone(Consumer<? super TaskFuture<T>> callback);

    /** A copy that other code can wait for and compose. Cancelling or completing the copy does not touch the task. */
    CompletableFuture<T> toCompletableFuture();

    /** Cancels as {@link CancelMode#INTERRUPT} says. */
    void cancel();

    /**
     * Asks for the task's end; does nothing if it has ended. Tasks that take its value are cancelled too.
     *
     * @param mode how hard
     * @throws IllegalArgumentException if it is null
     */
    void cancel(CancelMode mode);

    /** Runs the task again if it failed, was cancelled or lost; does nothing otherwise. */
    void retry();

    /**
     * Lets go of the value: it is freed once no task needs it. An unfinished task that nobody else wants is cancelled. The
     * future is of no use afterwards.
     */
    void release();
}
