package dev.muster.worker;

/** An event that no state of the machine admits: a fault of Muster's. The message holds the story of the task. */
public final class IllegalTransition extends IllegalStateException {
    private static final long serialVersionUID = 1;

    IllegalTransition(String what, String story) {
        super(what + (story.isEmpty() ? "" : "\nIts story on this worker, oldest first:\n" + story));
    }
}
