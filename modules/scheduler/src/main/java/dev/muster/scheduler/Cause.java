package dev.muster.scheduler;

/** Why a task changed its state: the event behind a transition, for stories and for the table of what is allowed. Immutable. */
enum Cause {
    SUBMITTED("submitted"),
    SCATTERED("supplied by the client"),
    INPUTS_THERE("all inputs are there"),
    ARGUMENTS_ARRIVED("its arguments arrived"),
    ARGUMENTS_FAILED("its arguments could not be encoded"),
    GIVEN_OUT("given to a worker"),
    RUN_AHEAD("given to the worker that makes its inputs"),
    FINISHED("finished"),
    FAILED("failed"),
    RETRIED("to be tried again after a failure"),
    DELAY_OVER("the wait before its retry is over"),
    RETURNED("given back unstarted"),
    INPUT_MISSING("an input was not where it should be"),
    INPUT_FAILED("an input failed"),
    WORKER_LOST("its worker was lost"),
    VALUE_LOST("its value was lost"),
    NEEDED_AGAIN("needed to compute a lost value again"),
    OFFERED("a worker that came back still has its value"),
    RETRY_REQUESTED("the client asked to run it again"),
    CANCELLED("cancelled"),
    DEADLINE("its deadline passed"),
    IMPOSSIBLE("no worker can run it"),
    LET_GO("nobody needs it"),
    PARENT_ENDED("its parent's attempt is no more"),
    CLOSED("the session was closed");

    private static final Cause[] ALL = values();

    /** For people. */
    final String words;

    Cause(String words) {
        this.words = words;
    }

    /** The cause with this ordinal. */
    static Cause of(int ordinal) {
        return ALL[ordinal];
    }
}
