package dev.muster.client;

import java.util.concurrent.Executor;

/** Something to run, on an executor, once a task has ended. Thread-safe. */
final class Callback extends Signal {

    private final Executor executor;
    private final Runnable action;

    Callback(Executor executor, Runnable action) {
        this.executor = executor;
        this.action = action;
    }

    @Override
    void settled() {
        executor.execute(action);
    }
}
