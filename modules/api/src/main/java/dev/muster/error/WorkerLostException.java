package dev.muster.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A task was given up because its worker died, or every holder of its value did. Its code is {@link
 * ClusterException.Code#WORKER_LOST}. Immutable once thrown.
 */
public final class WorkerLostException extends ClusterException {

    private static final long serialVersionUID = 1L;

    private final String key;

    /**
     * Makes the failure of one task.
     *
     * @param message which task, how many workers died running it against which limit, and how the last one ended
     * @param key the task's key
     */
    public WorkerLostException(String message, String key) {
        this(message, key, null);
    }

    /**
     * Makes the failure of one task that another failure led to.
     *
     * @param message which task, how many workers died running it against which limit, and how the last one ended
     * @param key the task's key
     * @param cause what led to it; {@code null} if nothing did
     */
    public WorkerLostException(String message, String key, @Nullable Throwable cause) {
        super(Code.WORKER_LOST, message, cause);
        this.key = Objects.requireNonNull(key, "key");
    }

    /**
     * Which task was given up.
     *
     * @return its key
     */
    public String key() {
        return key;
    }
}
