package dev.muster.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A task, or the wait for it, ran out of time. Its code is {@link
 * ClusterException.Code#TIMEOUT}. Immutable once thrown.
 *
 * <p>Not named {@code TimeoutException}, because {@code java.util.concurrent} has that name.
 */
public final class TaskTimeoutException extends ClusterException {

    private static final long serialVersionUID = 1L;

    private final String key;

    /**
     * Makes the failure of one task.
     *
     * @param message which task, how long it took or was waited for, against which limit
     * @param key the task's key
     */
    public TaskTimeoutException(String message, String key) {
        this(message, key, null);
    }

    /**
     * Makes the failure of one task that another failure led to.
     *
     * @param message which task, how long it took or was waited for, against which limit
     * @param key the task's key
     * @param cause what led to it; {@code null} if nothing did
     */
    public TaskTimeoutException(String message, String key, @Nullable Throwable cause) {
        super(Code.TIMEOUT, message, cause);
        this.key = Objects.requireNonNull(key, "key");
    }

    /**
     * Which task was waited for, or ran out of time.
     *
     * @return its key
     */
    public String key() {
        return key;
    }
}
