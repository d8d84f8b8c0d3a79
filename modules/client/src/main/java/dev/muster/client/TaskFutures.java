package dev.muster.client;

import dev.muster.function.Function1;
import dev.muster.function.Function2;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Many futures, in order: what a map returns. An unmodifiable list whose elements are made on demand. Implementations are
 * thread-safe, and Muster's own.
 *
 * <pre>{@code
 * TaskFutures<Report> all = client.map(Report::parse, files);
 * Summary sum = all.thenApply(Summary::of).reduce(Summary::plus).result();
 * }</pre>
 *
 * @param <T> the type of the values
 */
public interface TaskFutures<T extends @Nullable Object> extends List<TaskFuture<T>> {

    /**
     * Any futures as one list.
     *
     * @throws IllegalArgumentException if the collection or an element of it is null
     */
    static <T extends @Nullable Object> TaskFutures<T> of(Collection<? extends TaskFuture<? extends T>> futures) {
        return ListedFutures.of(futures);
    }

    /**
     * Waits for all values.
     *
     * @return them in order, unmodifiable; may hold nulls
     * @throws dev.muster.error.ClusterException the first failure that is seen, without waiting for the rest
     */
    List<T> results();

    /**
     * Waits for all values.
     *
     * @param onError what to do about tasks without a value
     * @return the values in order, unmodifiable; may hold nulls
     */
    List<T> results(OnError onError);

    /** For each value a task on the cluster that takes it; each starts when its input is there. */
    <R extends @Nullable Object> TaskFutures<R> thenApply(Function1<? super T, ? extends R> function);

    /** A task on the cluster that takes the list of all values. */
    <R extends @Nullable Object> TaskFuture<R> combine(Function1<? super List<T>, ? extends R> function);

    /**
     * Joins all values to one, as a tree of tasks on the cluster. Neighbours are joined, so the function need not be
     * commutative.
     *
     * @param associative joins two values
     * @return the future of the joined value; of the only value, if there is one
     * @throws IllegalArgumentException if there is no value to begin with
     */
    TaskFuture<T> reduce(Function2<? super T, ? super T, ? extends T> associative);

    /** Waits for the end of all, and answers those without a value. */
    TaskFutures<T> failed();

    /** Waits for the end of all, and answers those with a value. */
    TaskFutures<T> succeeded();

    /** The futures in the order in which they end. */
    AsCompleted<T> asCompleted();

    /** Waits for the end of all, well or not. */
    void waitForAll();

    /** Cancels all that have not ended, as {@link CancelMode#INTERRUPT} says. */
    void cancel();

    /** Lets go of all values; what is unfinished and nobody else wants is cancelled. */
    void release();
}
