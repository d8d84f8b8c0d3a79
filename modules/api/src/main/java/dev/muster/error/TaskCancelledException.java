package dev.muster.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A task was cancelled, or an input of it was. Its code is {@link
 * ClusterException.Code#CANCELLED}. Immutable once thrown.
 */
public final class TaskCancelledException extends ClusterException {

    private static final long serialVersionUID = 1L;

    private final String key;

    /**
     * Makes the failure of one task.
     *
     * @param message which task was cancelled, by what, and which input if it was not the task itself
     * @param key the task's key
     */
    public TaskCancelledException(String message, String key) {
        this(message, key, null);
    }

    /**
     * Makes the failure of one task that another failure led to.
     *
     * @param message which task was cancelled, by what, and which input if it was not the task itself
     * @param key the task's key
     * @param cause what led to it; {@code null} if nothing did
     */
    public TaskCancelledException(String message, String key, @Nullable Throwable cause) {
        super(Code.CANCELLED, message, cause);
        this.key = Objects.requireNonNull(key, "key");
    }

    /**
     * Which task will have no value.
     *
     * @return its key
     */
    public String key() {
        return key;
    }
}
