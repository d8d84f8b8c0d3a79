package dev.muster.launch;

/**
 * Hears what worker JVMs print and how they end. Called on threads of the launcher, for one worker never by two at a time
 * while it lives; must return soon, or the worker waits for room in its pipe.
 */
public interface ProcessListener {
    /** A worker printed a line to its standard output. */
    void printed(WorkerProcess worker, String line);

    /** A worker printed a line to its standard error stream. */
    void complained(WorkerProcess worker, String line);

    /** A worker ended, expected or not; nothing of it comes after this. */
    void ended(WorkerProcess worker, DeathReport report);
}
