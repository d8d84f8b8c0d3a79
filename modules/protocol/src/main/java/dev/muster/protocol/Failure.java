package dev.muster.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt, or a task, has no value. Immutable.
 *
 * @param kind which door it failed at
 * @param message one sentence for people: what, which, how much against which limit, what next
 * @param error the user's exception: the {@code Throwable} on a live link, else a {@link Payload}; null where there is none
 * @param types class names of the exception and its superclasses, nearest first; what {@code retryOn} is compared with
 */
public record Failure(Kind kind, String message, @Nullable Object error, List<String> types) {
    public Failure {
        types = List.copyOf(types);
    }

    /** A failure without an exception of the user's. */
    public static Failure of(Kind kind, String message) {
        return new Failure(kind, message, null, List.of());
    }

    /** The doors. */
    public enum Kind {
        /** The user's code threw. */
        USER,
        /** The attempt exceeded its time-out, or the task its deadline. */
        TIMEOUT,
        /** Cancelled, or an input was. */
        CANCELLED,
        /** Workers died running it more often than allowed, or once where at most one attempt is allowed. */
        WORKER_LOST,
        /** No worker can ever run it, or its inputs fit no worker. */
        IMPOSSIBLE,
        /** Something could not be encoded or decoded. */
        UNSERIALIZABLE,
        /** The worker's code differs from the client's. */
        INCOMPATIBLE,
        /** The session was closed. */
        CLOSED,
        /** Muster's own fault; the message holds the story. */
        INTERNAL
    }
}
