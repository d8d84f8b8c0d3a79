package dev.muster.worker;

import static dev.muster.worker.State.BLOCKED;
import static dev.muster.worker.State.ERRED;
import static dev.muster.worker.State.EXECUTING;
import static dev.muster.worker.State.FETCH;
import static dev.muster.worker.State.FLIGHT;
import static dev.muster.worker.State.FORGOTTEN;
import static dev.muster.worker.State.MEMORY;
import static dev.muster.worker.State.READY;
import static dev.muster.worker.State.RELEASED;
import static dev.muster.worker.State.WAITING;

/** The table of what may become what, and why. Immutable. Whatever is not in it is a fault of Muster's. */
final class Transitions {
    private static final int STATES = State.values().length;
    private static final int CAUSES = Cause.values().length;
    private static final boolean[] ALLOWED = new boolean[STATES * STATES * CAUSES];

    static {
        attempts();
        inputs();
    }

    private Transitions() {}

    /** The life of an attempt. */
    private static void attempts() {
        allow(RELEASED, WAITING, Cause.RUN);
        allow(RELEASED, READY, Cause.RUN);
        allow(RELEASED, ERRED, Cause.IMPOSSIBLE);
        allow(WAITING, READY, Cause.INPUTS_HERE);
        allow(WAITING, ERRED, Cause.CANCELLED, Cause.FETCH_FAILED);
        allow(WAITING, FORGOTTEN, Cause.FREED, Cause.RETURNED, Cause.INPUT_GONE, Cause.SESSION_LOST, Cause.REJOINED);
        allow(READY, EXECUTING, Cause.STARTED);
        allow(READY, ERRED, Cause.CANCELLED);
        allow(READY, FORGOTTEN, Cause.FREED, Cause.RETURNED, Cause.SESSION_LOST, Cause.REJOINED);
        allow(EXECUTING, READY, Cause.TAKEN_BACK);
        allow(EXECUTING, MEMORY, Cause.RAN);
        allow(EXECUTING, ERRED, Cause.THREW, Cause.CANCELLED, Cause.WRITTEN_OFF);
        allow(EXECUTING, FORGOTTEN, Cause.FREED);
        allow(EXECUTING, BLOCKED, Cause.BLOCKED);
        allow(BLOCKED, EXECUTING, Cause.RESUMED);
        allow(BLOCKED, ERRED, Cause.WRITTEN_OFF);
        allow(BLOCKED, FORGOTTEN, Cause.FREED);
        allow(MEMORY, FORGOTTEN, Cause.FREED, Cause.ACKNOWLEDGED, Cause.SESSION_LOST);
    }

    /** The life of an input that another worker has; what was fetched is in memory here like a result. */
    private static void inputs() {
        allow(RELEASED, FETCH, Cause.INPUT_WANTED);
        allow(RELEASED, MEMORY, Cause.SUPPLIED);
        allow(FETCH, FLIGHT, Cause.FETCH_SENT);
        allow(FETCH, FORGOTTEN, Cause.UNWANTED, Cause.SESSION_LOST, Cause.REJOINED);
        allow(FLIGHT, MEMORY, Cause.FETCHED);
        allow(FLIGHT, FETCH, Cause.FETCH_FAILED);
        allow(FLIGHT, FORGOTTEN, Cause.FETCH_FAILED, Cause.SESSION_LOST, Cause.REJOINED);
        allow(MEMORY, FORGOTTEN, Cause.UNWANTED);
    }

    private static void allow(State from, State to, Cause... causes) {
        for (Cause cause : causes) {
            ALLOWED[index(from, to, cause)] = true;
        }
    }

    private static int index(State from, State to, Cause cause) {
        return (from.ordinal() * STATES + to.ordinal()) * CAUSES + cause.ordinal();
    }

    /** Whether the table has this edge. */
    static boolean allowed(State from, State to, Cause cause) {
        return ALLOWED[index(from, to, cause)];
    }

    /** The table as a Mermaid state diagram, in the order of the states. */
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
                            .append(" : ")
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
                text.append(text.length() == 0 ? "" : ", ").append(cause.label());
            }
        }
        return text.toString();
    }
}
