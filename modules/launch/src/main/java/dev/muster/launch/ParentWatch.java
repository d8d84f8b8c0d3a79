package dev.muster.launch;

import java.io.IOException;
import java.io.InputStream;

/**
 * Ends this JVM when its standard input ends, which happens when its parent closes it or ends, however it ends: the kernel
 * closes the pipe. One thread, which sleeps in the read.
 */
final class ParentWatch implements Runnable {
    private static final long LONGEST_END_MILLIS = 2_000;

    private final InputStream parent;
    private final WorkerProgram program;

    private ParentWatch(InputStream parent, WorkerProgram program) {
        this.parent = parent;
        this.program = program;
    }

    static void start(InputStream parent, WorkerProgram program) {
        daemon(new ParentWatch(parent, program), "muster-parent-watch");
    }

    @Override
    public void run() {
        awaitEnd();
        // A task may be inside System.exit, a shutdown hook of the user's may hang: nothing must keep this JVM alive.
        daemon(ParentWatch::haltLater, "muster-last-resort");
        try {
            program.parentGone();
        } finally {
            System.exit(0);
        }
    }

    private void awaitEnd() {
        try {
            while (parent.read() >= 0) {
                // the parent has nothing more to say here; what it may send is passed over
            }
        } catch (IOException broken) {
            // as good as its end
        }
    }

    private static void haltLater() {
        try {
            Thread.sleep(LONGEST_END_MILLIS);
        } catch (InterruptedException hurried) {
            // halts at once
        }
        Runtime.getRuntime().halt(0);
    }

    private static void daemon(Runnable task, String name) {
        Thread thread = new Thread(null, task, name, 256 * 1024);
        thread.setDaemon(true);
        thread.start();
    }
}
