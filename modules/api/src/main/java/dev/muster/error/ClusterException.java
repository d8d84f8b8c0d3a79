package dev.muster.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything Muster throws but wrong arguments. Immutable once thrown.
 *
 * <p>Callers catch {@link TaskFailedException}, {@link TaskCancelledException}, {@link TaskTimeoutException} and {@link
 * WorkerLostException} by type; all other failures are told apart, and counted, by {@link #code()}.
 */
public class ClusterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What kind of failure it is. The constants may grow: give a {@code switch} over them a default. */
    public enum Code {
        /** User code threw and had no attempt left. */
        TASK_FAILED,
        /** A worker died, and with it the task or the value that was asked for. */
        WORKER_LOST,
        /** A function, an argument, a value or an exception cannot be turned into bytes, or back. */
        UNSERIALIZABLE,
        /** A peer speaks another version, or has other code under the same name. */
        INCOMPATIBLE_PEER,
        /** A peer did not prove that it knows the secret. */
        UNAUTHENTICATED,
        /** A setting is unknown, retired or out of bounds, or what it asks for is not there. */
        CONFIG,
        /** Time ran out. */
        TIMEOUT,
        /** The work, or an input of it, was cancelled. */
        CANCELLED,
        /** The waiting thread was interrupted; its flag is set again. */
        INTERRUPTED,
        /** The client or the cluster is closed. */
        CLOSED,
        /** Muster broke a rule of its own. Please report it, with the story in the message. */
        INTERNAL
    }

    private final Code code;

    /**
     * Makes a failure without a cause.
     *
     * @param code what kind it is
     * @param message what failed, which, how much against which limit, and what to do next
     */
    public ClusterException(Code code, String message) {
        this(code, message, null);
    }

    /**
     * Makes a failure that another one led to.
     *
     * @param code what kind it is
     * @param message what failed, which, how much against which limit, and what to do next
     * @param cause what led to it; {@code null} if nothing did
     */
    public ClusterException(Code code, String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.code = Objects.requireNonNull(code, "code");
    }

    /**
     * What kind of failure this is.
     *
     * @return the code
     */
    public final Code code() {
        return code;
    }
}
