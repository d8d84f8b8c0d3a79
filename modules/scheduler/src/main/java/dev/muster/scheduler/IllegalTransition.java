package dev.muster.scheduler;

/**
 * A task was about to change its state in a way that the table does not know: a bug of the machine. Immutable. The message carries the
 * task's story.
 */
public final class IllegalTransition extends IllegalStateException {
    private static final long serialVersionUID = 1;

    IllegalTransition(String message) {
        super(message);
    }
}
