package dev.muster.testkit.simulation;

import dev.muster.scheduler.Handle;

/** A submission of which only the number of ended tasks is of interest, however many there are. Owned by one simulation. */
final class Bulk implements Handle {
    final int count;
    private long first;
    private int settled;
    private long lastSettled;

    Bulk(int count) {
        this.count = count;
    }

    @Override
    public void bind(long firstTask) {
        first = firstTask;
    }

    @Override
    public long firstTask() {
        return first;
    }

    void settled(int tasks, long now) {
        settled += tasks;
        lastSettled = now;
    }

    boolean ended() {
        return settled >= count;
    }

    /** When the last task was settled. */
    long lastSettled() {
        return lastSettled;
    }
}
