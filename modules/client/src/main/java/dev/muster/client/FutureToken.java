package dev.muster.client;

import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A future on its way in encoded work or in an encoded value: a name under which the JVM that made it finds it again.
 * Immutable.
 *
 * @param jvm who made it
 * @param number which one
 * @param key its task's key, for messages
 */
record FutureToken(UUID jvm, long number, String key) implements Serializable {

    private static final UUID HERE = UUID.randomUUID();
    private static final AtomicLong NEXT = new AtomicLong();
    private static final Map<Long, RecordFuture<?>> TRAVELLING = new ConcurrentHashMap<>();
    /** The numbers given out while this thread encodes a submission. */
    private static final ThreadLocal<@Nullable List<Long>> GIVEN = new ThreadLocal<>();

    /** The token of a future. It is held until what carries it has ended; for ever if it travels in a value. */
    static FutureToken of(RecordFuture<?> future) {
        long number = NEXT.getAndIncrement();
        TRAVELLING.put(number, future);
        List<Long> given = GIVEN.get();
        if (given != null) {
            given.add(number);
        }
        return new FutureToken(HERE, number, future.key());
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
        RecordFuture<?> here = jvm.equals(HERE) ? TRAVELLING.get(number) : null;
        return here != null
                ? here
                : new SettledFuture<>(
                        null,
                        new ClusterException(
                                Code.CONFIG,
                                "The future of task " + key + " cannot be read in this JVM. Make it an input with combine or"
                                        + " thenApply instead of keeping it inside another object"));
    }
}
