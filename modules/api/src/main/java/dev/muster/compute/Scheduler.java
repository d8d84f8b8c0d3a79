package dev.muster.compute;

/**
 * Where a computation is to run: threads of this JVM, launched processes, the calling thread, a pool, a client.
 * Implementations are immutable and thread-safe.
 *
 * <p>A scheduler is opaque on purpose: what it stands for is found by its name when the computation starts, so what
 * lies behind a name can change. Take one from {@code dev.muster.Schedulers}; do not implement it.
 */
public interface Scheduler {

    /**
     * The name under which this scheduler is looked up, as configuration and error messages spell it.
     *
     * @return the name, for example {@code threads}
     */
    String name();
}
