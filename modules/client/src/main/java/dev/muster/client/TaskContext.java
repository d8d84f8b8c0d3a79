package dev.muster.client;

import java.util.Optional;

/**
 * The task that the calling thread is running, seen from inside: who am I, where, which attempt. Immutable, but {@link
 * #cancelled}, which looks.
 *
 * <pre>{@code
 * TaskContext.current().ifPresent(task -> log.info("{} on {}, attempt {}", task.key(), task.worker(), task.attempt()));
 * }</pre>
 */
public final class TaskContext {

    private final Attempt attempt;

    private TaskContext(Attempt attempt) {
        this.attempt = attempt;
    }

    /** The task of the calling thread; empty outside tasks, and on threads that a task has started. */
    public static Optional<TaskContext> current() {
        return Optional.ofNullable(Attempt.current()).map(TaskContext::new);
    }

    /** The task's key, as its future names it. */
    public String key() {
        return attempt.key();
    }

    /** The name of its kind. */
    public String name() {
        return attempt.name();
    }

    /** The text id of the worker. */
    public String worker() {
        return attempt.worker();
    }

    /** Which attempt this is, from 1. */
    public int attempt() {
        return attempt.number();
    }

    /** Whether somebody asked for the task's end; long loops look now and then and return. */
    public boolean cancelled() {
        return attempt.cancelled();
    }

    /** Key, worker and attempt, for people. */
    @Override
    public String toString() {
        return "TaskContext(" + key() + " on " + worker() + ", attempt " + attempt() + ")";
    }
}
