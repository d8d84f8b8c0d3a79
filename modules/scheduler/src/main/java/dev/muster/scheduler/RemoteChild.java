package dev.muster.scheduler;

import dev.muster.protocol.Peer;

/** The handle of a task that a running task of a remote worker submitted. Owned by the scheduler's loop. */
final class RemoteChild implements Handle, TaskRef {
    final Peer worker;
    /** The worker's number for it. */
    final long child;

    private long task;

    RemoteChild(Peer worker, long child) {
        this.worker = worker;
        this.child = child;
    }

    @Override
    public void bind(long firstTask) {
        task = firstTask;
    }

    @Override
    public long firstTask() {
        return task;
    }

    @Override
    public Handle handle() {
        return this;
    }

    @Override
    public int index() {
        return 0;
    }
}
