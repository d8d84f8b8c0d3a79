package dev.muster.event;

/**
 * The figures of a client at one moment. Immutable.
 *
 * <p>The counts belong together: they were read at once, between two events. Tasks are counted from the start of the
 * session.
 */
public interface Snapshot {

    /**
     * How many workers are members.
     *
     * @return the count
     */
    int workers();

    /**
     * How many threads those workers have together.
     *
     * @return the count
     */
    int threads();

    /**
     * How many tasks wait, for an input or for a free thread.
     *
     * @return the count
     */
    long pending();

    /**
     * How many tasks have been given to a worker and have not ended.
     *
     * @return the count
     */
    long running();

    /**
     * How many tasks have ended with a value.
     *
     * @return the count since the session began
     */
    long finished();

    /**
     * How many tasks have ended with an error.
     *
     * @return the count since the session began
     */
    long erred();

    /**
     * The same figures as one JSON object, for a page or a log.
     *
     * @return the text, on one line
     */
    String toJson();
}
