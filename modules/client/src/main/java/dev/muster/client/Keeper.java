package dev.muster.client;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The one thread of a client: notices lost handles while nobody submits. Ends with the client. */
final class Keeper implements Runnable {

    private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(250);

    private final ClientState state;
    private final Thread thread;
    private volatile boolean closed;

    Keeper(ClientState state) {
        this.state = state;
        this.thread = new Thread(this, "muster-keeper-" + state.name());
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        while (!closed) {
            LockSupport.parkNanos(this, EVERY);
            if (!closed) {
                state.tidy();
            }
        }
    }

    void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
