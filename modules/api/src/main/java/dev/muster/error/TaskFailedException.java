package dev.muster.error;

import java.util.Objects;

/**
 * A task threw and had no attempt left; {@link #getCause()} is what the user's code threw. Its code is {@link
 * ClusterException.Code#TASK_FAILED}. Immutable once thrown.
 *
 * <p>If this JVM lacks the class of that exception, the cause is a {@link StandInException} with the same text and
 * stack; {@link #causeType()} names the class in both cases.
 */
public final class TaskFailedException extends ClusterException {

    private static final long serialVersionUID = 1L;

    private final String key;
    private final String worker;
    private final int attempts;

    /**
     * Makes the failure of one task.
     *
     * @param message which task failed, where, at which attempt of how many, and with what
     * @param key the task's key
     * @param worker the id of the worker that ran the last attempt
     * @param attempts how many attempts were made, at least 1
     * @param cause what the user's code threw in the last attempt
     * @throws IllegalArgumentException if {@code attempts} is less than 1
     */
    public TaskFailedException(String message, String key, String worker, int attempts, Throwable cause) {
        super(Code.TASK_FAILED, message, Objects.requireNonNull(cause, "cause"));
        if (attempts < 1) {
            throw new IllegalArgumentException(
                    "attempts=" + attempts + " of task " + key + ": a task fails in its first attempt at the earliest");
        }
        this.key = Objects.requireNonNull(key, "key");
        this.worker = Objects.requireNonNull(worker, "worker");
        this.attempts = attempts;
    }

    /**
     * Which task failed.
     *
     * @return its key
     */
    public String key() {
        return key;
    }

    /**
     * Where the last attempt ran.
     *
     * @return the worker's id
     */
    public String worker() {
        return worker;
    }

    /**
     * How often the task was tried.
     *
     * @return the count, at least 1
     */
    public int attempts() {
        return attempts;
    }

    /**
     * The class of what the user's code threw, whether or not this JVM has that class.
     *
     * @return its binary name
     */
    public String causeType() {
        Throwable cause = Objects.requireNonNull(getCause(), "cause");
        return cause instanceof StandInException standIn
                ? standIn.causeType()
                : cause.getClass().getName();
    }
}
