package dev.muster.launch;

/**
 * What a worker JVM runs. Implemented by whoever launches workers, in a public class with a public constructor without
 * parameters; one object in each worker JVM.
 *
 * <p>Between the JVM's start and the program's hello lie about fifty milliseconds, which every worker spends: the class,
 * its fields and {@link #run} should name no configuration library, logging backend or serializer before that.
 */
public interface WorkerProgram {
    /**
     * Does the worker's work, on the JVM's main thread. When it returns, the JVM ends with exit code 0, whatever threads
     * there are; when it throws, the stack is printed and the exit code is 1.
     *
     * @param start what this worker was given
     */
    void run(WorkerStart start) throws Exception;

    /**
     * The parent has ended, or wants this worker to end. Called on a thread of its own; the JVM ends when it returns, and
     * two seconds later in any case.
     */
    default void parentGone() {}

    /**
     * Loads what every start loads, without a parent and without lasting effects: the classes loaded by it are preloaded
     * in later workers. Called in a JVM of its own.
     */
    default void rehearse() throws Exception {}
}
