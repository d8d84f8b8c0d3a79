package dev.muster.benchmark;

/**
 * One way to do the work of a row. Immutable.
 *
 * @param name as the table heads its figure
 * @param measurement does the work and says what it cost
 */
record Contestant(String name, Measurement measurement) {
    static final String MUSTER = "Muster";
    static final String THREAD_POOL = "ThreadPoolExecutor";
    static final String FORK_JOIN = "ForkJoinPool";
    static final String COMPLETABLE = "CompletableFuture";
    static final String STREAM = "parallel stream";

    /** Opens what it needs, warms up, measures, closes. */
    interface Measurement {
        double measure(Effort effort) throws Exception;
    }
}
