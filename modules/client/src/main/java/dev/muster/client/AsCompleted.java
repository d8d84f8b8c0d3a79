package dev.muster.client;

import java.time.Duration;
import java.util.Collection;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Futures in the order in which they end, well or not; more may be added while they are taken. Taken by one thread at a
 * time, added to by any.
 *
 * <pre>{@code
 * AsCompleted<Page> queue = client.asCompleted(client.map(Page::fetch, seeds));
 * for (TaskFuture<Page> page : queue)
 *     for (String url : page.result().links())
 *         if (seen.add(url)) queue.add(client.submit(Page::fetch, url));
 * }</pre>
 *
 * @param <T> the type of the values
 */
public interface AsCompleted<T extends @Nullable Object> extends Iterable<TaskFuture<T>> {

    /**
     * Adds a future; one added twice comes twice.
     *
     * @throws IllegalArgumentException if it is null
     */
    void add(TaskFuture<? extends T> future);

    /** Adds many. */
    void addAll(Collection<? extends TaskFuture<? extends T>> futures);

    /**
     * Limits the whole from now on: when time is over, taking the next one throws {@link
     * dev.muster.error.TaskTimeoutException} instead of waiting.
     *
     * @param total at least 0
     * @return this
     */
    AsCompleted<T> within(Duration total);

    /** The same as a sequential stream. */
    Stream<TaskFuture<T>> stream();
}
