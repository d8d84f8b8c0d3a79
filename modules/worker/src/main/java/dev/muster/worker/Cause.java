package dev.muster.worker;

/** Why something changed its {@link State}: the edges of the state diagram. */
enum Cause {
    RUN,
    INPUTS_HERE,
    INPUT_WANTED,
    FETCH_SENT,
    FETCHED,
    SUPPLIED,
    FETCH_FAILED,
    STARTED,
    TAKEN_BACK,
    RAN,
    THREW,
    BLOCKED,
    RESUMED,
    WRITTEN_OFF,
    IMPOSSIBLE,
    CANCELLED,
    FREED,
    ACKNOWLEDGED,
    RETURNED,
    INPUT_GONE,
    UNWANTED,
    SESSION_LOST,
    REJOINED;

    /** How the diagram writes it. */
    String label() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
