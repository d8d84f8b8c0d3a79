package dev.muster.client;

import dev.muster.protocol.Failure;
import org.jspecify.annotations.Nullable;

/**
 * What a slot of a record may hold, and how it is told apart. Stateless.
 *
 * <p>A slot holds nothing or a chain of {@link Signal}s while its task is pending. Afterwards it holds the value itself, so
 * that a held task costs no wrapper; the encoded value or {@code Kept} where it has yet to be fetched by whoever reads
 * it; or one of the markers here.
 */
final class Outcome {

    /** The value null. */
    static final Object NULL = new Marker("null");
    /** The caller let go of it. */
    static final Object RELEASED = new Marker("released");

    private Outcome() {}

    static boolean pending(@Nullable Object slot) {
        return slot == null || slot instanceof Signal;
    }

    static Object of(@Nullable Object value) {
        return value == null ? NULL : value;
    }

    static boolean failed(@Nullable Object slot) {
        return slot instanceof Failed;
    }

    static Status status(@Nullable Object slot) {
        if (pending(slot)) {
            return Status.PENDING;
        }
        if (slot == RELEASED) {
            return Status.LOST;
        }
        if (!(slot instanceof Failed failed)) {
            return Status.FINISHED;
        }
        return switch (failed.failure.kind()) {
            case CANCELLED -> Status.CANCELLED;
            case CLOSED -> Status.LOST;
            default -> Status.ERROR;
        };
    }

    /** Why a task has no value. Immutable but for the decoded exception, which any thread may put there. */
    static final class Failed {
        final Failure failure;
        final int attempts;
        final String worker;
        private @Nullable Throwable decoded;

        Failed(Failure failure, int attempts, String worker) {
            this.failure = failure;
            this.attempts = attempts;
            this.worker = worker;
        }

        @Nullable
        Throwable decoded() {
            return decoded;
        }

        void decoded(Throwable error) {
            decoded = error;
        }
    }

    private record Marker(String name) {
        @Override
        public String toString() {
            return name;
        }
    }
}
