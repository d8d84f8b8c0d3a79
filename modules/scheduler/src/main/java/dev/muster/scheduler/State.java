package dev.muster.scheduler;

/** Where a task stands in a scheduler. Immutable. A record's byte is {@link #code}; a fresh record is FORGOTTEN. */
enum State {
    /** There is no record (any more). */
    FORGOTTEN("unknown"),
    /** Its value was let go; the record stays, since a kept value may have to be computed again from it. */
    RELEASED("released"),
    /** It waits for inputs, arguments or the end of a retry's delay. */
    WAITING("waiting"),
    /** It could run and waits for a worker. */
    QUEUED("queued"),
    /** A worker has it. */
    PROCESSING("processing"),
    /** Its value is with the client or at workers. */
    MEMORY("in memory"),
    /** It failed or was cancelled. */
    ERRED("erred");

    private static final State[] ALL = values();

    /** The ordinal, as a column holds it. */
    final byte code = (byte) ordinal();

    /** For people. */
    final String words;

    State(String words) {
        this.words = words;
    }

    /** The state of a column's byte. */
    static State of(byte code) {
        return ALL[code];
    }

    /** Not ended yet, but going to. */
    boolean pending() {
        return this == WAITING || this == QUEUED || this == PROCESSING;
    }
}
