package dev.muster.client;

import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A future, or the futures of a batch, on their way in encoded work or in an encoded value: a name under which the JVM that
 * made them finds them again. Immutable.
 *
 * @param jvm who made it
 * @param number which one
 * @param key the (first) task's key, for messages
 * @param count how many futures; 0 for a single one
 */
record FutureToken(UUID jvm, long number, String key, int count) implements Serializable {

    private static final UUID HERE = UUID.randomUUID();
    private static final AtomicLong NEXT = new AtomicLong();
    private static final Map<Long, Object> TRAVELLING = new ConcurrentHashMap<>();
    /** The numbers given out while this thread encodes a submission. */
    private static final ThreadLocal<@Nullable List<Long>> GIVEN = new ThreadLocal<>();

    /** The token of a future. It is held until what carries it has ended; for ever if it travels in a value. */
    static FutureToken of(RecordFuture<?> future) {
        return of(future, future.key(), 0);
    }

    /** The token of a batch's futures; it is held as long. */
    static FutureToken of(BatchFutures<?> futures) {
        return of(futures, futures.isEmpty() ? "" : futures.record().key(0), futures.size());
    }

    private static FutureToken of(Object held, String key, int count) {
        long number = NEXT.getAndIncrement();
        TRAVELLING.put(number, held);
        List<Long> given = GIVEN.get();
        if (given != null) {
            given.add(number);
        }
        return new FutureToken(HERE, number, key, count);
    }

    /** Encodes a submission; the numbers of the futures in it are put into {@code given}. */
    static <T> T collecting(List<Long> given, Supplier<T> encoding) {
        List<Long> outer = GIVEN.get();
        GIVEN.set(given);
        try {
            return encoding.get();
        } finally {
            if (outer == null) {
                GIVEN.remove();
            } else {
                GIVEN.set(outer);
            }
        }
    }

    /** What carried them has ended. */
    static void forget(List<Long> given) {
        given.forEach(TRAVELLING::remove);
    }

    private Object readResolve() {
        Object here = jvm.equals(HERE) ? TRAVELLING.get(number) : null;
        if (here != null) {
            return here;
        }
        TaskFuture<Object> absent = TaskFuture.failed(new ClusterException(
                Code.CONFIG,
                "The future of task " + key
                        + " cannot be read in this JVM. Make it an input with combine or thenApply instead"
                        + " of keeping it inside another object"));
        return count == 0 ? absent : ListedFutures.of(Collections.nCopies(count, absent));
    }
}
