package dev.muster.scheduler;

import static dev.muster.scheduler.Cause.*;
import static dev.muster.scheduler.State.*;

/**
 * Which transitions a task may make, and why. Immutable. Whatever is absent here is a bug of the machine and raises an
 * {@link IllegalTransition} with the task's story. The committed diagram {@code states.md} is printed from this table.
 */
final class Transitions {
    private static final int STATES = State.values().length;

    /** For each pair (from, to) the allowed causes, a bit each. */
    private static final long[] ALLOWED = new long[STATES * STATES];

    static {
        allow(FORGOTTEN, WAITING, SUBMITTED);
        allow(FORGOTTEN, QUEUED, SUBMITTED);
        allow(FORGOTTEN, MEMORY, SCATTERED);
        allow(RELEASED, WAITING, NEEDED_AGAIN);
        allow(RELEASED, FORGOTTEN, LET_GO, PARENT_ENDED, CLOSED);
        allow(WAITING, QUEUED, INPUTS_THERE, ARGUMENTS_ARRIVED, DELAY_OVER);
        allow(WAITING, PROCESSING, RUN_AHEAD);
        allow(WAITING, MEMORY, OFFERED);
        allow(WAITING, ERRED, ARGUMENTS_FAILED, INPUT_FAILED, CANCELLED, DEADLINE, IMPOSSIBLE, CLOSED);
        allow(WAITING, RELEASED, LET_GO);
        allow(WAITING, FORGOTTEN, INPUTS_THERE, LET_GO, PARENT_ENDED, CLOSED);
        allow(QUEUED, PROCESSING, GIVEN_OUT);
        allow(QUEUED, WAITING, VALUE_LOST);
        allow(QUEUED, MEMORY, OFFERED);
        allow(QUEUED, ERRED, INPUT_FAILED, CANCELLED, DEADLINE, IMPOSSIBLE, CLOSED);
        allow(QUEUED, RELEASED, LET_GO);
        allow(QUEUED, FORGOTTEN, LET_GO, PARENT_ENDED, CLOSED);
        allow(PROCESSING, MEMORY, FINISHED);
        allow(PROCESSING, WAITING, RETURNED, RETRIED, INPUT_MISSING, WORKER_LOST);
        allow(PROCESSING, ERRED, FAILED, INPUT_FAILED, INPUT_MISSING, WORKER_LOST, CANCELLED, DEADLINE, CLOSED);
        allow(PROCESSING, RELEASED, LET_GO);
        allow(PROCESSING, FORGOTTEN, LET_GO, PARENT_ENDED, CLOSED);
        allow(MEMORY, WAITING, VALUE_LOST);
        allow(MEMORY, ERRED, VALUE_LOST);
        allow(MEMORY, RELEASED, LET_GO);
        allow(MEMORY, FORGOTTEN, LET_GO, PARENT_ENDED, CLOSED);
        allow(ERRED, WAITING, RETRY_REQUESTED);
        allow(ERRED, FORGOTTEN, LET_GO, PARENT_ENDED, CLOSED);
    }

    private Transitions() {}

    private static void allow(State from, State to, Cause... causes) {
        for (Cause cause : causes) {
            ALLOWED[from.ordinal() * STATES + to.ordinal()] |= 1L << cause.ordinal();
        }
    }

    /** Whether a task may go this way for this reason. */
    static boolean allowed(State from, State to, Cause cause) {
        return (ALLOWED[from.ordinal() * STATES + to.ordinal()] >>> cause.ordinal() & 1) != 0;
    }

    /** The table as a Mermaid state diagram. */
    static String diagram() {
        StringBuilder text = new StringBuilder("stateDiagram-v2\n");
        for (State from : State.values()) {
            for (State to : State.values()) {
                String causes = causes(from, to);
                if (!causes.isEmpty()) {
                    text.append("    ")
                            .append(from)
                            .append(" --> ")
                            .append(to)
                            .append(": ")
                            .append(causes)
                            .append('\n');
                }
            }
        }
        return text.toString();
    }

    private static String causes(State from, State to) {
        StringBuilder text = new StringBuilder();
        for (Cause cause : Cause.values()) {
            if (allowed(from, to, cause)) {
                text.append(text.length() == 0 ? "" : ", ").append(cause.words);
            }
        }
        return text.toString();
    }
}
