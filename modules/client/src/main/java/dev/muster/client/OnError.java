package dev.muster.client;

/** What collecting values does with tasks that have none. Immutable. */
public enum OnError {
    /** The first failure that is seen is thrown, without waiting for the rest. */
    RAISE,
    /** Failed and cancelled tasks are left out of the list. */
    SKIP
}
